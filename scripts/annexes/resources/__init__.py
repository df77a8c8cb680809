"""The resources of a package on disk as typed rows, whoever made the package."""

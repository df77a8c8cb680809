"""The waist: a package on disk, opened, read as typed tables, written all or nothing."""

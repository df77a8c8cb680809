"""A landing page in each language of the package: one file, no request, no script needed."""

"""Package on disk → the forms that people load, one module each, and each read back."""

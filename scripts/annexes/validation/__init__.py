"""Whether a Data Package is valid: the verdict of frictionless, found in columns."""

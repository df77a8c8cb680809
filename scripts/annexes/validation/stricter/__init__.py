"""What the standard demands and frictionless does not look for."""

"""The forms: each `Form` that a module here has is one, and nothing else knows of it."""

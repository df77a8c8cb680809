"""The forms, a module each: a module here with a `FORM` is a form, and nothing else knows of it."""

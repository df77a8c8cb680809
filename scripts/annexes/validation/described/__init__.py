"""Tables that are surely described well: known without frictionless, whose import takes longer."""

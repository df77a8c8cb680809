"""Publishing, against portals that misbehave."""

"""What a person typed in about a package and its editions, typed and checked."""

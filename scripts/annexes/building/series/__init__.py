"""The next edition of a package: drafted from the last one, reviewed by a person, corrected."""

"""A checked package → a portal: never an unvalidated file, never twice, never half.

The portal is the truth: each run asks what is there, compares it with what should be there, and
does only what is missing. So a run that was cut off, or whose answer was lost, is repeated.
"""

"""One module for each parliament, named by its prefix: `find(number, web)` gives a `Paper`.

Another parliament is another module here; nothing else has to know it.
"""

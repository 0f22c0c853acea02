"""How often something may be tried: counted in a table of our own, exact under several processes.

Owns `Tries`, and creates the table of Django's cache, in which the sign-in library counts its own limits. That cache
is no place for ours: its `incr` reads and writes in two steps and moves the end of the window.
"""

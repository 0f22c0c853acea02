"""How often something may be tried: counted in Django's cache, which is a database table shared by all processes.

Owns that table. The sign-in library counts its own limits in the same cache.
"""

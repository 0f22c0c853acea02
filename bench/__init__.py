"""Measures what the documentation claims: `make bench`. See README.md for what is compared with what."""

"""Signing in and out, forgotten passwords: the sign-in library's work behind our pages and rules."""

"""Counting tries."""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def is_allowed(what: str, who: object, *, most: int, seconds: int) -> bool:
    """Count one more try of `what` by `who`; False once there were more than `most` within `seconds`.

    The window starts with the first try. `who` is hashed, so no address stands in the cache.
    """
    key = f"limit:{what}:{hashlib.sha256(str(who).encode()).hexdigest()}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, seconds)
        return True

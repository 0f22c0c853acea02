"""The communities of the domain's tests, with a browser for each."""

from __future__ import annotations

from tests.domain.communities.conftest import circle, commons

__all__ = ["circle", "commons"]

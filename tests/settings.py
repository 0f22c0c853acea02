"""The product's settings as the tests run them. A module of its own, because it must set the environment first."""

import os

os.environ.update(PORTICO_TESTING="1", PORTICO_SECRET_KEY="a key for tests only, never used anywhere else")
for name in ("PORTICO_URL", "PORTICO_DEMO", "PORTICO_DATA", "PORTICO_FONTS"):
    os.environ.pop(name, None)

from portico.config.settings import *  # noqa: E402, F403

STATIC_ROOT = PACKAGE / "interfaces" / "ui" / "static"  # noqa: F405  served as it lies there, nothing is collected

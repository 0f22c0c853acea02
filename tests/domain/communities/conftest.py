"""A new community that Ana and Ben hold, and a legacy one that Ana holds. Cy holds neither."""

from __future__ import annotations

import pytest

from portico.domain.communities.models import Community
from portico.domain.contacts.models import Contact
from tests import gathering


@pytest.fixture
def circle(ana: Contact, ben: Contact) -> Community:
    made = gathering.community()
    gathering.join(ana, made)
    gathering.join(ben, made)
    return made


@pytest.fixture
def commons(ana: Contact) -> Community:
    made = gathering.community("potters-commons", gathering.LEGACY)
    gathering.join(ana, made)
    return made

"""Who does something. Every write takes one as `by=`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["customer", "team", "api_key", "processor", "import", "clock", "operator"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of a write: what kind, which one, and the name under which history shows it.

    `label` of a customer stays empty: their name has its one home in the contact. `id` is a contact's, a key's or a
    processor account's id; an import and the clock have none.
    """

    kind: ActorKind
    id: UUID | None = None
    label: str = ""


CLOCK = Actor("clock")

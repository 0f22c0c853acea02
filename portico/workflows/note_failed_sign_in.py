"""A wrong password, in the history of whoever it was meant for."""

from __future__ import annotations

from portico.core.limits.counting import is_allowed
from portico.core.queue import enqueue, job
from portico.core.secrets import token_hash
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import log


def ask(email: str) -> None:
    """Costs the same whether or not the address is known: the worker looks it up. Once while it waits."""
    enqueue("sign_in.failed", {"email": email}, once_key=f"sign_in.failed:{token_hash(email)[:32]}")


@job("sign_in.failed")
def answer(email: str) -> None:
    """One entry in ten minutes, however many tries there were."""
    contact = Contact.objects.filter(email=email).first()
    if contact is not None:
        run(contact, step="first")


def run(contact: Contact, *, step: str) -> None:
    """Note a failure at the "first" step or the "second" of somebody known."""
    if is_allowed(f"sign-in-failure-noted-{step}", contact.id, most=1, seconds=600):
        log.note_sign_in_failed(contact, step=step)

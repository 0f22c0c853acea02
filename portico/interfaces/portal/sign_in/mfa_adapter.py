"""What passkeys are bound to."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from portico.domain.contacts.models import Contact
from portico.domain.site.queries import get_site


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Passkeys belong to the host of PORTICO_URL, whatever host a request names."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PUBLIC_URL.host, "name": get_site().name}

    def get_public_key_credential_user_entity(self, user: Contact) -> dict[str, object]:
        return {
            "id": user_pk_to_url_str(user).encode(),
            "display_name": user.shown_name,
            "name": user.email_as_typed,
        }

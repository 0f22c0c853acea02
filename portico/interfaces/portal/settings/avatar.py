"""The picture within the section Profile: read from the form, stored with it, and drawn by `_avatar_field.jinja`.

The section calls `take` while it checks the form, `keep` when everything in it is right, and gives `field` to its
template as `picture`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from portico.core.limits.counting import is_allowed
from portico.core.pictures.encoding import Square
from portico.domain.profiles.avatars import change_avatar, remove_avatar
from portico.domain.profiles.pictures import MAX_BYTES, InvalidPicture, encode_avatar
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.pages import shown_person
from portico.interfaces.ui.requests import SignedInRequest, actor

FILE = "avatar"
REMOVE = "avatar_remove"
AN_HOUR = 3600
MOST_AN_HOUR = 20  # uploads by one customer
SMALLEST = 0.05  # part of the shorter side


@dataclass(frozen=True, slots=True)
class Taken:
    """What the form asks for: new pictures, none from now on, or nothing. With an error nothing is to be kept."""

    pictures: Mapping[int, bytes] | None = None
    removes: bool = False
    error: str = ""

    @property
    def problems(self) -> list[Problem]:
        """For the error summary of the section."""
        return [Problem(self.error, f"id_{FILE}")] if self.error else []


def take(request: SignedInRequest) -> Taken:
    """Read the picture out of the form and encode it; stores nothing. A new picture goes before removing the old."""
    upload = request.FILES.get(FILE)
    if upload is None:
        return Taken(removes=request.POST.get(REMOVE) == "on")
    if not is_allowed("avatar", request.user.id, most=MOST_AN_HOUR, seconds=AN_HOUR):
        return Taken(error=_("You changed your picture often enough for now. Try again in an hour."))
    try:
        return Taken(_encoded(upload, _square(request.POST)))
    except InvalidPicture as refused:
        return Taken(error=refused.sentence)


def keep(request: SignedInRequest, taken: Taken) -> None:
    """Store what was taken. Call it outside of a transaction: it writes files, perhaps to another machine."""
    if taken.pictures is not None:
        request.avatar_token = change_avatar(request.user, pictures=taken.pictures, by=actor(request)).token
    elif taken.removes:
        remove_avatar(request.user, by=actor(request))
        request.avatar_token = ""


def field(request: SignedInRequest, taken: Taken | None = None) -> dict[str, Any]:
    """What `_avatar_field.jinja` draws, as `picture`."""
    now = shown_person(request.user, avatar_token=request.avatar_token)
    return {
        "now": now,
        "initials": shown_person(request.user),
        "removes": taken.removes if taken else False,
        "error": taken.error if taken else "",
        "max_bytes": MAX_BYTES,
    }


def _encoded(upload: UploadedFile[Any], square: Square) -> Mapping[int, bytes]:
    facts: dict[str, Any] = {"size_bytes": upload.size or 0, "file_name": upload.name or "", "square": square}
    if not isinstance(upload, TemporaryUploadedFile):
        return encode_avatar(upload.read(), **facts)
    # a large one lies on disk, and is read by the child process alone
    with Path(upload.temporary_file_path()).open("rb") as file:
        return encode_avatar(file, **facts)


def _square(form: QueryDict) -> Square:
    """The part chosen, from percents; whatever is missing or no number is as without JavaScript: the middle, all."""
    size = _part(form.get("avatar_size", ""), 100)
    return Square(
        x=_part(form.get("avatar_x", ""), 50), y=_part(form.get("avatar_y", ""), 50), size=max(size, SMALLEST)
    )


def _part(percent: str, otherwise: float) -> float:
    try:
        value = float(percent)
    except ValueError:
        value = otherwise
    # "nan" compares false with everything
    return value / 100 if 0 <= value <= 100 else otherwise / 100

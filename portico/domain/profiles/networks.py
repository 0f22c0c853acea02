"""The networks of a social profile: what may stand there, read from a name or a pasted address, and where it leads.

Rules as the networks' help pages and public descriptions of them gave them on 22 Nov 2026:

- Instagram: 1 to 30 letters a to z, digits, full stops and underscores; no full stop at an end or beside another.
- YouTube handles: 3 to 30 letters and digits of one of its languages (some scripts need fewer than 3), with full stops,
  underscores, hyphens and middle dots between them.
- Facebook: 5 letters a to z or digits at least, full stops do not count; no ending such as .com. 50 in all. A profile
  without a name has a number.
- Website: any address of the web.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from django.utils.translation import gettext as _

LONGEST_NAME = 50
LONGEST_WEBSITE = 200
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # not a host with its port
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.IGNORECASE)
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


class UnusableName(Exception):
    """What was typed is no name of that network; the message says what is wrong and the cure."""


@dataclass(frozen=True, slots=True)
class Network:
    """One network. `hosts` are the sites whose addresses are understood, `before` stands in front of the name."""

    label: str
    hosts: tuple[str, ...]
    before: str
    from_path: Callable[[SplitResult], str]
    check: Callable[[str], str]
    """The name as it is stored; raises UnusableName."""

    def link(self, name: str) -> str:
        """Where the name leads."""
        return f"https://www.{self.before}{quote(name, safe='')}"


def cleaned_name(key: str, typed: str) -> str:
    """The name to store for a network of NETWORKS, or for "website"; empty for nothing. Raises UnusableName."""
    text = typed.strip()
    if not text:
        return ""
    if key == WEBSITE:
        return _website(text)
    network = NETWORKS[key]
    name = _name_in_address(network, text) if _is_address(text) else text.removeprefix("@")
    if " " in name:
        raise UnusableName(_no_spaces(network, name))
    if len(name) > LONGEST_NAME:
        raise UnusableName(_("This is too long. Write the name alone, without its address."))
    return network.check(name)


def link_of(key: str, name: str) -> str:
    """Where a stored name leads."""
    return name if key == WEBSITE else NETWORKS[key].link(name)


def shown_name(key: str, name: str) -> str:
    """A stored name as people read it: a website by its host."""
    return urlsplit(name).netloc.removeprefix("www.") if key == WEBSITE else name


def label_of_network(key: str) -> str:
    """What a network is called."""
    return _("Website") if key == WEBSITE else NETWORKS[key].label


def known_names(usernames: Mapping[str, str]) -> dict[str, str]:
    """The stored names of networks that are known, in their order."""
    return {key: usernames[key] for key in KEYS if usernames.get(key)}


def _is_address(text: str) -> bool:
    start = text.split("/", maxsplit=1)[0].split("?", maxsplit=1)[0].lower().removeprefix("www.")
    hosts = (host for network in NETWORKS.values() for host in network.hosts)
    return "/" in text or _SCHEME.match(text) is not None or start in hosts


def _name_in_address(network: Network, text: str) -> str:
    elsewhere = _("This is an address of another site. Paste one of %(site)s, or write the name alone.")
    refusal = UnusableName(elsewhere % {"site": network.hosts[0]})
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or parts.username is not None:
        raise refusal
    if not f".{parts.hostname or ''}".endswith(tuple(f".{host}" for host in network.hosts)):
        raise refusal
    name = network.from_path(parts)
    if not name:
        raise UnusableName(_("There is no name in this address. Open your profile there and copy its address."))
    return name


def _split(text: str) -> SplitResult | None:
    """An address in its parts; one without a scheme is one of the web. None for what is no address."""
    with_scheme = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(with_scheme)
        _ = parts.port  # raises ValueError for one that is none
    except ValueError:
        return None
    return parts


def _steps(parts: SplitResult) -> list[str]:
    return unquote(parts.path).strip("/").split("/")


def _instagram_path(parts: SplitResult) -> str:
    steps = _steps(parts)
    if steps[0] == "stories" and len(steps) > 1:
        return steps[1]
    return "" if steps[0] in ("p", "reel", "reels", "explore", "tv", "accounts", "stories") else steps[0]


def _youtube_path(parts: SplitResult) -> str:
    step = _steps(parts)[0]
    return step[1:] if step.startswith("@") else ""


def _facebook_path(parts: SplitResult) -> str:
    steps = _steps(parts)
    if steps[0] == "profile.php":
        return next(iter(parse_qs(parts.query).get("id", [])), "")
    if steps[0] in ("people", "pages"):
        return steps[-1] if len(steps) > 2 and steps[-1].isdecimal() else ""
    return "" if steps[0] in ("groups", "watch", "events", "marketplace", "sharer") else steps[0]


def _instagram(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*", name) or len(name) > 30:
        raise UnusableName(
            _("An Instagram name has up to 30 letters a to z, digits, underscores and full stops between them.")
        )
    return name.lower()


def _youtube(name: str) -> str:
    # letters with their marks, so that every script of YouTube's languages passes and no emoji does
    inside = all(_is_letter(sign) or sign in "._-·" for sign in name)
    ends = _is_letter(name[:1]) and _is_letter(name[-1:])
    if not inside or not ends or len(name) > 30 or (name.isascii() and len(name) < 3):
        raise UnusableName(
            _("A YouTube handle has 3 to 30 letters and digits, with full stops, underscores or hyphens between them.")
        )
    return name


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or (sign != "" and unicodedata.category(sign) in ("Mn", "Mc"))


def _facebook(name: str) -> str:
    plain = name.replace(".", "")
    if not re.fullmatch(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*", name) or len(plain) < 5:
        raise UnusableName(_("A Facebook name has 5 or more letters a to z and digits, with full stops between them."))
    if name.lower().endswith((".com", ".net")):
        raise UnusableName(_("A Facebook name does not end in .com or .net. For your own site use Website."))
    return name


def _website(text: str) -> str:
    too_long = UnusableName(_("This is too long. Use %(limit)s characters at most.") % {"limit": LONGEST_WEBSITE})
    if len(text) > LONGEST_WEBSITE:
        raise too_long
    wrong = UnusableName(_("This is not the address of a website. It looks like https://example.com."))
    parts = None if any(unicodedata.category(sign)[0] in "CZ" for sign in text) else _split(text)
    if parts is None or parts.scheme not in ("http", "https") or parts.username is not None:
        raise wrong
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError as error:
        raise wrong from error
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise wrong
    port = f":{parts.port}" if parts.port else ""
    tail = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    tail = quote(tail, safe=_IN_ADDRESSES)
    address = f"{parts.scheme}://{host}{port}{tail}"
    if len(address) > LONGEST_WEBSITE:  # letters of other scripts grow
        raise too_long
    return address


def _no_spaces(network: Network, name: str) -> str:
    try:
        guess = network.check(name.replace(" ", "."))
    except UnusableName:
        return _("Names there have no spaces.")
    return _("Names there have no spaces. Did you mean %(name)s?") % {"name": guess}


WEBSITE = "website"
NETWORKS: dict[str, Network] = {
    "instagram": Network("Instagram", ("instagram.com", "instagr.am"), "instagram.com/", _instagram_path, _instagram),
    "youtube": Network("YouTube", ("youtube.com",), "youtube.com/@", _youtube_path, _youtube),
    "facebook": Network("Facebook", ("facebook.com", "fb.com"), "facebook.com/", _facebook_path, _facebook),
}
KEYS = (*NETWORKS, WEBSITE)

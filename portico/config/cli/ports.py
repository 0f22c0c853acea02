"""Is the port free? The web server would start beside another on its port without a word (SO_REUSEPORT)."""

from __future__ import annotations

import socket

LOOPBACKS = ("127.0.0.1", "::1")  # "localhost" may lead to either


def find_answering(host: str, port: int) -> str | None:
    """The first address that already answers on this port, or None."""
    own = () if host in ("0.0.0.0", "::", *LOOPBACKS) else (host,)  # noqa: S104 (a comparison, not a binding)
    addresses: tuple[str, ...] = (*LOOPBACKS, *own)
    for address in addresses:
        try:
            socket.create_connection((address, port), timeout=0.5).close()
        except OSError:
            continue
        return address
    return None


def refusal(host: str, port: int) -> str | None:
    """What to tell the operator when the port is taken; None when it is free."""
    answering = find_answering(host, port)
    if answering is None:
        return None
    return f"Something already answers on {answering}, port {port}. Stop it, or choose another port with --port."

"""Requests that no browser sends, at the real server: odd hosts, odd bodies. Needs no browser."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import pytest

WITHIN_SECONDS = 15


def send(server: str, head: str, body: bytes = b"") -> str:
    """The whole answer to these bytes."""
    port = urlsplit(server).port
    assert port
    with socket.create_connection(("127.0.0.1", port), timeout=WITHIN_SECONDS) as connection:
        lines = head.replace("HERE", f"localhost:{port}").split("\n")
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer.decode("utf-8", "replace")


def status(answer: str) -> int:
    found = re.match(r"HTTP/1\.[01] (\d{3})", answer)
    assert found, answer[:200]
    return int(found[1])


def test_the_server_answers_its_own_host(server: str) -> None:
    assert status(send(server, "GET /sign-in/ HTTP/1.1\nHost: HERE")) == 200


@pytest.mark.parametrize(
    "head",
    [
        "GET /sign-in/ HTTP/1.1\nHost: evil.example",
        "GET /sign-in/ HTTP/1.1\nHost: HERE@evil.example",
        "GET /sign-in/ HTTP/1.1\nHost: evil.example\nHost: HERE",
        "GET /sign-in/ HTTP/1.1\nHost: HERE\nHost: evil.example",
        "GET http://evil.example/sign-in/ HTTP/1.1\nHost: HERE",
        "GET /sign-in/ HTTP/1.1\nHost: HERE\nX-Forwarded-Host: evil.example",
    ],
    ids=["other", "behind-at", "other-first", "other-second", "absolute", "forwarded"],
)
def test_another_host_is_refused_or_changes_nothing(server: str, head: str) -> None:
    answer = send(server, head)
    assert status(answer) in (200, 400)
    assert "evil" not in answer
    assert status(answer) == 400 or "Sign in" in answer


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("POST /sign-in/ HTTP/1.1\nHost: HERE\nContent-Length: 20000000", b""),
        ("POST /sign-in/ HTTP/1.1\nHost: HERE\nContent-Length: nonsense", b""),
        ("POST /sign-in/ HTTP/1.1\nHost: HERE\nTransfer-Encoding: chunked", b"5\r\nlogin\r\n0\r\n\r\n"),
        ("POST /sign-in/ HTTP/1.1\nHost: HERE\nContent-Length: 3\nContent-Length: 5", b"a=b"),
        ("GET /%00/%ff/%c0%ae HTTP/1.1\nHost: HERE", b""),
        ("GET /library/?kind=%00&kind=%ff HTTP/1.1\nHost: HERE\nCookie: session=%00; csrf=\xff", b""),
        ("BREW /sign-in/ HTTP/1.1\nHost: HERE", b""),
    ],
    ids=["large", "no-number", "chunked", "two-lengths", "odd-path", "odd-cookie", "odd-method"],
)
def test_odd_requests_are_refused_without_a_fault(server: str, head: str, body: bytes) -> None:
    answer = send(server, head, body)
    assert 300 <= status(answer) < 500, answer[:500]
    assert "Traceback" not in answer

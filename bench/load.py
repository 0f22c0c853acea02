"""Asks a server as fast as it answers, over a few connections that stay open, a counted number of times.

Plain sockets and no HTTP library: the asking must cost much less than the bare program's answering, or the ratio would
be the asker's. Every connection has one question under way, so the server never waits for us.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

Question = Callable[[], bytes]


class Talk:
    """One connection, and what it asks. An answer with another status than `expected` ends the measurement."""

    def __init__(self, port: int, question: Question, expected: int) -> None:
        self.question, self.expected = question, b"HTTP/1.1 %d " % expected
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.socket.sendall(self.question())

    def answer(self) -> bytes:
        """The body."""
        data = self.socket.recv(65536)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        if not data.startswith(self.expected):
            raise RuntimeError(f"not the answer that is measured: {data[:400]!r}")
        start = head.find(b"content-length: ") + 16
        missing = int(head[start:].split(b"\r\n", 1)[0]) - (len(data) - end - 4)
        while missing > 0:
            more = self._more()
            data += more
            missing -= len(more)
        return data[end + 4 :]

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        if not more:
            raise RuntimeError("the server hung up")
        return more


def ask_many(talks: list[Talk], count: int) -> float:
    """Ask `count` questions, in turn over the connections. Seconds a question."""
    rounds = max(1, count // len(talks))
    started = time.perf_counter()
    for talk in talks:
        talk.ask()
    for _ in range(rounds - 1):
        for talk in talks:
            talk.answer()
            talk.ask()
    for talk in talks:
        talk.answer()
    return (time.perf_counter() - started) / (rounds * len(talks))

"""A passkey made of software: answers like a browser with a fingerprint reader, or wrongly on purpose."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

ORIGIN = "http://localhost:8000"


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Authenticator:
    """Keeps one passkey. Each answer is what `passkeys.js` puts into the form."""

    def __init__(self, *, origin: str = ORIGIN, rp_id: str = "localhost", verifies: bool = True) -> None:
        self.origin, self.rp_id = origin, rp_id
        self.flags = 0x05 if verifies else 0x01  # present, verified
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(id(self)).encode()).digest()
        self.user_id = ""

    def create(self, options: dict[str, Any]) -> str:
        public = options["publicKey"]
        self.user_id = public["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(cose)
        data = self._data(self.flags | 0x40) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", public["challenge"])
        response = {"clientDataJSON": text(client_data), "attestationObject": text(attestation)}
        return self._written(response)

    def get(self, options: dict[str, Any], *, user_id: str | None = None) -> str:
        data = self._data(self.flags)
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": text(client_data),
            "authenticatorData": text(data),
            "signature": text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.user_id if user_id is None else user_id,
        }
        return self._written(response)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _written(self, response: dict[str, str]) -> str:
        key_id = text(self.id)
        return json.dumps(
            {"type": "public-key", "id": key_id, "rawId": key_id, "response": response, "clientExtensionResults": {}}
        )

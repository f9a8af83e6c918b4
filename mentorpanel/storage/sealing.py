"""Secrets of owners at rest: sealed with a key that follows from the installation's own, and for one place only."""

import base64
import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mentorpanel.domain.problems import Conflict

_FORM: Final = "v1."
_NONCE: Final = 12
UNREADABLE: Final = (
    "What was stored cannot be opened: this installation's secret key has changed. Enter the password again."
)


def seal(text: str, *, purpose: str, owner_id: int) -> str:
    """The text encrypted and authenticated (AES-256-GCM, random nonce, key by HKDF from the secret key).

    It opens only for the same ``purpose`` and owner: copied to another row, it is of no use there.
    """
    nonce = os.urandom(_NONCE)
    closed = _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), _place(purpose, owner_id))
    return _FORM + base64.urlsafe_b64encode(nonce + closed).decode("ascii")


def unseal(sealed: str, *, purpose: str, owner_id: int) -> str:
    """The text of ``seal``. ``Conflict`` where it was sealed elsewhere, with another key, or was changed."""
    try:
        if not sealed.startswith(_FORM):
            raise ValueError(_FORM)
        raw = base64.urlsafe_b64decode(sealed[len(_FORM) :])
        opened = _cipher(settings.SECRET_KEY).decrypt(raw[:_NONCE], raw[_NONCE:], _place(purpose, owner_id))
        return opened.decode()
    except (InvalidTag, ValueError) as error:
        raise Conflict(UNREADABLE) from error


def _place(purpose: str, owner_id: int) -> bytes:
    return f"mentorpanel {purpose} of owner {owner_id}".encode()


@lru_cache(maxsize=4)
def _cipher(secret_key: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mentorpanel sealed secrets v1")
    return AESGCM(derive.derive(secret_key.encode()))

"""Messages to a browser: locked for it alone (RFC 8188, RFC 8291), and signed by this installation (VAPID, RFC 8292)."""

import base64
import binascii
import re
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException

from mentorpanel.domain.problems import Invalid

LONGEST_ENDPOINT: Final = 2000
SIGNATURE_LASTS: Final = timedelta(hours=12)
"""RFC 8292 allows 24 hours at most; half of it leaves room for clocks that differ."""
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points P-256 has (FIPS 186-4, D.1.2.3)."""
_ENDPOINT: Final = re.compile("https?://[!-~]+")


def key_pair(secret_key: str) -> ec.EllipticCurvePrivateKey:
    """The installation's key pair: it follows from the secret key, so every machine that shares that has the same one."""
    derive = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"mentorpanel push key v1")
    number = int.from_bytes(derive.derive(secret_key.encode()), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half as browsers take it: an uncompressed point in base64url."""
    return _text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def checked_endpoint(endpoint: str, *, allow_private: bool) -> str:
    """The address at which a push service takes messages for a browser, if it can be one; else ``Invalid``.

    ``allow_private`` takes http as well. Where it leads is looked at when a message goes.
    """
    try:
        parts = urlsplit(endpoint)
        is_good = bool(parts.hostname) and not (parts.username or parts.password) and parts.port != 0
    except ValueError:
        is_good = False
    is_good = is_good and len(endpoint) <= LONGEST_ENDPOINT and _ENDPOINT.fullmatch(endpoint) is not None
    if not is_good or not (endpoint.startswith("https://") or allow_private):
        raise Invalid("This browser's push service has an address that cannot be used.", field="endpoint")
    return endpoint


def checked_keys(p256dh: str, auth: str) -> tuple[str, str]:
    """A browser's public key (a point of P-256) and its secret of 16 bytes, in base64url; else ``Invalid``."""
    try:
        point, secret = _bytes(p256dh), _bytes(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        point, secret = b"", b""
    if len(point) != 65 or len(secret) != 16:
        raise Invalid("This browser gave keys that cannot be used.", field="p256dh")
    return _text(point), _text(secret)


def encrypted(message: bytes, *, p256dh: str, auth: str) -> bytes:
    """The message so that only that browser can read it (aes128gcm, one record, a key pair of its own)."""
    made: bytes = http_ece.encrypt(
        message,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(p256dh),
        auth_secret=_bytes(auth),
        version="aes128gcm",
    )
    return made


def authorization(
    key: ec.EllipticCurvePrivateKey, endpoint: str, *, contact: str, now: datetime
) -> dict[str, str]:
    """The header that says who sends: for that push service alone, for some hours. ``contact`` is https: or mailto:."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}".lower(),
        "exp": int((now + SIGNATURE_LASTS).timestamp()),
        "sub": contact,
    }
    try:
        made: dict[str, str] = Vapid02(key, conf={"no-strict": True}).sign(claims)
    except VapidException as error:
        raise Invalid("This push service has an address that cannot be used.") from error
    return made


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(
            text.rstrip("=").encode("ascii") + b"=" * (-len(text.rstrip("=")) % 4)
        )
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64url") from error

"""The server's key pair for exports: made when first asked for; phones get its public half, its private half opens."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from accounts.models import ExportKey

BITS = 2048
# What the browsers' WebCrypto calls RSA-OAEP with SHA-256.
_OAEP = padding.OAEP(mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def current() -> ExportKey:
    """The key pair phones encrypt for; the first call makes it, and of two at once the database keeps one."""
    found = ExportKey.objects.filter(is_current=True).first()
    if found is not None:
        return found
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    try:
        with transaction.atomic():
            return ExportKey.objects.create(kid=get_random_string(16), private_pem=pem)
    except IntegrityError:
        return ExportKey.objects.get(is_current=True)


def public_jwk(key: ExportKey) -> dict[str, object]:
    """The public half as a JSON Web Key (RFC 7517), as WebCrypto imports it."""
    numbers = _private(key).public_key().public_numbers()
    return {
        "kty": "RSA",
        "alg": "RSA-OAEP-256",
        "key_ops": ["encrypt"],
        "ext": True,
        "n": _base64url(numbers.n),
        "e": _base64url(numbers.e),
    }


def unwrap(kid: str, wrapped: bytes) -> bytes:
    """The AES key that a phone encrypted for the key pair ``kid``.

    Raises ExportKey.DoesNotExist for a key that is none of ours, and ValueError when the bytes were not made for it.
    """
    return _private(ExportKey.objects.get(kid=kid)).decrypt(wrapped, _OAEP)


def _private(key: ExportKey) -> rsa.RSAPrivateKey:
    return serialization.load_pem_private_key(key.private_pem.encode(), password=None)


def _base64url(number: int) -> str:
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

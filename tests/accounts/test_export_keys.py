"""The key pair for exports: one current, usable by what encrypts as a browser does."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from accounts import export_keys
from accounts.models import ExportKey

pytestmark = pytest.mark.django_db


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def test_what_was_encrypted_for_the_public_half_is_opened():
    key = export_keys.current()
    assert export_keys.current() == key
    jwk = export_keys.public_jwk(key)
    public = rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    assert export_keys.unwrap(key.kid, public.encrypt(b"k" * 32, oaep)) == b"k" * 32
    with pytest.raises(ValueError, match=r".*"):
        export_keys.unwrap(key.kid, b"\0" * 256)
    with pytest.raises(ExportKey.DoesNotExist):
        export_keys.unwrap("other", b"")


def test_a_former_key_still_opens_what_was_made_for_it():
    former = export_keys.current()
    ExportKey.objects.filter(pk=former.pk).update(is_current=False)
    assert export_keys.current() != former
    assert ExportKey.objects.count() == 2

"""The keyring: what is signed or encrypted can be read with every secret that is still listed."""

import pytest

from web.keyring import Keyring

OLD, NEW = "an old secret, long enough", "a new secret, long enough"


def test_a_signature_is_good_for_its_purpose_and_message_only() -> None:
    keyring = Keyring([NEW])
    signature = keyring.sign("state", "ben")
    assert keyring.verify("state", "ben", signature)
    assert not keyring.verify("state", "dana", signature)
    assert not keyring.verify("person", "ben", signature)
    assert not keyring.verify("state", "ben", signature[:-1])
    assert not keyring.verify("state", "ben", "")
    assert not keyring.verify("state", "ben", "å")


def test_a_purpose_cannot_be_moved_into_the_message() -> None:
    keyring = Keyring([NEW])
    assert keyring.sign("a", "b\nc") != keyring.sign("a\nb", "d\nc")


def test_a_secret_can_be_replaced_while_people_are_visiting() -> None:
    before, after = Keyring([OLD]), Keyring([NEW, OLD])
    assert after.verify("state", "ben", before.sign("state", "ben"))
    assert after.decrypt(before.encrypt("a key")) == "a key"
    assert not before.verify("state", "ben", after.sign("state", "ben"))
    assert before.decrypt(after.encrypt("a key")) is None


@pytest.mark.parametrize("token", ["", "x", "å", "gAAAAAB" + "x" * 80])
def test_what_cannot_be_decrypted(token: str) -> None:
    assert Keyring([NEW]).decrypt(token) is None


def test_what_is_encrypted_does_not_show() -> None:
    keyring = Keyring([NEW])
    assert "secret" not in keyring.encrypt("secret")
    assert keyring.encrypt("secret") != keyring.encrypt("secret")


def test_it_is_known_when_an_old_secret_may_go() -> None:
    keyring = Keyring([NEW, OLD])
    assert keyring.is_newest(keyring.encrypt("a key"))
    assert not keyring.is_newest(Keyring([OLD]).encrypt("a key"))
    assert not keyring.is_newest("")

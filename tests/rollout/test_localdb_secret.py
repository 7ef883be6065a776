"""The local secret key: one for all who ask at once, for its owner's eyes only."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from rollout.localdb import LocalDatabaseError, secret_key


def test_the_key_is_made_once_and_is_private(tmp_path):
    var = tmp_path / "var"
    key = secret_key(var)
    assert len(key) >= 50
    assert len(set(key)) > 10
    assert secret_key(var) == key
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert sorted(path.name for path in var.iterdir()) == [".secret_key.lock", "secret_key"]


def test_all_who_ask_at_once_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _number: secret_key(tmp_path / "var"), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("cut_short", ["", "abc\n"])
def test_a_key_that_was_cut_short_is_replaced(tmp_path, cut_short):
    (tmp_path / "secret_key").write_text(cut_short)
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(LocalDatabaseError, match="Could not open the lock file"):
        secret_key(tmp_path / "var")

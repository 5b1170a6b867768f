import stat
from concurrent.futures import ThreadPoolExecutor

from kunnande.site.keys import read_or_make_key


def test_a_key_is_drawn_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "session.key"

    first, second = read_or_make_key(path), read_or_make_key(path)

    assert first == second
    assert len(bytes.fromhex(first)) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_installations_have_different_keys(tmp_path):
    assert read_or_make_key(tmp_path / "a") != read_or_make_key(tmp_path / "b")


def test_processes_that_start_together_agree_on_the_key(tmp_path, monkeypatch):
    numbers = iter(range(1000))
    monkeypatch.setattr("os.getpid", lambda: next(numbers))

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(read_or_make_key, [tmp_path / "shared.key"] * 16))

    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["shared.key"]

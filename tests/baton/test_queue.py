"""The queue: it only wakes and schedules, so it may be lost; the rows are the truth."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from baton.queue import QUEUE_FAULTS, is_sound, make_queue
from baton.settings import read_settings


@pytest.fixture
def queue_settings(settings):
    return read_settings(settings)


@pytest.fixture
def sqlite_settings(home):
    return read_settings({})


def test_several_processes_may_make_it_at_once(queue_settings):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: make_queue(queue_settings).storage.close(), range(8)))


def test_a_task_survives_a_restart(queue_settings):
    first = make_queue(queue_settings)
    first.task(name="drain")(lambda: None)()
    first.storage.close()
    second = make_queue(queue_settings)
    assert second.pending_count() == 1
    second.storage.close()


@pytest.mark.parametrize("damage", [b"this is no database", b"SQLite format 3\0 and then nonsense"])
def test_a_damaged_file_is_made_anew(sqlite_settings, damage):
    make_queue(sqlite_settings).storage.close()
    sqlite_settings.queue_file.write_bytes(damage * 300)
    queue = make_queue(sqlite_settings)
    assert is_sound(queue)
    assert queue.pending_count() == 0
    queue.storage.close()


def test_damage_while_it_is_open_is_noticed(sqlite_settings):
    queue = make_queue(sqlite_settings)
    queue.storage.close()
    sqlite_settings.queue_file.write_bytes(b"this is no database" * 300)
    assert not is_sound(queue)
    queue.storage.close()


def test_a_lock_is_no_damage(sqlite_settings):
    queue, other = make_queue(sqlite_settings), make_queue(sqlite_settings)
    queue.storage._timeout = 0.1
    queue.storage.close()
    with other.storage.db(commit=True):
        with pytest.raises(QUEUE_FAULTS):
            queue.storage.enqueue(b"")
        assert is_sound(queue)
    queue.storage.close()
    other.storage.close()

"""CPU time of other processes, in seconds, to the nanosecond.

The kernel's process clocks count user and system time of all threads, alive and ended. The figures
in /proc count in steps of 10 ms, which is coarser than a round of launches.
"""

import ctypes
import time
from collections.abc import Iterable

import psutil

_LIBC = ctypes.CDLL(None)


def _spent_by(pid: int) -> float:
    """CPU seconds one process has used. Raises ProcessLookupError when there is no such process."""
    clock = ctypes.c_int()
    if _LIBC.clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise ProcessLookupError(pid)
    return time.clock_gettime(clock.value)


def spent(roots: Iterable[int]) -> float:
    """CPU seconds used so far by these processes and everything they have started and still run."""
    pids = set(roots)
    for root in tuple(pids):
        pids.update(child.pid for child in psutil.Process(root).children(recursive=True))
    return sum(_spent_by(pid) for pid in pids)

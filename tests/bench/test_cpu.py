"""CPU time is counted for a process, its threads and its children, and for nobody else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench import cpu

BURN = "import time\nwhile time.process_time() < 0.3: pass\nprint('burnt', flush=True)\ninput()"
START_ANOTHER = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])"


@contextmanager
def script(source: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", source]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate("\n")


@pytest.mark.parametrize("source", [BURN, START_ANOTHER])
def test_work_is_counted_wherever_the_process_does_it(source: str) -> None:
    with script(source) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "burnt\n"
        assert cpu.spent([process.pid]) >= 0.3


def test_a_process_that_waits_spends_nothing_more() -> None:
    with script("print('ready', flush=True)\ninput()") as process, script(BURN) as busy:
        assert process.stdout is not None
        assert busy.stdout is not None
        process.stdout.readline()
        before = cpu.spent([process.pid])
        busy.stdout.readline()
        assert cpu.spent([process.pid]) - before < 0.3


def test_an_ended_process_is_an_error_and_not_a_zero() -> None:
    with script("input()") as process:
        pass
    with pytest.raises(Exception, match=str(process.pid)):
        cpu.spent([process.pid])

"""A Chromium for browser tests: found, or installed where that is possible.

`python tests/doubles/chromium.py` installs one if none is there; the tests only look for it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "No Chromium was found, so the browser tests cannot run: install one, or name it in CHROMIUM."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or _of_playwright()


def require_chromium() -> str:
    """Return the path of a Chromium; without one the test is skipped, and fails where CI is set."""
    found = find_chromium()
    if found is None and os.environ.get("CI"):
        pytest.fail(MISSING, pytrace=False)
    return found or pytest.skip(MISSING)


def _of_playwright() -> str | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")).expanduser()
    return next(
        (str(path) for path in sorted(folder.glob("chromium-*/chrome-linux*/chrome"))), None
    )


def install_chromium() -> None:
    """Install one: by the system's packages as root, else by Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "chromium")
    if find_chromium() is None:
        _try(sys.executable, "-m", "playwright", "install", "chromium")


def _try(*command: str) -> None:
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    """Install a Chromium if there is none; say so if that fails."""
    if find_chromium() is None:
        install_chromium()
    if find_chromium() is None:
        print(MISSING)


if __name__ == "__main__":
    main()

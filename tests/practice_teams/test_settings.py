"""Settings hold together, or say in a sentence why not."""

import pytest

from practice_teams.__main__ import main
from practice_teams.settings import Settings

FRAME = "http://localhost:8800/demo/teams/"


@pytest.mark.parametrize(
    "origin", ["http://0.0.0.0:8802", "http://192.168.0.7", "https://localhost", "127.0.0.1:8802"]
)
def test_it_serves_this_machine_only(origin: str) -> None:
    with pytest.raises(ValueError, match="serves this machine only"):
        Settings(origin, FRAME)


@pytest.mark.parametrize("url", ["/demo/teams/", "file:///etc/hosts"])
def test_what_it_shows_has_a_whole_address(url: str) -> None:
    with pytest.raises(ValueError, match="must be a whole http or https address"):
        Settings("http://127.0.0.1:8802", url)
    with pytest.raises(ValueError, match="must be a whole http or https address"):
        Settings("http://127.0.0.1:8802", FRAME, url)


def test_a_bad_option_ends_with_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--host", "0.0.0.0", "--frame-url", FRAME])
    (sentence,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert "serves this machine only" in sentence

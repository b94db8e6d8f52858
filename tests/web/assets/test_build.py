"""What is built: as light as promised, whole, and from nowhere else."""

import json
import re
from pathlib import Path
from typing import Any

BUILT = Path(__file__).parents[3] / "web" / "static" / "built"
LIGHTEST = {
    "app.js": 20_000,
    "app.css": 6_000,
    "huddle.js": 3_000,
    "login.js": 1_500,
    "proof.js": 1_500,
    "install.js": 1_000,
    "reply.js": 1_000,
    "preview.js": 1_000,
    "teams.js": 22_000,
}
"""Bytes that each file may weigh, compressed with gzip."""
NAMES_OTHERS = {"teams.js"}
"""Microsoft's own script has addresses in it; the policy of the pages lets none be fetched."""


def manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    return names


def test_each_file_is_named_by_what_is_in_it() -> None:
    for plain, name in manifest().items():
        stem, ending = plain.split(".")
        assert re.fullmatch(rf"{stem}-[A-Z0-9]{{8}}\.{ending}", name)


def test_no_file_weighs_more_than_promised() -> None:
    weights = {plain: (BUILT / f"{name}.gz").stat().st_size for plain, name in manifest().items()}
    assert {plain: size for plain, size in weights.items() if size > LIGHTEST[plain]} == {}


def test_nothing_is_fetched_from_anywhere_else() -> None:
    for plain, name in manifest().items():
        if plain in NAMES_OTHERS:
            continue
        text = (BUILT / name).read_text("utf-8")
        assert re.findall(r"https?://(?!www\.w3\.org)[^\"'`\s)]+", text) == []


def test_every_colour_that_the_styles_name_is_defined() -> None:
    styles = (BUILT / manifest()["app.css"]).read_text("utf-8")
    used = set(re.findall(r"var\((--\w+)", styles))
    defined = set(re.findall(r"(--\w+):", styles))
    assert used <= defined


def test_a_step_weighs_little(site: Any) -> None:
    ben = site.open("Ben")
    weights: dict[str, int] = {}

    def weigh(response: Any) -> None:
        weights[response.url] = response.request.sizes()["responseBodySize"]

    ben.page.on("response", weigh)
    ben.go_to_plan()
    assert len(weights) >= 4
    assert max(weights.values()) <= 15_000

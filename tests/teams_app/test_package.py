"""The package: what is in the zip, and that it is the same each time."""

import base64
import json
import struct
from io import BytesIO
from zipfile import ZipFile

import pytest

from teams_app.manifest import Publisher, build_manifest
from teams_app.package import pack

PAGE = "https://baton.norrvik.example/privacy"
_PIXELS = """async (data) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + data;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  return [...canvas.getImageData(0, 0, picture.width, picture.height).data];
}"""


@pytest.fixture
def packed(entra):
    return pack(build_manifest(entra, Publisher("Norrvik", PAGE, PAGE), "1.0.0"))


@pytest.fixture
def archive(packed):
    return ZipFile(BytesIO(packed))


def test_everything_that_the_manifest_names_lies_at_the_root_and_nothing_else(archive):
    manifest = json.loads(archive.read("manifest.json"))
    wanted = {"manifest.json", *manifest["icons"].values()}
    wanted |= {one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]}
    assert set(archive.namelist()) == wanted
    assert not [name for name in archive.namelist() if "/" in name or "\\" in name]
    assert archive.testzip() is None


def test_the_same_settings_give_the_same_bytes(entra, packed, archive):
    again = pack(build_manifest(entra, Publisher("Norrvik", PAGE, PAGE), "1.0.0"))
    assert again == packed
    assert archive.namelist() == sorted(archive.namelist())
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_sizes_that_teams_wants(archive, name, size):
    data = archive.read(name)
    assert data.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", data[16:24]) == (size, size)


def test_the_outline_is_white_on_nothing_and_the_other_one_is_filled(archive, browser):
    page = browser.new_page()
    outline, color = (
        page.evaluate(_PIXELS, base64.b64encode(archive.read(name)).decode())
        for name in ("outline.png", "color.png")
    )
    page.close()
    drawn = [tuple(outline[i : i + 3]) for i in range(0, len(outline), 4) if outline[i + 3]]
    assert set(drawn) == {(255, 255, 255)}
    assert outline[3] == 0, "the corner is transparent"
    assert set(color[3::4]) == {255}

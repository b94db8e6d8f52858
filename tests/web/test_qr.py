"""A QR code: dark on light with its quiet zone, and nothing in it that a page would run."""

import lxml.etree

from web.qr import qr_code


def test_it_is_a_picture_that_a_phone_can_read() -> None:
    svg = lxml.etree.fromstring(qr_code("https://baton.example/h/BCDF-2345-GHJK"))
    shapes = {one.get("fill") or one.get("stroke") for one in svg}
    assert shapes == {"#fff", "#000"}, "phones read dark on light only"
    _x, _y, width, height = map(int, svg.get("viewBox").split())
    assert width == height
    assert (width - 8 - 17) % 4 == 0, "a code of some version, and four modules of light around it"


def test_an_address_cannot_bring_markup() -> None:
    assert "<script" not in qr_code('https://baton.example/"><script>alert(1)</script>')

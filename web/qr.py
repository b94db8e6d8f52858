"""A QR code: an address that a phone reads from a screen or from paper."""

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return an address as an SVG picture, dark on light in every theme, with its quiet zone."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr-code")
    return Markup(drawn)  # noqa: S704 (it holds squares, and nothing of the address)

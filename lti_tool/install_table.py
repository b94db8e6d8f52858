"""The install guides of all LMSs, in one table. The pages and the command line both read it."""

from collections.abc import Callable, Mapping

from lti_tool.install_dynamic import brightspace, canvas, moodle, sakai
from lti_tool.install_guide import Guide
from lti_tool.install_manual import blackboard, open_edx, other, schoology, totara
from lti_tool.quirks import family_of
from lti_tool.tool import Tool

_GUIDES: Mapping[str, Callable[[Tool], Guide]] = {
    "moodle": moodle,
    "totara": totara,
    "canvas": canvas,
    "brightspace": brightspace,
    "sakai": sakai,
    "openedx": open_edx,
    "blackboard": blackboard,
    "schoology": schoology,
    "other": other,
}
LMSS = tuple(_GUIDES)
"""The keys of all guides, in the order in which they are listed."""


def guide_of(lms: str, public_url: str) -> Guide:
    """Return the guide for an LMS's key or `product_family_code`; unknown ones get the standard's.

    It speaks the language that is spoken now.
    """
    return _GUIDES.get(family_of(lms), other)(Tool(public_url))

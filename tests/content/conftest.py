"""The content that comes with Baton, whatever modules it has. No test names one."""

from collections.abc import Callable
from typing import Any

import pytest
from cast.visitor import Visitor, visit
from doubles.lms import LTI, Lms
from flask import Flask

from learning.content import Language

Learns = Callable[..., Visitor]


@pytest.fixture
def learns(app: Flask, lms: Lms) -> Learns:
    """Let somebody open one module from their course, in their language."""

    def open_module(name: str, slug: str, language: Language, column: int) -> Visitor:
        claims: dict[str, Any] = {
            f"{LTI}launch_presentation": {"locale": f"{language}-XX"},
            f"{LTI}resource_link": {"id": f"link-{slug}", "title": slug},
            f"{LTI}custom": {"module": slug},
            **lms.grading(column),
        }
        return visit(app.test_client(), lms, name, **claims)

    return open_module

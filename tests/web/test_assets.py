"""Built files go by their plain names; each address has a hash, so it can be kept for ever."""

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.assets import asset, check_built


@pytest.mark.parametrize("name", ["app.css", "app.js", "login.js"])
def test_each_file_that_the_templates_name_is_built(app: Flask, name: str) -> None:
    check_built()
    stem, _, kind = name.partition(".")
    assert asset(name).startswith(f"/static/built/{stem}-")
    assert asset(name).endswith(f".{kind}")
    answer = app.test_client().get(asset(name))
    assert answer.status_code == 200
    answer.close()


def test_a_built_file_comes_compressed_as_the_browser_takes_it(client: FlaskClient) -> None:
    address = asset("app.css")
    plain = client.get(address)
    assert plain.content_encoding is None
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = client.get(address, headers={"Accept-Encoding": f"deflate, {coding}"})
        assert packed.content_encoding == coding
        assert packed.content_type == plain.content_type == "text/css; charset=utf-8"
        assert unpack(packed.data) == plain.data
        assert "immutable" in packed.headers["Cache-Control"]
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_file_that_was_not_built_is_not_there(client: FlaskClient) -> None:
    assert client.get("/static/built/other.css").status_code == 404
    assert client.get("/static/built/..%2f..%2fassets.py").status_code == 404

"""What Baton asks of a platform: only of those it may, and never for longer or more than it can."""

import gzip
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from doubles.raw_server import ANSWER, hangs_up, raw_server, says, says_nothing
from doubles.resolver import PUBLIC, Resolver
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from web import http
from web.http import LARGEST, Unreachable, call, call_named


def test_an_answer_comes_whole(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x", method="POST", data=b"hello").respond_with_json(
        {"a": "ü"}, status=201, headers={"X-More": "1"}
    )
    answer = call("POST", httpserver.url_for("/x"), allow_http=True, data=b"hello")
    assert (answer.status, answer.is_ok, answer.json()) == (201, True, {"a": "ü"})
    assert answer.headers["x-more"] == "1"


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"a":'])
def test_what_is_not_json_is_none(body: bytes) -> None:
    size = f"Content-Length: {len(body)}\r\n\r\n".encode()
    with raw_server(says(ANSWER + size + body)) as server:
        assert call("GET", f"http://127.0.0.1:{server.port}/", allow_http=True).json() is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://LOCALHOST.:{port}/",
        "https://0177.0.0.1:{port}/",
        "https://017700000001:{port}/",
        "https://0x7f.1:{port}/",
        "https://\uff11\uff12\uff17.0.0.1:{port}/",
        "https://[::127.0.0.1]:{port}/",
        "https://127.0.0.1%2f@127.0.0.1:{port}/",
        "https://127.0.0.1:{port}\\@lms.norrvik.example/",
        "https://lms.norrvik.example\\@127.0.0.1:{port}/",
        "https://127.1:{port}/",
        "https://2130706433:{port}/",
        "https://0x7f000001:{port}/",
        "https://0.0.0.0:{port}/",
        "https://[::1]:{port}/",
        "https://[::ffff:127.0.0.1]:{port}/",
        "https://user:password@127.0.0.1:{port}/",
        "https://lms.norrvik.example@127.0.0.1:{port}/",
    ],
)
def test_this_machine_is_not_asked(address: str) -> None:
    """Somebody registers an address of ours, to have Baton look at what only it can reach."""
    with raw_server(hangs_up) as server:
        with pytest.raises(Unreachable):
            call("GET", address.format(port=server.port), allow_http=False)
        assert server.callers == 0


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fe80::1]",
        "[fc00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "198.18.0.1",
        "192.0.0.170",
        "192.88.99.1",
        "[::]",
        "[::ffff:10.0.0.1]",
        "[::7f00:1]",
        "[::ffff:0:7f00:1]",
        "[fec0::1]",
        "[fd00:ec2::254]",
        "[64:ff9b:1::7f00:1]",
        "[2001:0:7f00:1::1]",
        "[100::1]",
        "[ff02::1]",
    ],
)
def test_no_private_network_is_asked(host: str) -> None:
    with pytest.raises(Unreachable, match="leads into a private network"):
        call("GET", f"https://{host}/latest/meta-data", allow_http=False)


def test_a_name_that_leads_into_a_private_network_is_not_asked() -> None:
    """The machine's own name is one that any resolver knows and that leads to the loopback."""
    name = next(
        name
        for name in ("localhost", socket.gethostname())
        if socket.gethostbyname(name).startswith("127.")
    )
    with raw_server(hangs_up) as server:
        with pytest.raises(Unreachable, match="leads into a private network"):
            call("GET", f"https://{name}:{server.port}/", allow_http=False)
        assert server.callers == 0


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    resolver = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", resolver.getaddrinfo)
    yield resolver
    resolver.never_answers.set()


NAME = "lms.norrvik.example"


@dataclass
class Site:
    """A platform on the public internet, as far as Baton can tell."""

    server: HTTPServer
    certificate: Path

    def ask(self, name: str = NAME, path: str = "/") -> http.Answer:
        url = f"https://{name}:{self.server.port}{path}"
        return call("GET", url, allow_http=False, verify=str(self.certificate))


@pytest.fixture
def site(tmp_path: Path, resolver: Resolver) -> Iterator[Site]:
    context = self_signed(tmp_path, NAME)
    with HTTPServer(host="127.0.0.1", ssl_context=context) as server:
        resolver.routed = {PUBLIC}
        server.expect_request("/").respond_with_json([])
        yield Site(server, tmp_path / "both.pem")


def test_a_public_platform_is_asked_by_its_name(site: Site, resolver: Resolver) -> None:
    resolver.names[NAME] = [[PUBLIC]]
    assert site.ask().json() == []
    (asked, _response) = site.server.log[0]
    assert asked.headers["Host"] == f"{NAME}:{site.server.port}"


def test_a_name_cannot_change_between_the_check_and_the_call(
    site: Site, resolver: Resolver
) -> None:
    """Each look-up after the first would lead into our network (DNS rebinding)."""
    resolver.names[NAME] = [[PUBLIC], ["127.0.0.1"]]
    assert site.ask().json() == []
    assert resolver.asked.count(NAME) == 1
    with pytest.raises(Unreachable, match="private network"):
        site.ask()
    assert len(site.server.log) == 1


@pytest.mark.parametrize("address", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "::1", "fec0::1"])
def test_a_name_with_a_public_and_a_private_address_leads_to_no_private_one(
    site: Site, resolver: Resolver, address: str
) -> None:
    resolver.names[NAME] = [[address, PUBLIC], [PUBLIC, address]]
    with pytest.raises(Unreachable, match="private network"):
        site.ask()
    resolver.asked.clear()
    assert site.ask().json() == []
    assert address not in resolver.asked


def test_the_certificate_must_be_that_of_the_name(site: Site, resolver: Resolver) -> None:
    resolver.names["other.norrvik.example"] = [[PUBLIC]]
    with pytest.raises(Unreachable, match="SSLError"):
        site.ask("other.norrvik.example")


def test_no_redirect_leads_from_the_internet_to_our_network(site: Site, resolver: Resolver) -> None:
    resolver.names[NAME] = [[PUBLIC]]
    with raw_server(hangs_up) as inside:
        site.server.expect_request("/away").respond_with_data(
            status=307, headers={"Location": f"http://127.0.0.1:{inside.port}/"}
        )
        assert site.ask(path="/away").status == 307
        assert inside.callers == 0


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "224.0.0.1"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_can_be_no_platform_is_not_asked_even_where_private_ones_are_allowed(
    resolver: Resolver, address: str, scheme: str
) -> None:
    """A cloud's machines find their own credentials at such addresses."""
    host = f"[{address}]" if ":" in address else address
    resolver.names[NAME] = [["10.0.0.1", address]]
    for url in (f"{scheme}://{host}/latest/meta-data", f"{scheme}://{NAME}/latest/meta-data"):
        with pytest.raises(Unreachable, match="where no platform can be"):
            call("GET", url, allow_http=True)


def test_where_private_ones_are_allowed_each_address_of_a_name_is_tried(
    resolver: Resolver, httpserver: HTTPServer
) -> None:
    """`localhost` is often two addresses, and one of them is not listened at."""
    httpserver.expect_request("/").respond_with_json([1])
    resolver.names[NAME] = [["127.0.0.2", "127.0.0.1"]]
    assert call("GET", f"http://{NAME}:{httpserver.port}/", allow_http=True).json() == [1]


@pytest.mark.parametrize("allow_http", [True, False])
def test_a_name_that_is_looked_up_for_ever_is_left(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch, allow_http: bool
) -> None:
    monkeypatch.setattr(http, "TOTAL", 0.3)
    resolver.silent = {NAME}
    with pytest.raises(Unreachable, match=f"the answer of {NAME} took too long"):
        call("GET", f"https://{NAME}/", allow_http=allow_http)
    assert resolver.asked == [NAME]


@pytest.mark.parametrize("allow_http", [True, False])
def test_a_name_that_leads_nowhere(resolver: Resolver, allow_http: bool) -> None:
    resolver.names[NAME] = [[]]
    with pytest.raises(Unreachable):
        call("GET", f"https://{NAME}/", allow_http=allow_http)


@pytest.mark.parametrize("who", ["user:password@", "user@", ":password@", "@"])
@pytest.mark.parametrize("allow_http", [True, False])
def test_no_password_in_an_address_takes_the_place_of_our_token(
    httpserver: HTTPServer, who: str, allow_http: bool
) -> None:
    httpserver.clear()
    with pytest.raises(Unreachable, match="holds a user name"):
        call("GET", f"https://{who}127.0.0.1:{httpserver.port}/", allow_http=allow_http)
    assert httpserver.log == []


@pytest.mark.parametrize("port", [0, 22, 25, 80, 465, 993])
def test_ports_of_other_services_are_not_asked(resolver: Resolver, port: int) -> None:
    with pytest.raises(Unreachable):
        call("GET", f"https://{NAME}:{port}/", allow_http=False)
    assert resolver.asked == []


def test_the_adapters_hold_http_back_whoever_reads_the_address() -> None:
    """`requests` and Python do not read every address in the same way."""
    with pytest.raises(requests.exceptions.InvalidSchema):
        http._session("public").get("http://127.0.0.1/")


def test_plain_http_is_not_spoken_unless_allowed() -> None:
    with pytest.raises(Unreachable, match="plain http is not allowed"):
        call("GET", "http://lms.norrvik.example/", allow_http=False)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lms.norrvik.example",
        "//lms.norrvik.example/",
        "ftp://lms.norrvik.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "http://[",
        "https://[::1",
        "https://a:b:c/",
    ],
)
@pytest.mark.parametrize("allow_http", [True, False])
def test_what_is_no_address_is_unreachable(address: str, allow_http: bool) -> None:
    with pytest.raises(Unreachable):
        call("GET", address, allow_http=allow_http)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="[]@:/.#?%\\ \x000-9aßx\u202e\ud800", max_size=30))
def test_no_address_is_too_odd(rest: str) -> None:
    with pytest.raises(Unreachable):
        call("GET", f"https://{rest}", allow_http=False)


def test_a_redirect_is_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/start").respond_with_data(
        status=302, headers={"Location": httpserver.url_for("/inside")}
    )
    httpserver.expect_request("/inside").respond_with_data("secret")
    answer = call("GET", httpserver.url_for("/start"), allow_http=True)
    assert (answer.status, answer.is_ok) == (302, False)
    assert [request.path for request, _response in httpserver.log] == ["/start"]


def test_an_answer_may_not_be_too_large(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/most").respond_with_data(b"x" * LARGEST)
    httpserver.expect_request("/more").respond_with_data(b"x" * (LARGEST + 1))
    assert len(call("GET", httpserver.url_for("/most"), allow_http=True).body) == LARGEST
    with pytest.raises(Unreachable, match="too large"):
        call("GET", httpserver.url_for("/more"), allow_http=True)


BOMB = 200 * 1024 * 1024
"""Bytes to which a small answer would unfold."""
ROOM = 64 * 1024 * 1024
"""Bytes of memory that reading an answer may take at the most."""


def twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", lambda data: brotli.compress(data, quality=1)),
        ("gzip, gzip", twice),
    ],
)
def test_an_answer_may_not_unfold_to_something_too_large(
    httpserver: HTTPServer, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    httpserver.clear()
    packed = pack(b"x" * BOMB)
    httpserver.expect_request("/").respond_with_data(packed, headers={"Content-Encoding": encoding})
    tracemalloc.start()
    try:
        with pytest.raises(Unreachable, match="too large"):
            call("GET", httpserver.url_for("/"), allow_http=True)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < ROOM


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=lambda bytes_: repr(bytes_[:40]),
)
def test_a_broken_answer_is_no_answer(bytes_: bytes) -> None:
    with raw_server(says(bytes_)) as server, pytest.raises(Unreachable):
        call("GET", f"http://127.0.0.1:{server.port}/", allow_http=True)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=r"at 127\.0\.0\.1"):
        call("GET", f"http://127.0.0.1:{port}/", allow_http=True)


def test_a_certificate_must_be_genuine(tmp_path: Path) -> None:
    """Allowing plain http for a platform does not allow anybody to play it over https."""
    with HTTPServer(host="localhost", ssl_context=self_signed(tmp_path)) as server:
        server.expect_request("/").respond_with_json([])
        with pytest.raises(Unreachable, match="SSLError"):
            call("GET", server.url_for("/"), allow_http=True)
        assert server.log == []


def self_signed(folder: Path, host: str = "localhost") -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    day = timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("allow_http", [True, False])
def test_proxies_and_passwords_of_the_environment_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, tmp_path: Path, allow_http: bool
) -> None:
    """A proxy would be asked in place of the address that was checked."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {httpserver.host} login me password secret")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    httpserver.expect_request("/").respond_with_json([])
    with raw_server(hangs_up) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        if allow_http:
            assert call("GET", httpserver.url_for("/"), allow_http=True).is_ok
            assert "Authorization" not in httpserver.log[0][0].headers
        else:
            with pytest.raises(Unreachable):
                call("GET", "https://10.0.0.1/", allow_http=False)
        assert proxy.callers == 0


def test_cookies_of_one_platform_are_kept_from_the_next_call(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_json([], headers={"Set-Cookie": "a=1; Path=/"})
    for _again in range(2):
        call("GET", httpserver.url_for("/"), allow_http=True)
    assert "Cookie" not in httpserver.log[1][0].headers


def test_the_reason_names_no_more_than_the_host(httpserver: HTTPServer) -> None:
    httpserver.clear()
    with raw_server(hangs_up) as server, pytest.raises(Unreachable) as caught:
        call(
            "POST",
            f"http://127.0.0.1:{server.port}/path?user_id=ben",
            allow_http=True,
            headers={"Authorization": "Bearer token-of-norrvik"},
        )
    assert "token-of-norrvik" not in str(caught.value)
    assert "user_id" not in str(caught.value)


def test_limits_are_what_the_design_says() -> None:
    assert (http.TIMEOUT, http.TOTAL) == ((5.0, 10.0), 20.0)
    assert LARGEST == 2 * 1024 * 1024


def test_what_the_settings_name_is_asked_by_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, tmp_path: Path
) -> None:
    """A company may let nothing out but by its proxy; its passwords are for other programs."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", httpserver.url_for("").rstrip("/"))
    httpserver.expect_request("/x").respond_with_json([])
    answer = call_named("GET", "http://entra.example/x", headers={"Authorization": "Bearer t"})
    assert answer.is_ok
    asked = httpserver.log[0][0]
    assert (asked.host, asked.headers["Authorization"]) == ("entra.example", "Bearer t")


def test_a_proxy_that_is_silent_holds_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TOTAL", 0.3)
    with raw_server(says_nothing) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable):
            call_named("GET", "https://entra.example/")

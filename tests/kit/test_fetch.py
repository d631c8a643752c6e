import httpx
import pytest

from lianyi.kit.fetch import AddressNotPublic, FetchFailed, fetch, is_public

PUBLIC = "93.184.215.14"


async def to_public(_host, _port):
    return [PUBLIC]


def answering(answer, seen=None):
    def handle(request):
        if seen is not None:
            seen.append(request)
        return answer(request) if callable(answer) else answer

    return httpx.MockTransport(handle)


def answer_of(body):
    return httpx.Response(200, stream=httpx.ByteStream(body))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "ff02::1", "not an address",
    ],
)  # fmt: skip
def test_an_address_that_not_everybody_may_reach_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_a_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/x", "gopher://a.example", "http://a.example:22/", "https://a.example:8443/",
        "http://user:secret@a.example/", "http:///x", "//a.example", "http://a.example:99999/", "http://a b/", "x",
        "http://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
async def test_only_plain_public_addresses_are_fetched(url):
    with pytest.raises(AddressNotPublic):
        await fetch(url, 1000, resolve=to_public, transport=answering(httpx.Response(200, content=b"x")))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://0x7f000001/", "http://2130706433/"],
)
async def test_a_private_address_is_refused_however_it_is_written(url):
    with pytest.raises((AddressNotPublic, FetchFailed)):
        await fetch(url, 1000, transport=answering(httpx.Response(200, content=b"x")))


async def test_one_private_answer_among_public_ones_refuses_the_name():
    async def both(_host, _port):
        return [PUBLIC, "10.0.0.1"]

    with pytest.raises(AddressNotPublic):
        await fetch("http://a.example/", 1000, resolve=both, transport=answering(httpx.Response(200)))


async def test_the_connection_goes_to_the_address_that_was_checked():
    seen = []
    body = await fetch(
        "https://a.example/p.jpg",
        1000,
        resolve=to_public,
        transport=answering(answer_of(b"picture"), seen),
    )
    assert body == b"picture"
    assert seen[0].url.host == PUBLIC
    assert seen[0].headers["host"] == "a.example"
    assert seen[0].extensions["sni_hostname"] == "a.example"


async def test_a_redirect_into_the_house_is_refused():
    async def resolve(host, _port):
        return ["192.168.0.1"] if host == "inside.example" else [PUBLIC]

    moved = httpx.Response(302, headers={"location": "http://inside.example/secret"})
    with pytest.raises(AddressNotPublic):
        await fetch("http://a.example/", 1000, resolve=resolve, transport=answering(moved))


async def test_redirects_have_an_end():
    moved = httpx.Response(302, headers={"location": "/again"})
    with pytest.raises(FetchFailed):
        await fetch("http://a.example/", 1000, resolve=to_public, transport=answering(moved))


async def test_more_bytes_than_allowed_are_refused():
    with pytest.raises(FetchFailed):
        await fetch(
            "http://a.example/",
            10,
            resolve=to_public,
            transport=answering(answer_of(b"x" * 11)),
        )


async def test_an_error_status_is_a_failure_with_its_number():
    with pytest.raises(FetchFailed) as refused:
        await fetch("http://a.example/", 10, resolve=to_public, transport=answering(httpx.Response(404)))
    assert refused.value.data == {"reason": "HTTP 404"}

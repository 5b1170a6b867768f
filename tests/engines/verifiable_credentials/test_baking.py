import json
import struct
import zlib

import pytest

from kunnande.engines.verifiable_credentials import PictureError, bake, extract, sign_jwt

from .builders import KEY, certificate, signed_certificate


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + pixels + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'
KEYWORD = b"openbadgecredential\x00"


@pytest.mark.parametrize("picture", [png(), SVG], ids=["png", "svg"])
def test_what_is_baked_comes_out_unchanged(picture):
    signed = signed_certificate()

    assert json.loads(extract(bake(picture, signed))) == signed


@pytest.mark.parametrize("picture", [png(), SVG], ids=["png", "svg"])
def test_a_token_can_be_baked_too(picture):
    token = sign_jwt(certificate(), KEY)

    assert extract(bake(picture, token)) == token


@pytest.mark.parametrize("picture", [png(), SVG], ids=["png", "svg"])
def test_baking_again_replaces_the_certificate(picture):
    once = bake(picture, "first")

    assert extract(bake(once, "second")) == "second"


@pytest.mark.parametrize(
    "active",
    [
        "<script>1</script>",
        '<g onload="x()"/>',
        '<a href="javascript:x()"/>',
        '<image href="https://x.example/a.png"/>',
        "<foreignObject/>",
    ],
)
def test_nothing_that_runs_or_fetches_stays_in_an_svg(active):
    picture = f'<svg xmlns="http://www.w3.org/2000/svg"><g>{active}</g></svg>'.encode()

    baked = bake(picture, "x").decode()

    assert not any(word in baked for word in ("script", "onload", "x.example", "foreignObject"))


def test_entities_are_refused():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'

    with pytest.raises(PictureError):
        extract(bomb)


def test_a_small_picture_can_not_fill_the_memory():
    packed = KEYWORD + b"\x01\x00\x00\x00" + zlib.compress(b"x" * 50_000_000)

    with pytest.raises(PictureError):
        extract(png(chunk(b"iTXt", packed)))


@pytest.mark.parametrize(
    "picture",
    [b"", b"text", png(), SVG, png()[:-6], png().replace(b"IDAT", b"IDAX"), b"<html/>"],
    ids=["empty", "text", "no certificate", "svg without", "cut off", "damaged", "html"],
)
def test_a_picture_without_a_certificate_is_refused_by_name(picture):
    with pytest.raises(PictureError):
        extract(picture)


def test_two_certificates_in_one_picture_are_refused():
    each = chunk(b"iTXt", KEYWORD + b"\x00\x00\x00\x00x")

    with pytest.raises(PictureError):
        extract(png(each, each))

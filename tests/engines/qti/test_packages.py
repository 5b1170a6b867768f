"""Content packages: taken in, written out and taken in again; hostile ones refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.qti import (
    UnreadablePackageError,
    correct_responses,
    read_package,
    score,
    show,
    write_package,
)

from .builders import NAMESPACE, choices, document, interaction, response
from .packing import archive, manifest
from .test_catalogs import REFERENCE, STIMULUS

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "qti" / "packages"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
GOOD, BAD = (sorted(DATA.glob(f"{kind}/*.zip")) for kind in ("good", "bad"))
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 9
ITEM = document(
    '<p><img src="../bild/a.png" alt="En bult"/></p>'
    + interaction("choice", choices("qti-simple-choice", "A", "B")),
    response("A"),
)
OLD = (
    b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i">'
    b"<!-- why --><responseDeclaration identifier='RESPONSE' cardinality='single'"
    b" baseType='string'><mapping><mapEntry mapKey='York' mappedValue='1'/></mapping>"
    b"</responseDeclaration>"
    b"<itemBody><p><textEntryInteraction responseIdentifier='RESPONSE'/></p></itemBody>"
    b"<x:own xmlns:x='urn:x' keep='me'/><responseProcessing template='http://www.imsglobal.org/"
    b"question/qti_v2p1/rptemplates/map_response'/></assessmentItem>"
)


FILES = {
    "imsmanifest.xml": manifest(("imsqti_item_xmlv3p0", "items/a.xml")),
    "items/a.xml": ITEM,
    "bild/a.png": PNG,
    "notes.bin": b"\x00\x01 kept",
}


def test_an_item_finds_its_pictures_by_neutral_names():
    package = read_package(archive(FILES))
    (packaged,) = package.items

    html = show(packaged.item, seed=1, language="sv", companions=packaged.companions).html

    (name,) = package.media()
    assert f'src="{name}"' in html
    assert packaged.report.deliverable
    assert packaged.report.lost == packaged.missing == ()


def test_what_nobody_understands_survives_a_round_trip():
    written = write_package(read_package(archive(FILES)))

    again = read_package(written)
    assert again.files["notes.bin"] == FILES["notes.bin"]
    assert again.files["items/a.xml"] == ITEM
    assert b"keep=" in again.files["imsmanifest.xml"]
    assert write_package(again) == written


def test_an_old_item_is_written_as_qti_3_with_its_case_and_its_comments():
    files = {"imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")), "a.xml": OLD}

    package = read_package(write_package(read_package(archive(files))))

    new = package.files["a.xml"].decode()
    assert NAMESPACE in new
    assert all(part in new for part in ('case-sensitive="true"', "<!-- why -->", 'keep="me"'))
    assert package.resources[0].type == "imsqti_item_xmlv3p0"
    points = [score(package.items[0].item, {"RESPONSE": each}).points for each in ("York", "york")]
    assert points == [1, 0]


def test_a_refused_item_says_why_and_is_kept_for_mending():
    package = read_package(archive({**FILES, "items/a.xml": b"<broken>"}))

    (packaged,) = package.items
    assert packaged.item is None
    assert "well-formed" in packaged.report.refused[0]
    assert read_package(write_package(package)).files["items/a.xml"] == b"<broken>"


def test_a_shared_text_comes_with_its_items():
    item = document(interaction("choice", choices("qti-simple-choice", "A")), response("A"),
                    REFERENCE)  # fmt: skip
    listed = [("imsqti_item_xmlv3p0", "a.xml"), ("imsqti_stimulus_xmlv3p0", "texts/x.xml")]
    files = {"imsmanifest.xml": manifest(*listed), "a.xml": item, "texts/x.xml": STIMULUS}

    (packaged,) = read_package(archive(files)).items

    html = show(packaged.item, seed=1, language="sv", companions=packaged.companions).html
    assert "Läs detta." in html
    (alone,) = read_package(archive({**files, "imsmanifest.xml": manifest(listed[0])})).items
    assert alone.missing == alone.report.lost == ("texts/x.xml",)


def test_a_shared_text_listed_as_something_else_is_taken_for_what_it_is():
    listed = [("imsqti_item_xmlv3p0", "items/a.xml"), ("imsqti_test_xmlv3p0", "texts/x.xml")]
    files = {**FILES, "imsmanifest.xml": manifest(*listed), "texts/x.xml": STIMULUS}

    package = read_package(archive(files))

    assert [each.kind for each in package.resources] == ["item", "stimulus"]


def test_one_name_for_two_pictures_shows_neither():
    item = document('<p><img src="a.png" alt=""/></p>' + interaction(
        "choice", choices("qti-simple-choice", "A")), response("A"), REFERENCE)  # fmt: skip
    text = STIMULUS.replace(b"<p>", b'<p><img src="a.png" alt=""/>')
    listed = [("imsqti_item_xmlv3p0", "a.xml"), ("imsqti_stimulus_xmlv3p0", "texts/x.xml")]
    files = {"imsmanifest.xml": manifest(*listed), "a.xml": item, "texts/x.xml": text,
             "a.png": PNG, "texts/a.png": PNG + b"another"}  # fmt: skip

    (packaged,) = read_package(archive(files)).items

    assert packaged.missing == ("a.png",)
    assert packaged.report.lost == ("img",)


def test_a_file_that_is_missing_is_remarked():
    broken = manifest(("webcontent", "gone.css"), ("imsqti_item_xmlv3p0", "items/a.xml"))

    package = read_package(archive({**FILES, "imsmanifest.xml": broken}))

    assert "gone.css is missing from the package." in package.remarks


@needs_data
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_package_keeps_its_scores_and_views_through_a_round_trip(path):
    first = read_package(path.read_bytes())

    again = read_package(write_package(first))

    assert [each.path for each in again.items] == [each.path for each in first.items]
    assert set(first.files) == set(again.files)
    for before, after in zip(first.items, again.items, strict=True):
        assert before.report == after.report or before.item.sha256 != after.item.sha256
        if before.item:
            same = replace(after.item, sha256=before.item.sha256)
            assert _behaviour(before, before.item) == _behaviour(after, same)


def _behaviour(packaged, item):
    html = show(item, seed=5, language="sv", companions=packaged.companions).html
    key = correct_responses(item)
    scores = [score(item, responses) for responses in (key, {}, dict.fromkeys(key, "A"))]
    return html, key, scores


@needs_data
def test_there_are_27_good_packages_and_7_bad():
    assert (len(GOOD), len(BAD)) == (27, 7)


@needs_data
@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_package_is_refused_with_a_reason(path):
    with pytest.raises(UnreadablePackageError, match=r"^.{20,}\.$"):
        read_package(path.read_bytes())


def _symlink(entry):
    entry.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a zip"),
        (b"<a/>", "not a zip"),
        (b"PK\x03\x04 broken", "damaged"),
        (archive({"../a.xml": b""}), "leads outside"),
        (archive({"/a.xml": b""}), "leads outside"),
        (archive({"C:/a.xml": b""}), "leads outside"),
        (archive({"a/../../b": b""}), "leads outside"),
        (archive({"a.xml": b"", "A.XML": b""}), "twice"),
        (archive({"a\n.xml": b""}), "no name for a file"),
        (archive({"a.xml": b"x"}, _symlink), "is a link"),
        (archive({"b.zip": b""}), "archive inside"),
        (archive({"b.png": archive({"a": b"b"})}), "archive inside"),
        (archive({"a.xml": bytes(3_000_000)}), "100 times"),
        (archive({f"{i}.xml": bytes(900_000) for i in range(9)}), "100 times"),
        (archive({"a.xml": bytes(25_000_001)}), "larger than 25 MB"),
        (archive({f"{i}": b"" for i in range(2_001)}), "more than 2000"),
        (archive({"a.xml": b""}), "no imsmanifest"),
        (archive({"imsmanifest.xml": b"<!DOCTYPE a><manifest/>"}), "DOCTYPE"),
        (archive({"imsmanifest.xml": b"<manifest/>"}), "not the manifest"),
        (archive({"imsmanifest.xml": b"<manifest><resources/></manifest>"}), "no resources"),
        (archive({"imsmanifest.xml": manifest(("x", "http://x.example/a"))}), "outside"),
        (archive({"imsmanifest.xml": manifest(("imsqti_item_xmlv3p0", ""))}), "missing"),
        (archive({"imsmanifest.xml": manifest(("imsqti_stimulus_xmlv3p0", "a")), "a": b"<a>"}),
         "well-formed"),
        (archive({"imsmanifest.xml": manifest(("imsqti_test_xmlv3p0", "a")), "a": b"<a/>"}),
         "listed as"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused_by_name(data, reason):
    with pytest.raises(UnreadablePackageError, match=reason):
        read_package(data)


def test_an_encrypted_file_is_refused():
    data = bytearray(archive({"a.xml": b"x"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnreadablePackageError, match="encrypted"):
        read_package(bytes(data))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<html>"),
        ("a.html", b"<p/>"),
        ("a.js", b"x"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>"),
        ("a.svg", b"<html/>"),
        ("a.webp", b"RIFF1234WAVE"),
    ],
)
def test_a_file_that_is_no_harmless_picture_never_reaches_a_browser(name, content):
    files = {**FILES, "items/a.xml": ITEM.replace(b"../bild/a.png", name.encode()),
             f"items/{name}": content}  # fmt: skip

    package = read_package(archive(files))

    assert package.items[0].missing == (name,)
    assert package.items[0].report.lost == ("img",)
    assert all(each.endswith(".png") for each in package.media())


@settings(max_examples=200)
@given(st.data())
def test_no_mutated_archive_makes_the_reader_fail(data):
    whole = bytearray(archive(FILES))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))

    for mutated in (bytes(whole), bytes(whole[:cut])):
        try:
            package = read_package(mutated)
        except UnreadablePackageError:
            continue
        assert package.files

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from kunnande.site.cli import main
from kunnande.site.content.publish import read_items

CLEAN = "IT07-04.sv.xml"


def run(*arguments):
    return CliRunner().invoke(main, ["qti", "check", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / CLEAN).write_bytes(read_items()[CLEAN])
    return tmp_path


def spoil(folder):
    """Put an item beside the clean one whose key does not score full points."""
    full = b'<qti-base-value base-type="float">1<'
    content = read_items()[CLEAN].replace(full, full.replace(b"1<", b"0.5<"))
    assert content != read_items()[CLEAN]
    (folder / "spoilt.xml").write_bytes(content)


def test_a_clean_item_ends_with_zero(folder):
    result = run(folder / CLEAN)

    assert result.exit_code == 0
    assert json.loads(result.output)["clean"] == 1


def test_an_item_whose_key_does_not_score_is_named(folder):
    spoil(folder)

    result = run(folder, "--text")

    assert result.exit_code == 1
    assert "spoilt.xml: The keyed response scores" in result.output
    assert "1 of 2 items are clean" in result.output


def test_a_file_that_is_no_item_is_named(folder):
    (folder / "other.xml").write_text("<html/>", encoding="utf-8")

    result = run(folder, "--text")

    assert result.exit_code == 1
    assert "other.xml:" in result.output


def test_the_report_as_json_says_the_same(folder):
    spoil(folder)

    report = json.loads(run(folder).output)

    assert report["clean"] == 1
    assert {item["name"]: item["clean"] for item in report["items"]} == {
        CLEAN: True,
        "spoilt.xml": False,
    }


def pack(folder, name=CLEAN, test=None):
    """Put the clean item into a package, and a test if there is one."""
    resource = f'<resource identifier="r" type="imsqti_item_xmlv3p0" href="{name}"/>'
    with ZipFile(folder / "items.zip", "w") as archive:
        if test:
            resource += '<resource identifier="t" type="imsqti_test_xmlv3p0" href="test.xml"/>'
            archive.writestr("test.xml", test)
        archive.writestr(CLEAN, read_items()[CLEAN])
        archive.writestr(
            "imsmanifest.xml", f"<manifest><resources>{resource}</resources></manifest>"
        )
    return folder / "items.zip"


def test_a_package_of_items_is_checked(folder):
    result = run(pack(folder))

    assert (result.exit_code, json.loads(result.output)["deliverable"]) == (0, 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really"])
def test_a_package_that_can_not_be_read_is_refused_with_a_reason(tmp_path, content):
    package = tmp_path / "items.zip"
    package.write_bytes(content)

    result = run(package)

    assert result.exit_code == 1
    assert "zip archive" in json.loads(result.output)["refused"]


def test_a_package_without_what_it_lists_is_refused(folder):
    result = run(pack(folder, "gone.xml"), "--text")

    assert result.exit_code == 1
    assert "'gone.xml' is missing" in result.output


TEST = (
    '<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="t">'
    '<qti-test-part identifier="p"><qti-assessment-section identifier="s">'
    '<qti-assessment-item-ref identifier="i" href="{}"/></qti-assessment-section></qti-test-part>'
    "</qti-assessment-test>"
)


@pytest.mark.parametrize(("href", "code"), [(CLEAN, 0), ("gone.xml", 1)])
def test_a_test_of_a_package_must_find_its_items(folder, href, code):
    result = run(pack(folder, test=TEST.format(href)))

    assert result.exit_code == code
    assert ("'gone.xml' is missing" in result.output) == bool(code)


def test_a_folder_without_items_is_told(tmp_path):
    assert run(tmp_path).exit_code == 2


def test_the_items_that_come_with_the_system_are_clean():
    items = Path(__file__).parents[1] / "content" / "items"

    result = run(items)

    assert result.exit_code == 0, result.output


def _qti(*arguments):
    return CliRunner().invoke(main, ["qti", *map(str, arguments)])


def _case(folder, **changed):
    case = {"id": 1, "item": CLEAN, "responses": {"RESPONSE": None}} | changed
    (folder / "cases.json").write_text(json.dumps([case]), encoding="utf-8")
    return folder / "cases.json"


def test_cases_are_scored_by_file(folder):
    cases = _case(folder)

    result = _qti("score-cases", cases, "--items", folder, "--out", folder / "out.json")

    assert result.exit_code == 0, result.output
    assert json.loads((folder / "out.json").read_text("utf-8")) == [
        {"id": 1, "outcomes": {"SCORE": 0}}
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"item": "../secret.xml"}, "There is no item"),
        ({"item": "cases.json"}, "well-formed"),
        ({"responses": None}, "no responses"),
        ({"responses": {"RESPONSE": {}}}, "a list of strings or null"),
    ],
)
def test_a_case_that_can_not_be_scored_says_why(folder, changed, reason):
    (answer,) = json.loads(_qti("score-cases", _case(folder, **changed), "--items", folder).output)

    assert answer["id"] == 1
    assert reason in answer["error"]


@pytest.mark.parametrize("content", ["{", "{}", "[1]"])
def test_cases_must_be_a_list_of_cases(folder, content):
    (folder / "cases.json").write_text(content, encoding="utf-8")

    assert _qti("score-cases", folder / "cases.json", "--items", folder).exit_code == 1


def test_an_item_is_shown_as_html_without_its_key(folder):
    result = _qti("show", folder / CLEAN, "--seed", "3", "--lang", "en")

    assert result.exit_code == 0
    assert result.output.startswith("<div")
    assert "correct" not in result.output


def test_an_item_that_can_not_be_shown_says_why(folder):
    result = _qti("show", pack(folder))

    assert result.exit_code == 1
    assert "well-formed" in result.output


OLD = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a"/>'


def test_an_old_document_is_written_as_qti_3(folder):
    (folder / "old.xml").write_text(OLD, encoding="utf-8")

    result = _qti("upgrade", folder / "old.xml", folder / "new.xml")

    assert json.loads(result.output)["changed"]
    assert b"qti-assessment-item" in (folder / "new.xml").read_bytes()


def test_what_can_not_be_upgraded_says_why(folder):
    (folder / "broken.xml").write_text("<a>", encoding="utf-8")

    assert _qti("upgrade", folder / "broken.xml", folder / "new.xml").exit_code == 1


def test_a_package_is_the_same_after_a_round_trip(folder):
    package = pack(folder)

    result = _qti("round-trip", package)

    assert (result.exit_code, json.loads(result.output)["same"]) == (0, True)
    assert _qti("upgrade", package, folder / "new.zip").exit_code == 0
    assert run(folder / "new.zip").exit_code == 0


def test_a_refused_package_makes_no_round_trip(folder):
    result = _qti("round-trip", folder / CLEAN)

    assert result.exit_code == 1
    assert "not a zip" in json.loads(result.output)["refused"]

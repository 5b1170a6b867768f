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
    assert "1 of 1 items are clean" in result.output


def test_an_item_whose_key_does_not_score_is_named(folder):
    spoil(folder)

    result = run(folder)

    assert result.exit_code == 1
    assert "spoilt.xml: The keyed response scores" in result.output
    assert "1 of 2 items are clean" in result.output


def test_a_file_that_is_no_item_is_named(folder):
    (folder / "other.xml").write_text("<html/>", encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert "other.xml:" in result.output


def test_the_report_as_json_says_the_same(folder):
    spoil(folder)

    report = json.loads(run(folder, "--json").output)

    assert report["clean"] == 1
    assert {item["name"]: item["clean"] for item in report["items"]} == {
        CLEAN: True,
        "spoilt.xml": False,
    }


def test_a_zip_of_items_is_read_and_its_manifest_left_alone(folder):
    package = folder / "items.zip"
    with ZipFile(package, "w") as archive:
        archive.writestr(f"items/{CLEAN}", read_items()[CLEAN])
        archive.writestr("imsmanifest.xml", "<manifest/>")

    result = run(package)

    assert (result.exit_code, "1 of 1 items" in result.output) == (0, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really"])
def test_a_zip_that_can_not_be_read_is_told(tmp_path, content):
    package = tmp_path / "items.zip"
    package.write_bytes(content)

    result = run(package)

    assert result.exit_code == 2
    assert "not a .zip" in result.output


def test_a_folder_without_items_is_told(tmp_path):
    assert run(tmp_path).exit_code == 2


def test_the_items_that_come_with_the_system_are_clean():
    items = Path(__file__).parents[1] / "content" / "items"

    result = run(items)

    assert result.exit_code == 0, result.output

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.tables import Sheet, read_table, write_workbook

THEN = datetime(2026, 3, 17, 8, 41, tzinfo=UTC)


def written(*rows) -> bytes:
    return write_workbook([Sheet("Blad", ["Namn", "Antal"], rows, 1)], created=THEN)


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_text_that_looks_like_a_formula_is_written_as_text(begin):
    text = f"{begin}HYPERLINK(1)"

    content = written([text, 1])

    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in part_of(content, "xl/styles.xml")
    assert read_table("a.xlsx", content).rows[0][1] == (text.strip(), "1")


def test_numbers_stay_numbers():
    content = written(["Siri", 12])

    assert "<v>12</v>" in part_of(content, "xl/worksheets/sheet1.xml")


def test_the_same_values_give_the_same_bytes():
    assert written(["Siri", 1], ["", 2]) == written(["Siri", 1], ["", 2])


WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=40
)


@given(rows=st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_every_text_that_is_written_is_read_back(rows):
    table = read_table("a.xlsx", written(*rows))

    assert [list(cells) for _number, cells in table.rows] == rows

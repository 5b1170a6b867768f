from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from xlsxwriter import Workbook

from kunnande.engines.tables import (
    Refusal,
    Sheet,
    UnreadableTableError,
    read_table,
    workbooks,
    write_workbook,
)

THEN = datetime(2026, 3, 17, 8, 41, tzinfo=UTC)
SHEET = "xl/worksheets/sheet1.xml"
NAMES = ["Förnamn", "Efternamn", "Lag"]
SIRI = ["Siri", "Ståhl", "Skift 1"]


def a_workbook(rows=(NAMES, SIRI)) -> bytes:
    return write_workbook([Sheet("Blad", rows[0], rows[1:])], created=THEN)


def with_part(name: str, part: bytes) -> bytes:
    """Return a workbook in which one part is another."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(changed, "w", 8) as new:
        for kept in old.namelist():
            new.writestr(kept, part if kept == name else old.read(kept))
        if name not in old.namelist():
            new.writestr(name, part)
    return changed.getvalue()


def with_cells(cells: str) -> bytes:
    """Return a workbook whose only sheet holds this."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    return with_part(SHEET, sheet.encode())


def refusal_of(name: str, content: bytes) -> Refusal | None:
    try:
        read_table(name, content)
    except UnreadableTableError as error:
        return error.refusal
    return None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_text_file_is_read_in_any_of_the_usual_forms(encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in (NAMES, SIRI))

    table = read_table("personal.csv", text.encode(encoding))

    assert table.header == tuple(NAMES)
    assert table.rows == ((2, tuple(SIRI)),)


def test_a_first_line_that_tells_the_delimiter_is_believed():
    table = read_table("a.csv", b"sep=,\na;b,c\n1,2\n")

    assert table.header == ("a;b", "c")


def test_rows_keep_their_number_when_empty_ones_are_left_out():
    table = read_table("a.csv", b"\n;;\nNamn;Lag\n;\nSiri;A\n")

    assert table.header == ("Namn", "Lag")
    assert table.rows == ((5, ("Siri", "A")),)


def test_a_workbook_is_read_as_it_was_written():
    table = read_table("Personal.XLSX", a_workbook([NAMES, SIRI, ["", "", ""], ["Ali", "B", "5"]]))

    assert table.header == tuple(NAMES)
    assert table.rows == ((2, tuple(SIRI)), (4, ("Ali", "B", "5")))


def test_of_a_formula_only_the_value_is_read():
    content = with_cells(
        '<row r="1"><c r="A1" t="str"><f>CONCAT("a","b")</f><v>ab</v></c></row>'
        f'<row r="2"><c r="A2"><f>{"1+" * 600}1</f><v>601</v></c><c r="B2"><f>1/0</f></c></row>'
    )

    table = read_table("a.xlsx", content)

    assert (table.header, table.rows) == (("ab",), ((2, ("601",)),))


def test_numbers_days_and_moments_are_what_a_person_would_have_typed():
    content = with_cells(
        '<row><c t="str"><v>x</v></c></row><row><c><v>198001019802</v></c><c><v>0.5</v></c>'
        '<c t="b"><v>1</v></c><c t="d"><v>2026-03-17T00:00:00</v></c></row>'
    )

    table = read_table("a.xlsx", content)

    assert table.rows[0][1][:2] == ("198001019802", "0.5")


def test_cells_without_content_far_away_do_not_count():
    content = with_cells(
        '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )

    assert read_table("a.xlsx", content).header == ("x",)


ONE = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
HOSTILE = {
    "a cell in the last row": (f'{ONE}<row><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
    "a cell in the last column": (f'{ONE}<row><c r="XFD2"><v>1</v></c></row>', "too_many_columns"),
    "a row that says it is far down": (
        f'{ONE}<row r="999999999"><c><v>1</v></c></row>', "too_many_rows",
    ),
    "a place that is none": (f'{ONE}<row><c r="A"><v>1</v></c></row>', "damaged"),
    "a row that is none": (f'{ONE}<row r="-1"><c><v>1</v></c></row>', "damaged"),
    "a place beyond all": (f'{ONE}<row><c r="AAAA99999999"><v>1</v></c></row>', "damaged"),
    "a long text": (f'<row><c t="str"><v>{"x" * 501}</v></c></row>', "too_long_text"),
    "markup cut short": ("<row><c>", "damaged"),
    "nothing": ("", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_sheet_that_would_grow_is_refused_while_it_is_small(what):
    cells, refusal = HOSTILE[what]

    assert refusal_of("a.xlsx", with_cells(cells)) == Refusal(refusal)


def test_one_long_text_for_every_cell_is_refused():
    text = with_part("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>")

    assert refusal_of("a.xlsx", text) == Refusal.TOO_LONG_TEXT


def test_a_declared_document_type_is_refused():
    part = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><a>&b;&b;&b;</a>'

    assert refusal_of("a.xlsx", with_part("xl/theme/theme1.xml", part)) == Refusal.DAMAGED


def test_a_part_that_unpacks_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("kunnande.engines.tables.workbooks.MAX_UNPACKED_BYTES", 1_000_000)
    packed = with_part("xl/extra.xml", b"<a>" + b" " * 2_000_000 + b"</a>")

    assert len(packed) < 20_000
    assert refusal_of("a.xlsx", packed) == Refusal.TOO_LARGE_UNPACKED


def test_too_many_parts_are_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}.xml", "<a/>")

    assert refusal_of("a.xlsx", packed.getvalue()) == Refusal.TOO_LARGE_UNPACKED


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.xlsx", b"Namn;Lag\nSiri;A", Refusal.NOT_WHAT_IT_IS_CALLED),
        ("a.csv", a_workbook(), Refusal.NOT_WHAT_IT_IS_CALLED),
        ("a.xlsx", with_part("content.xml", b"<a/>"), Refusal.NOT_WHAT_IT_IS_CALLED),
        ("a.xls", b"\xd0\xcf\x11\xe0", Refusal.UNKNOWN_FORMAT),
        ("personal", b"Namn", Refusal.UNKNOWN_FORMAT),
        ("a.xlsx", b"", Refusal.EMPTY),
        ("a.csv", b"", Refusal.EMPTY),
        ("a.csv", b"\n;;\n", Refusal.EMPTY),
        ("a.csv", b"N\0a\0m\0n\0", Refusal.UNKNOWN_ENCODING),
        ("a.csv", b"\xff\xfeN", Refusal.UNKNOWN_ENCODING),
        ("a.csv", b"Namn\x81\x8d", Refusal.UNKNOWN_ENCODING),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), Refusal.TOO_LARGE),
        ("a.csv", b"x" * 200_000, Refusal.TOO_LONG_TEXT),
        ("a.csv", b";" * 60 + b"x", Refusal.TOO_MANY_COLUMNS),
        ("a.csv", b";" * 1000 + b"x", Refusal.TOO_MANY_COLUMNS),
        ("a.csv", b"x\n" * 10_002, Refusal.TOO_MANY_ROWS),
        ("a.csv", b"x;" * 39 + b"x\n" + (b"x;" * 39 + b"x\n") * 8_000, Refusal.TOO_MANY_CELLS),
    ],
    ids=lambda value: value.name if isinstance(value, Refusal) else "",
)
def test_what_is_no_table_is_refused_by_name(name, content, refusal):
    assert refusal_of(name, content) == refusal


def test_a_workbook_cut_short_is_refused():
    content = a_workbook()

    refused = {refusal_of("a.xlsx", content[:size]) for size in range(2, len(content) - 1, 101)}

    assert refused == {Refusal.DAMAGED}


@given(name=st.sampled_from(["a.xlsx", "a.csv", "a.txt"]), content=st.binary(max_size=2000))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_any_bytes_are_read_or_refused_by_name(name, content):
    start = content if name != "a.xlsx" else b"PK" + content

    refusal_of(name, start)


@given(data=st.data())
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_any_damage_to_a_workbook_is_read_or_refused_by_name(data):
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = bytearray(archive.read(name))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(part) - 1))
        end = place + data.draw(st.integers(0, 12))
        part[place:end] = data.draw(
            st.sampled_from([b"", b"0", b"-1", b"99999999999", b"</c>", b"<c>", b'"', b"&#65;"])
            | st.binary(max_size=4)
        )

    refusal_of("a.xlsx", with_part(name, bytes(part)))


def test_a_long_text_can_not_hide_behind_a_formula():
    part = b"<sst><si>" + (b"<t>" + b"x" * 400 + b"</t><f/>") * 2 + b"</si></sst>"

    assert refusal_of("a.xlsx", with_part("xl/sharedStrings.xml", part)) == Refusal.TOO_LONG_TEXT


def test_days_and_times_are_read_as_they_are_shown():
    written = io.BytesIO()
    workbook = Workbook(written, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", "c", "d", "e"])
    day, moment = workbook.add_format({"num_format": 14}), workbook.add_format({"num_format": 22})
    hours = workbook.add_format({"num_format": "[h]:mm:ss"})
    sheet.write_datetime(1, 0, datetime(2026, 3, 17, 0, 0), day)  # noqa: DTZ001  Excel has no zones
    sheet.write_datetime(1, 1, datetime(2026, 3, 17, 8, 41), moment)  # noqa: DTZ001
    sheet.write_datetime(1, 2, timedelta(hours=30), hours)
    sheet.write_boolean(1, 3, True)
    sheet.write_number(1, 4, 0.25)
    workbook.close()

    cells = read_table("a.xlsx", written.getvalue()).rows[0][1]

    assert cells == ("2026-03-17", "2026-03-17 08:41:00", "1 day, 6:00:00", "True", "0.25")


def test_a_mistake_of_the_library_is_a_refusal_and_an_interrupt_is_not(monkeypatch):
    panic = type("PanicException", (BaseException,), {})
    outcomes = {}
    for wrong in (panic, KeyboardInterrupt):
        monkeypatch.setattr(workbooks, "load_workbook", _raising(wrong))
        try:
            outcomes[wrong] = refusal_of("a.xlsx", a_workbook())
        except KeyboardInterrupt:
            outcomes[wrong] = "interrupted"

    assert outcomes == {panic: Refusal.DAMAGED, KeyboardInterrupt: "interrupted"}


def _raising(error):
    def fail(_content):
        raise error

    return fail


def test_the_first_sheet_that_is_shown_is_read():
    written = io.BytesIO()
    workbook = Workbook(written, {"in_memory": True})
    hidden, shown = workbook.add_worksheet(), workbook.add_worksheet()
    hidden.write_row(0, 0, ["dold"])
    shown.write_row(0, 0, ["visad"])
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()
    workbook.close()

    assert read_table("a.xlsx", written.getvalue()).header == ("visad",)


def test_a_workbook_that_shows_no_sheet_is_empty():
    part = with_part("xl/workbook.xml", b"<workbook><sheets/></workbook>")

    assert refusal_of("a.xlsx", part) in {Refusal.EMPTY, Refusal.DAMAGED}


def test_markup_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("kunnande.engines.tables.cells._MAX_ELEMENTS", 100)

    part = with_part("xl/extra.xml", b"<a>" + b"<b/>" * 200 + b"</a>")

    assert refusal_of("a.xlsx", part) == Refusal.TOO_MANY_CELLS

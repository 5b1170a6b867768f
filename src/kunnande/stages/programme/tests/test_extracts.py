import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection

from kunnande.engines.tables import read_table
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import a_member
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Extract
from kunnande.stages.programme.queries.extracts import hour_band_of, list_extract_rows
from kunnande.stages.programme.tests.builders import FEMALE, JANUARY, MALE, Worked
from kunnande.stages.trail.models import Entry, Look

pytestmark = pytest.mark.django_db

# What a cell may say, column by column; nothing that is one person's own is of these forms.
BAND = r"(\d+–\d*)?"
COLUMNS = {
    "Pseudonym": r"[0-9a-f]{16}",
    "Ålder vid start": BAND,
    "Kön": "Kvinna|Man|Icke-binär|Okänt",
    "Nod": "Noden",
    "Företagets storlek": "Mikro|Litet|Medelstort|Stort",
    "Började": r"\d{4}-\d\d",
    "Slutade": r"(\d{4}-\d\d)?",
    "Beslut": r"\d",
    "Bevis": r"\d",
    "Timmar i aktiviteter": rf"0|{BAND}",
    "Därav validering": rf"0|{BAND}",
    "Därav kurs": rf"0|{BAND}",
    "Svarade när de slutade": "ja|nej",
    "Svarade efter sex månader": "ja|nej",
    "Lika många": r"färre än fem|\d+",
}
# The minutes of courses that a participant was at, in plain SQL.
RAW = """
SELECT sum(t.minutes) FROM programme_participation p
JOIN development_enrolment e ON e.person_id = p.person_id
JOIN development_attendedoccasion t ON t.enrolment_id = e.id WHERE p.id = %s
"""


@pytest.fixture
def worked():
    """Somebody with 446 attested minutes of a course, and somebody with as many unsigned."""
    worked = Worked()
    worked.evaluator = a_member(worked.owner, Role.EVALUATOR)
    worked.signed, _user = worked.participant()
    worked.attend(worked.signed, 239, 207)
    worked.sign(worked.signed)
    worked.lock(worked.signed)
    worked.unsigned, _user = worked.participant(MALE)
    worked.attend(worked.unsigned, 239, 207)
    return worked


def rows_of(worked, on=JANUARY):
    return {row.person_id: row for row in list_extract_rows(worked.programme, on=on.date())}


def sheet_of(worked):
    made = services.make_extract(programme=worked.programme, by=worked.evaluator, at=JANUARY)
    table = read_table("a.xlsx", made.content)
    return table.header, [cells for _number, cells in table.rows]


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (0, "0"),
        (59, "0"),
        (60, "1–9"),
        (599, "1–9"),
        (600, "10–19"),
        (4799, "40–79"),
        (4800, "80–"),
    ],
)
def test_hours_are_told_in_bands(minutes, band):
    assert hour_band_of(minutes) == band


def test_hours_are_those_that_person_and_company_have_signed(worked):
    rows = rows_of(worked)

    signed, unsigned = rows[worked.signed.person_id], rows[worked.unsigned.person_id]
    assert (signed.hours, signed.validation_hours, signed.course_hours) == ("1–9", "0", "1–9")
    assert (unsigned.hours, unsigned.course_hours) == ("0", "0")


def test_hours_in_the_extract_are_the_raw_attendance_in_whole_hours(worked):
    with connection.cursor() as cursor:
        cursor.execute(RAW, [worked.signed.pk])
        ((minutes,),) = cursor.fetchall()

    told = rows_of(worked)[worked.signed.person_id]

    first, last = map(int, told.course_hours.split("–"))
    assert first <= minutes // 60 <= last
    assert minutes == 239 + 207


def test_every_cell_is_of_a_form_that_fits_many(worked):
    header, rows = sheet_of(worked)

    assert list(header) == list(COLUMNS)
    assert len(rows) == 2
    for row in rows:
        for column, cell in zip(header, row, strict=False):
            assert re.fullmatch(COLUMNS[column], cell), (column, cell)


def test_what_each_column_means_is_printed(worked):
    made = services.make_extract(programme=worked.programme, by=worked.evaluator, at=JANUARY)

    everything = words_of(made.content)

    assert set(COLUMNS) <= set(everything)
    assert any("i band och aldrig exakt" in words for words in everything)
    assert not {"446", "239", "207"} & set(everything)


def test_nothing_of_anybody_is_in_the_file(worked):
    made = services.make_extract(programme=worked.programme, by=worked.evaluator, at=JANUARY)

    everything = " ".join(words_of(made.content))

    person = worked.signed.person
    for own in (person.given_name, person.family_name, FEMALE, FEMALE[:8], worked.company.name):
        assert own not in everything


def test_a_pseudonym_is_the_same_in_each_extract_and_another_with_another_key(worked, settings):
    person_id = worked.signed.person_id
    first, again = (rows_of(worked)[person_id].pseudonym for _time in range(2))
    settings.SECRET_KEY = "another-installation" * 3
    elsewhere = rows_of(worked)[person_id].pseudonym

    assert first == again != elsewhere


def test_no_pseudonym_is_kept_where_names_are(worked):
    header, rows = sheet_of(worked)

    kept = "\n".join(
        str(row) for table in (Entry, Look, Extract) for row in table.objects.values_list()
    )
    assert header[0] == "Pseudonym"
    assert kept
    assert not any(row[0] in kept for row in rows)


def test_rows_are_in_the_order_of_pseudonyms_which_is_nobodys_order(worked):
    _header, rows = sheet_of(worked)

    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def words_of(content):
    """Return what every cell of every sheet says."""
    with ZipFile(BytesIO(content)) as book:
        return re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
import typst
from hypothesis import given, settings, strategies as st
from pypdf import PdfReader

from kunnande.engines.documents import MISSING, Attachment, typeset

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
TEMPLATE = """#import "/paper.typ": *
#show: paper.with(stamp: facts.at("stamp", default: none))
= #facts.title
#facts.name
#if facts.is_incomplete [Något saknas.]
"""


def a_paper(name="Åsa", **more):
    facts = {"language": "sv", "title": "Bevis", "name": name, **more}
    return PdfReader(BytesIO(typeset(TEMPLATE, facts, at=AT)))


def words_of(paper):
    return " ".join(page.extract_text() for page in paper.pages)


def test_a_paper_is_tagged_and_says_its_title_and_language():
    paper = a_paper(language="en")

    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert paper.metadata.title == "Bevis"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_paper_claims_the_standards_for_reading_aloud_and_for_archives():
    claims = a_paper().trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert "<pdfaid:part>3</pdfaid:part>" in claims
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims


@pytest.mark.parametrize(
    "name",
    [
        "#[x] #text(red)[y]",
        '$a^2$ \\ "citat" \\u{41}',
        "= Rubrik",
        "- punkt *fet* _kursiv_ `kod`",
        "]; #panic()",
        "#sys.inputs // /* <b>",
        "@preview ~ -- ... 'x'",
        "{% now %} {{ facts }}",
    ],
)
def test_what_somebody_is_called_is_printed_as_it_stands(name):
    assert name in words_of(a_paper(name))


@pytest.mark.parametrize("name", ["Nguyễn", "Иван", "Ελένη", "عمر", "שרה"])
def test_names_in_other_scripts_are_whole(name):
    assert MISSING not in words_of(a_paper(name))


@pytest.mark.parametrize("name", ["王", "😀", "a\0b", "\ue000", "\u0378"])
def test_what_no_font_has_is_replaced_and_said(name):
    words = words_of(a_paper(name))

    assert MISSING in words
    assert "Något saknas." in words


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_no_name_stops_a_paper(name):
    assert len(a_paper(name).pages) == 1


def test_marks_that_turn_the_direction_of_writing_are_left_out():
    assert "Anna Ek" in words_of(a_paper("\u202eAnna\u2066 Ek"))


def test_a_file_is_carried_unchanged():
    content = '{"name": "Å\u0007\\r\\n王 #[x]"}'
    attached = Attachment("bevis.json", "application/json", content, "Beviset")

    facts = {"language": "sv", "title": "Bevis", "name": ""}
    paper = PdfReader(BytesIO(typeset(TEMPLATE, facts, at=AT, attachment=attached)))

    assert paper.attachments["bevis.json"] == [content.encode()]


def test_a_stamp_is_among_the_words():
    assert "ÅTERKALLAT" in words_of(a_paper(stamp="Återkallat"))


def test_equal_facts_give_equal_bytes_on_every_thread():
    facts = [{"language": "sv", "title": "Bevis", "name": f"Namn {n % 4}"} for n in range(40)]

    with ThreadPoolExecutor(4) as threads:
        papers = list(threads.map(lambda one: typeset(TEMPLATE, one, at=AT), facts))

    assert len(set(papers)) == 4
    assert papers[:4] * 10 == papers


def test_only_the_fonts_of_the_typesetter_are_used():
    page = a_paper("Åsa عمر").pages[0]

    fonts = {str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}

    own = ("LibertinusSerif", "DejaVuSansMono", "NewCM")
    assert fonts
    assert all(any(name in font for name in own) for font in fonts)


@pytest.mark.parametrize("path", ["/../qti/README.md", "/etc/hostname"])
def test_a_template_reads_no_file_outside_the_engine(path):
    with pytest.raises(typst.TypstError, match=r"escape|not found"):
        typeset(f'#read("{path}")', {}, at=AT)

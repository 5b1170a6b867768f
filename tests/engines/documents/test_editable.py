from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from defusedxml.ElementTree import fromstring

from kunnande.engines.documents import Heading, Pairs, Paragraph, write_open_document

AT = datetime(2026, 5, 6, tzinfo=UTC)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def write(*blocks):
    return write_open_document(blocks, title="Rapport", language="sv", at=AT)


def content_of(file):
    with ZipFile(BytesIO(file)) as archive:
        return fromstring(archive.read("content.xml"))


def test_the_type_lies_first_and_uncompressed_so_that_a_reader_knows_the_file():
    file = write(Paragraph("x"))

    with ZipFile(BytesIO(file)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert file[38:77] == b"application/vnd.oasis.opendocument.text"


def test_headings_lines_and_pairs_are_read_in_order():
    root = content_of(write(Heading("Mål", 1), Paragraph("ett\ntvå"), Pairs([("Namn", "7")])))

    told = [(node.tag.removeprefix(TEXT), node.text) for node in root.iter() if TEXT in node.tag]
    assert told == [("h", "Mål"), ("p", "ett"), ("p", "två"), ("p", "Namn"), ("p", "7")]


def test_signs_of_xml_and_those_it_can_not_hold_reach_the_page_as_text():
    root = content_of(write(Paragraph("<b>&\x07")))

    assert [node.text for node in root.iter(f"{TEXT}p")] == ["<b>&�"]


def test_the_same_values_give_the_same_bytes():
    assert write(Pairs([("a", "b")])) == write(Pairs([("a", "b")]))

from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from kunnande.engines.documents import qr_code, typeset

TEMPLATE = """#import "/paper.typ": *
#show: paper
#image(bytes(facts.code), format: "svg", width: 32mm, alt: "Ruta")
"""


@pytest.mark.parametrize(
    "text", ["https://kunnande.example/bevis/1/", f"https://{'a' * 60}.se/bevis/{'0' * 36}/"]
)
def test_a_printed_code_is_read_as_what_it_was_made_from(text):
    facts = {"language": "sv", "title": "Ruta", "code": qr_code(text)}

    paper = typeset(TEMPLATE, facts, at=datetime(2026, 5, 6, tzinfo=UTC))

    with pypdfium2.PdfDocument(paper) as pages:
        picture = pages[0].render(scale=4).to_numpy()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]

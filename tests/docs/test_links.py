import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINKS = [
    (page, target)
    for page in PAGES
    for target in re.findall(r"\]\(([^)#:]+)(?:#\w+)?\)", page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("document", "target"), LINKS, ids=[target for _, target in LINKS])
def test_a_link_leads_to_something_in_the_repository(document, target):
    assert (document.parent / target).exists()


def test_pictures_are_small_enough_to_keep():
    too_large = [p.name for p in (ROOT / "docs").rglob("*.png") if p.stat().st_size > 200 * 1024]

    assert too_large == []

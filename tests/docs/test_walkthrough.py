import ast
import re
from pathlib import Path

import pytest

from kunnande.site.access import ROUTES

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "walkthrough.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\[(\w+)\]\(([^)#]+)#(\w+)\)", TEXT)
STEPS = re.split(r"^##+ (?=\d)", TEXT, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize(("words", "path", "name"), LINKS, ids=[name for *_, name in LINKS])
def test_a_link_leads_to_the_function_it_names(words, path, name):
    module = ast.parse((DOCS / path).read_text(encoding="utf-8"))

    assert words == name
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("step", STEPS, ids=[step.split(".")[0] for step in STEPS])
def test_a_step_opens_three_files_at_most(step):
    files = {path for _words, path in re.findall(r"\[(\w+)\]\(([^)#]+)#", step)}

    assert len(files) <= 3


def test_the_steps_are_the_nine_of_the_walk_in_order():
    assert re.findall(r"^## (\d)\.", TEXT, flags=re.MULTILINE) == list("123456789")


def test_every_link_names_its_function():
    assert len(LINKS) == len(re.findall(r"\]\(", TEXT))


def test_every_page_it_names_can_be_opened_by_somebody():
    pages = re.findall(r"`(\w+:\w+)`", TEXT)

    assert pages
    assert set(pages) <= ROUTES.keys()

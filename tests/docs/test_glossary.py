import csv
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = ROOT / "src/kunnande/site/content/scheme/terms.csv"
# Swedish letters come last; Python would put å after ä.
SWEDISH = str.maketrans("åäöé", "{|}e")


def tables() -> list[list[list[str]]]:
    """Return the rows of each table, as cells, without its two heading lines."""
    blocks = re.findall(r"(?:^\|.*\n)+", GLOSSARY, flags=re.MULTILINE)
    rows = [[line.strip("|\n ").split(" | ") for line in block.splitlines()] for block in blocks]
    return [table[2:] for table in rows]


@pytest.mark.parametrize("table", tables(), ids=["validation", "trade"])
def test_a_table_is_sorted_by_swedish(table):
    words = [row[0].lower().translate(SWEDISH) for row in table]

    assert words == sorted(words)


def test_every_table_of_the_database_has_its_word():
    models = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("kunnande.")
    }

    assert models - set(re.findall(r"`(\w+\.\w+)`", GLOSSARY)) == set()


def test_every_word_of_the_code_exists():
    for app, name in re.findall(r"`(\w+)\.(\w+)`", GLOSSARY):
        assert hasattr(import_module(f"kunnande.stages.{app}.models"), name), f"{app}.{name}"


def test_the_words_of_the_trade_are_those_of_the_content():
    with TERMS.open(encoding="utf-8") as file:
        content = {(row["sv"], row["en"]) for row in csv.DictReader(file)}

    assert {(row[0], row[1]) for row in tables()[1]} == content

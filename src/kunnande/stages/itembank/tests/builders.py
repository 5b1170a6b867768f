"""A bank with the sample items and blueprints for the small scheme of the framework's tests."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from kunnande.stages.framework.queries import get_version
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.itembank import queries, services
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user

if TYPE_CHECKING:
    from kunnande.stages.itembank.queries import Blueprint

ITEMS = resources.files("kunnande.site") / "content" / "items"


@cache
def the_item_files() -> dict[str, bytes]:
    """Return twelve items for each area of the small scheme, however many the bank holds."""
    files = {
        file.name: file.read_bytes()
        for file in ITEMS.iterdir()
        if file.name.startswith(("IT07", "IT08"))
    }
    return {
        name: _first_twelve(text) if name.endswith(".yaml") else text
        for name, text in files.items()
    }


def _first_twelve(catalogue: bytes) -> bytes:
    rows = yaml.safe_load(catalogue)["items"][:12]
    return yaml.safe_dump({"items": rows}, allow_unicode=True).encode()


def a_form(code: str = "demo", items: int = 5, **cognitive: int) -> dict[str, Any]:
    quotas = cognitive or {"understand": 1, "apply": 3, "analyse": 1}
    scaled = quotas if sum(quotas.values()) == items else {"apply": items}
    return {
        "id": code,
        "name": {"sv": f"Prov {code}", "en": f"Test {code}"},
        "use": "decision",
        "time_limit_minutes": 45,
        "items_per_area": [
            {"area": area, "items": items, "cognitive": scaled} for area in ("IT07", "IT08")
        ],
    }


def a_blueprint_package(*forms: dict[str, Any]) -> dict[str, Any]:
    versions = [{"version": "1", "forms": list(forms or (a_form(),))}]
    return {"meta": {"status": "sample"}, "products": [{"id": "teknik-bas", "versions": versions}]}


def some_blueprints(*forms: dict[str, Any]) -> list[Blueprint]:
    services.import_blueprints(package=a_blueprint_package(*forms), by=a_service_user(), at=NOON)
    return queries.list_blueprints(get_version("teknik-bas", "1").pk, TODAY)


def some_items() -> None:
    services.import_items(folder=the_item_files(), by=a_service_user(), at=NOON)


def a_bank(*forms: dict[str, Any]) -> Blueprint:
    """Return the first blueprint of a published version, with the sample items in the bank."""
    a_published_version()
    some_items()
    return some_blueprints(*forms)[0]

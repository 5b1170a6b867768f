from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings
from lxml import html

from .building import Builder
from .routes import ask_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .routes import Asked
    from .stories import World


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,  # noqa: ARG001  the database stands before the world
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Both companies, built once; each test rolls back to here and the end to nothing."""
    folder = tmp_path_factory.mktemp("access")
    places = override_settings(ISSUER_KEYS=folder / "issuer", MEDIA_ROOT=folder / "evidence")
    with django_db_blocker.unblock(), places, transaction.atomic():
        yield Builder().build()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def asked(world: World) -> list[Asked]:
    """What everybody was answered on every route."""
    return ask_everybody(world)


@pytest.fixture(scope="package")
def fields(asked):
    """The names of everything that any page lets somebody fill in, or reads from an address."""
    pages = [html.document_fromstring(one.body) for one in asked if one.is_page and one.body]
    named = {str(name) for page in pages for name in page.xpath("//form//@name")}
    return sorted(named - {"csrfmiddlewaretoken"} | {"team", "role", "next", "nummer", "page"})

"""Long lists for tests: rows past the services, and how much a page asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.parties.models import Organisation, Person
from kunnande.stages.parties.tests.builders import an_organisation_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model

    from kunnande.stages.parties.queries import User

Row = TypeVar("Row", bound="Model")
_FIRST_SERIAL = 800_000


def copies_of(row: Row, changes: Iterable[dict[str, Any]]) -> list[Row]:
    """Write a copy of a row for each set of changes, in one go."""
    model = type(row)
    kept = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
    del kept[model._meta.pk.attname]
    return model._default_manager.bulk_create(model(**{**kept, **change}) for change in changes)


def many_people(count: int) -> list[Person]:
    known = Person.objects.count()
    return Person.objects.bulk_create(
        Person(given_name="Bo", family_name=f"Rad{n:04}", sort_key=f"rad{n:04} bo")
        for n in range(known, known + count)
    )


def many_organisations(like: Organisation, count: int) -> list[Organisation]:
    first = _FIRST_SERIAL + Organisation.objects.count()
    numbers = range(first, first + count)
    return copies_of(
        like,
        ({"name": f"Rad {n}", "organisation_number": an_organisation_number(n)} for n in numbers),
    )


def assert_asks_as_much(
    user: User, name: str, *args: Any, fill: Callable[[int], object], most_rows: int = 50
) -> None:
    """Assert that a page asks as much at a thousand rows as at ten, and shows one page of them."""
    client, address = Client(), reverse(name, args=args)
    client.force_login(user)
    fill(9)
    client.get(address)  # what is asked once for all pages
    with CaptureQueriesContext(connection) as of_ten:
        client.get(address)
    fill(990)
    with CaptureQueriesContext(connection) as of_a_thousand:
        page = client.get(address).content.decode()

    assert len(of_a_thousand) == len(of_ten)
    assert page.count("<tr>") + page.count("<li>") <= most_rows + 10
    assert "Nästa sida" in page

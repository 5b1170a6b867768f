from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.models import Manager, QuerySet

Row = TypeVar("Row", bound=Model)


class Store:
    """Writes only what differs; a frozen row that would change becomes a problem."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.changed = 0

    def put(
        self, rows: Manager[Row], path: str, key: Mapping[str, Any], values: Mapping[str, Any]
    ) -> Row:
        """Return the row with this key, made or changed to these values if need be."""
        kept = rows.filter(**key).first()
        if kept is None:
            made = rows.model(**key, **values)
            self.write(path, made.save)
            return made
        differing = [name for name, value in values.items() if getattr(kept, name) != value]
        if differing:
            for name in differing:
                setattr(kept, name, values[name])
            self.write(path, kept.save)
        return kept

    def prune(self, rows: QuerySet[Row], path: str, keep: Iterable[Row]) -> None:
        """Remove the rows that the package no longer has."""
        for row in rows.exclude(pk__in=[kept.pk for kept in keep if kept.pk]):
            self.write(path, row.delete)

    def write(self, path: str, write: Callable[[], object]) -> None:
        """Do this, unless what it changes is published."""
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            frozen = _("är publicerat och kan inte ändras. Ge det ett nytt versionsnummer.")
            self.problems.append(f"{path}: {frozen}")
        else:
            self.changed += 1

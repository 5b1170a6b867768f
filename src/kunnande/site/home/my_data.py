"""Everything that is kept about one person, gathered from every room for that person alone."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename

from kunnande.site.home.words_of_data import name_of_field, name_of_section, value_in_words
from kunnande.stages.booking import queries as booking
from kunnande.stages.cases import queries as cases
from kunnande.stages.centres import queries as centres
from kunnande.stages.credentials import queries as credentials
from kunnande.stages.decision import queries as decision
from kunnande.stages.development import queries as development
from kunnande.stages.disclosure import queries as disclosure
from kunnande.stages.framework.queries import list_area_versions, list_latest_versions, localised
from kunnande.stages.itembank import queries as itembank
from kunnande.stages.ledger import queries as ledger
from kunnande.stages.parties import queries as parties
from kunnande.stages.practice import queries as practice
from kunnande.stages.programme import queries as programme
from kunnande.stages.requirements import queries as requirements
from kunnande.stages.supply import queries as supply
from kunnande.stages.testing import queries as testing
from kunnande.stages.trail import queries as trail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import User

    Row = Mapping[str, Any]
    Sections = Mapping[str, list[dict[str, Any]]]

# In the order of the journey.
ROOMS = (
    parties, disclosure, requirements, ledger, cases, itembank, centres, booking, testing,
    practice, decision, credentials, development, supply, programme,
)  # fmt: skip
_ACTORS = ("stated_by", "ended_by", "released_by", "actor", "viewer")
# Rows point at accounts by number; the person reads who it was.
_ACCOUNTS = (
    "assessor_id", "held_by_id", "agreed_by_id", "test_leader_id", "decided_by_id",
    "awarded_by_id", "entered_by_id",
)  # fmt: skip


def get_my_data(user: User) -> Sections:
    """Return everything kept about the holder of an account, by what it is."""
    person_id = user.person_id or 0
    kept = {
        name: [dict(row) for row in rows]
        for room in ROOMS
        for name, rows in room.get_kept_about(person_id).items()
    }
    kept["looks"] = [
        {"at": look.at, "viewer": look.viewer, "page": look.page}
        for look in trail.list_looks_at(person_id, limit=None)
    ]
    kept["trail"] = [
        {"at": e.at, "chain": e.chain, "act": e.act, "actor": e.actor, "subject": e.subject,
         "facts": e.facts}
        for e in trail.list_entries_about(_own_names(user, kept))
    ]  # fmt: skip
    return _readable(kept)


def write_my_data(user: User, *, at: datetime) -> BytesIO:
    """Return one ZIP: the data for people and for programs, files added, signed certificates."""
    sections = get_my_data(user)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mina-uppgifter.json", _as_json(sections))
        archive.writestr("mina-uppgifter.html", _as_page(sections, user, at))
        for certificate in sections["certificates"]:
            name = f"bevis/{certificate['public_id']}.json"
            archive.writestr(name, certificate["document_text"])
        for evidence in cases.list_evidence_of(user.person_id or 0):
            name = f"filer/{evidence.pk}-{get_valid_filename(evidence.name)}"
            with evidence.file.open("rb") as file:
                archive.writestr(name, file.read())
    written.seek(0)
    return written


def _own_names(user: User, kept: Mapping[str, Iterable[Row]]) -> Iterator[str]:
    """Yield the names under which the trail knows somebody and what is theirs alone."""
    yield from (f"person:{user.person_id}", user.trail_name)
    yield from (f"case:{row['case_id']}" for row in kept["cases"])
    yield from (f"sitting:{row['sitting_id']}" for row in kept["sittings"])
    yield from (f"assessment:{row['assessment_id']}" for row in kept["assessments"])
    yield from (f"decision:{row['decision_id']}" for row in kept["decisions"])
    yield from (f"statement:{row['statement_id']}" for row in kept["statements"])


def _readable(kept: Mapping[str, list[dict[str, Any]]]) -> Sections:
    rows = [row for found in kept.values() for row in found]
    versions = list_area_versions(
        row["area_version_id"] for row in rows if row.get("area_version_id")
    )
    areas = list_latest_versions({key for row in rows for key in row.get("area_ids", ())})
    accounts = {f"user:{row[name]}" for row in rows for name in _ACCOUNTS if row.get(name)}
    actors = {row[name] for row in rows for name in _ACTORS if row.get(name)} | accounts
    names = {**parties.get_names_of_actors(actors), **disclosure.get_recipients(actors)}
    for row in rows:
        for name in _ACTORS:
            if name in row:
                row[name] = names.get(row[name], row[name])
        for name in _ACCOUNTS:
            if name in row:
                key = f"user:{row.pop(name)}"
                row[name.removesuffix("_id")] = names.get(key, key)
        if "area_version_id" in row:
            row["area"] = localised(versions[row.pop("area_version_id")], "name")
        if "area_ids" in row:
            row["areas"] = [localised(areas[key], "name") for key in row.pop("area_ids")]
    return kept


def _as_json(sections: Sections) -> str:
    return json.dumps(sections, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _as_page(sections: Sections, user: User, at: datetime) -> str:
    told = [
        (
            name_of_section(name),
            [
                [(name_of_field(field), value_in_words(value)) for field, value in row.items()]
                for row in rows
            ],
        )
        for name, rows in sections.items()
    ]
    context = {"sections": told, "user": user, "at": at}
    return render_to_string("home/my_data_file.html", context)

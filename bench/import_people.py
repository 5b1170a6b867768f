"""How long a list of 5,000 people takes to read, show and take in, and what memory it asks."""

from __future__ import annotations

import resource
from itertools import cycle
from typing import TYPE_CHECKING

from _scratch import clock, print_table, scratch_installation

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.models import Organisation, User

ROWS, ROLES = 5_000, 12


def main() -> None:
    with scratch_installation():
        from django.utils import timezone

        from kunnande.stages.requirements import services

        now = timezone.localtime()
        content = _workbook(now)
        company, chief = _company(now)
        taken: list[float] = []
        before = _peak()

        def stage() -> object:
            return services.stage_import(
                organisation=company, file_name="staff.xlsx", content=content, by=chief, at=now
            )

        with clock(taken):
            staged = stage()
        with clock(taken):
            preview = services.preview_import(staged=staged, at=now)
        with clock(taken):
            summary = services.confirm_import(staged=staged, by=chief, at=now)
        staged = stage()
        with clock(taken):
            again = services.preview_import(staged=staged, at=now)
        rows = [
            ("file", f"{len(content) / 1024:.0f} KiB"),
            ("rows that hold together", f"{len(preview.rows)}"),
            ("upload: read and seal", f"{taken[0]:.1f} s"),
            ("preview", f"{taken[1]:.1f} s"),
            ("confirm", f"{taken[2]:.1f} s"),
            ("people employed", f"{summary.employed}"),
            ("roles given", f"{summary.roles_given}"),
            ("preview of the same again", f"{taken[3]:.1f} s"),
            ("of these as before", f"{again.same}"),
            ("peak memory before", f"{before:.0f} MiB"),
            ("peak memory after", f"{_peak():.0f} MiB"),
        ]
        print_table(f"A list of {ROWS:,} people, Excel", rows)


def _company(now: datetime) -> tuple[Organisation, User]:
    from kunnande.site.simulation.numbers import simulated_organisation_number
    from kunnande.stages.parties.services import get_service_user, register_organisation

    chief = get_service_user(name="bench", at=now)
    company = register_organisation(
        kind="company",
        name="Listverken AB",
        organisation_number=simulated_organisation_number(9001),
        municipality_code="0617", simulated=True, by=chief, at=now,
    )  # fmt: skip
    return company, chief


def _workbook(now: datetime) -> bytes:
    from kunnande.engines.tables import Sheet, write_workbook
    from kunnande.site.simulation.names import FAMILY_NAMES, GIVEN_NAMES, TEAMS
    from kunnande.site.simulation.numbers import simulated_identity_number
    from kunnande.stages.requirements.services import FIELDS

    numbers = [simulated_identity_number(serial) for serial in range(ROWS)]
    people = zip(numbers, cycle(GIVEN_NAMES), cycle(FAMILY_NAMES), cycle(TEAMS), strict=False)
    rows = [
        [
            given, family, number, f"p{place}@bench.invalid", team, "2020-02-01", "",
            f"Roll {place % ROLES}", "",
        ]
        for place, (number, given, family, team) in enumerate(people)
    ]  # fmt: skip
    header = [str(label) for label in FIELDS.values()]
    return write_workbook([Sheet("Personal", header, rows)], created=now)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

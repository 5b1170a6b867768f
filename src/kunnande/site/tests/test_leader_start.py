import pytest

from kunnande.site.home import work
from kunnande.site.tests.builders import signed_in
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, an_account
from kunnande.stages.testing.tests.builders import a_mapped_case, a_planned_sitting

pytestmark = pytest.mark.django_db


def test_a_test_leader_reads_the_first_who_are_ready_and_how_many_more(monkeypatch):
    planned = a_planned_sitting()
    for name in ("Omar", "Elin", "Sara"):
        a_mapped_case(an_account(a_person(name, "Passbit")))
    monkeypatch.setattr(work, "SHOWN", 2)

    section = work.list_sections(get_viewer(planned.leader, on=TODAY), at=NOON)[0]
    page = signed_in(planned.leader).get("/").content.decode()

    ready = section.lists[1]
    assert section.step.heading == "3 personer är redo för prov"
    assert {row.name for row in ready.rows} < {"Omar Passbit", "Elin Passbit", "Sara Passbit"}
    assert len(ready.rows) == 2
    assert f'<a href="{ready.more_address}">Och 1 till.</a>' in page

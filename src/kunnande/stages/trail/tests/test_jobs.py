import pytest
from procrastinate.contrib.django import app

from kunnande.stages.trail import jobs
from kunnande.stages.trail.models import Anchor, Entry
from kunnande.stages.trail.tests.builders import an_entry


@pytest.mark.django_db
def test_the_timer_lays_an_anchor():
    an_entry()

    jobs.anchor_every_hour(timestamp=0)

    assert Anchor.objects.get().entries == 1
    assert Entry.objects.get(act="chains_anchored").actor == "service:timer"


def test_an_anchor_is_due_every_hour():
    due = app.periodic_registry.periodic_tasks[jobs.anchor_every_hour.name, ""]

    assert due.cron == "0 * * * *"

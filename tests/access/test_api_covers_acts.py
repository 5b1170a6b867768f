"""Every act of every room can be done through the API, or a reason is given why it can not."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import kunnande

SOURCE = Path(kunnande.__file__).parent
# The API, and what its operations at the roof compose of several rooms' acts.
DOORS = (
    *SOURCE.glob("stages/*/api.py"),
    *SOURCE.glob("stages/*/api/*.py"),
    SOURCE / "site/home/api.py",
    SOURCE / "site/api/files.py",
    SOURCE / "site/home/companies.py",
    SOURCE / "stages/supply/web/workbooks.py",
    SOURCE / "site/content/exchange.py",
)
WITHIN = "is part of another act"
AT_SETUP = "is done from files when an installation is set up"
BY_CLOCK = "is done by a job or the request that finds it due"
NOT_OFFERED = {
    "trail.anchor_chains": BY_CLOCK,
    "trail.begin_chains": WITHIN,
    "trail.record": WITHIN,
    "trail.record_acts": WITHIN,
    "trail.record_looks": WITHIN,
    "testing.save_first_answers": "is the simulation's; a browser saves one at a time",
    "parties.change_employments": WITHIN,
    "parties.employ": WITHIN,
    "parties.employ_many": WITHIN,
    "parties.give_membership": WITHIN,
    "parties.mark_simulated": AT_SETUP,
    "parties.register_person": WITHIN,
    "development.import_courses": AT_SETUP,
    "development.release_numbers": BY_CLOCK,
    "development.settle_overdue_proposals": BY_CLOCK,
    "disclosure.ensure_agreement": WITHIN,
    "ledger.note_reminder": BY_CLOCK,
    "ledger.release_results": WITHIN,
    "ledger.state_competence": WITHIN,
    "ledger.state_competences": WITHIN,
    "ledger.withdraw_shown": WITHIN,
    "cases.forget_lost_files": BY_CLOCK,
    "cases.move_case": WITHIN,
    "cases.set_retake": WITHIN,
    "booking.begin_stop": BY_CLOCK,
    "booking.draft_stop_letters": BY_CLOCK,
    "booking.lapse_holds": BY_CLOCK,
    "booking.lift_stop": BY_CLOCK,
    "booking.note_letter": BY_CLOCK,
    "booking.note_stop_letter": BY_CLOCK,
    "booking.offer_free_seats": BY_CLOCK,
    "booking.offer_seat": WITHIN,
    "itembank.draw_form": WITHIN,
    "itembank.import_items": AT_SETUP,
    "itembank.store_parameters": WITHIN,
    "measurement.calibrate_bank": BY_CLOCK,
    "measurement.calibrate_when_answers_are_new": BY_CLOCK,
    "requirements.forget_staged_imports": BY_CLOCK,
    "practice.import_protocols": AT_SETUP,
    "practice.publish_protocol": AT_SETUP,
    "practice.show_cases_to_reassess": "whom a test leader may see later is not settled",
    "programme.release_node_numbers": BY_CLOCK,
    "programme.import_indicators": AT_SETUP,
    "programme.import_questionnaires": AT_SETUP,
    "programme.import_rules": AT_SETUP,
    "programme.register_programme": AT_SETUP,
    "testing.close_overdue_sittings": BY_CLOCK,
    "credentials.establish_issuer": AT_SETUP,
    "credentials.keep_keys_of_year": WITHIN,
}


def test_every_act_is_offered_or_has_a_reason_not_to_be():
    called = {name for door in DOORS for name in list_called(door)}

    offered = {act for act in list_acts() if act.partition(".")[2] in called}

    assert set(list_acts()) - offered - set(NOT_OFFERED) == set()
    assert offered & set(NOT_OFFERED) == set()


def list_acts():
    """Return what each room's services do on somebody's behalf, as room.act."""
    rooms = sorted(path.parent.name for path in SOURCE.glob("stages/*/__init__.py"))
    for room in rooms:
        try:
            services = import_module(f"kunnande.stages.{room}.services")
        except ModuleNotFoundError:
            continue
        for name, act in inspect.getmembers(services, inspect.isfunction):
            is_own = act.__module__.startswith(services.__name__)
            if is_own and not name.startswith("_") and "by" in inspect.signature(act).parameters:
                yield f"{room}.{name}"


def list_called(path):
    """Return the names of the functions a door calls, by the names they were given at home."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    home = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield home.get(node.func.id, "")

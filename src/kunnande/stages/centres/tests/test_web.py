from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kunnande.stages.cases.tests.builders import signed_in, words_of
from kunnande.stages.centres import queries
from kunnande.stages.centres.models import Accreditation, Authorisation, Finding
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_centre,
    a_checklist,
    a_role_at,
    an_accreditation,
    an_application,
    an_audited_centre,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role

pytestmark = pytest.mark.django_db

TODAY = FIRST_DAY + timedelta(days=200)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon(TODAY))


@pytest.fixture(autouse=True)
def _private_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def product():
    return a_published_version().product


def page(user, name, *args, **asked):
    return words_of(signed_in(user).get(reverse(f"centres:{name}", args=args), asked))


def post(user, name, *args, **form):
    return signed_in(user).post(reverse(f"centres:{name}", args=args), form, follow=True)


def test_a_centre_applies_answers_and_hands_in(product):
    checklist, centre = a_checklist(product), a_centre()
    manager = a_role_at(centre, Role.CENTRE_MANAGER)
    post(manager, "apply", centre.pk, product=product.pk)
    own = Accreditation.objects.get()
    rows = checklist.requirements.all()
    file = SimpleUploadedFile("rutin.pdf", b"%PDF-1.7 rutin")
    post(manager, "attach", own.pk, requirement=rows[0].pk, file=file)
    answers = {f"answer_{row.pk}": "partly" for row in rows}

    before = page(manager, "accreditation", own.pk)
    after = words_of(post(manager, "self_assess", own.pk, **answers))
    handed_in = words_of(post(manager, "submit", own.pk))

    assert "2 krav återstår att svara på" in before
    assert "Lämna in ansökan" in after
    assert "Ansökan är inlämnad" in handed_in
    assert "rutin.pdf" in handed_in


def test_a_refused_application_says_why_and_keeps_the_page(product):
    centre = an_application(product)

    answer = post(centre.manager, "apply", centre.organisation.pk, product=product.pk)

    assert answer.status_code == 422
    assert "Ni har redan en ansökan på gång" in words_of(answer)


def test_an_audit_goes_from_plan_to_decision(product):
    centre = an_application(product)
    own, (first, second) = centre.accreditation, centre.auditors
    post(centre.decider, "plan_audit", own.pk, on=TODAY, first=first.pk, second=second.pk)
    for auditor in centre.auditors:
        post(auditor, "declare", own.pk)
    requirement = own.checklist.requirements.all()[0].pk
    told = {f"severity_{requirement}": "minor", f"text_{requirement}": "Rutin saknas."}
    post(first, "protocol", own.pk, protocol="Vi har sett lokalen.", **told)
    finding = Finding.objects.get()
    post(centre.manager, "answer_finding", finding.pk, corrective_action="Skriven nu.")
    resolved = words_of(post(second, "resolve_finding", finding.pk))

    answer = post(centre.decider, "decide", own.pk, outcome="accredited", grounds="Allt visas.")

    assert "Avvikelsen är åtgärdad." in resolved
    assert "Teknik BAS: Ackrediterad" in words_of(answer)
    assert queries.is_accredited(centre.organisation.pk, product.pk, on=TODAY)


def test_a_finding_without_words_is_asked_for_again(product):
    centre = an_application(product)
    own, (first, second) = centre.accreditation, centre.auditors
    post(centre.decider, "plan_audit", own.pk, on=TODAY, first=first.pk, second=second.pk)
    requirement = own.checklist.requirements.all()[0].pk

    answer = post(
        first, "protocol", own.pk, protocol="Sett.", **{f"severity_{requirement}": "minor"}
    )

    assert answer.status_code == 422
    assert "Skriv vad som återstår." in words_of(answer)


def test_the_scheme_owner_suspends_lifts_and_withdraws(product):
    centre = an_accreditation(product)
    own = centre.accreditation
    suspended = post(centre.decider, "suspend", own.pk, on=TODAY, reason="own_request")
    lifted = post(centre.decider, "lift", own.pk, to_on=TODAY + timedelta(days=7))
    late = TODAY + timedelta(days=30)

    post(centre.decider, "withdraw", own.pk, on=late, reason="other")

    days = (TODAY, TODAY + timedelta(days=8), late)
    holds = [queries.is_accredited(own.centre_id, product.pk, on=day) for day in days]
    assert "Vilande från 20 juli 2026" in words_of(suspended)
    assert "Ackrediteringen gäller igen efter den dagen." in words_of(lifted)
    assert holds == [False, True, False]


def test_a_deadline_is_moved_by_the_scheme_owner_only(product):
    centre = an_audited_centre(product, findings=["K1"])
    finding = centre.visit.findings.get()

    refused = post(centre.manager, "postpone_finding", finding.pk, due_on=TODAY)
    post(centre.decider, "postpone_finding", finding.pk, due_on=TODAY)

    finding.refresh_from_db()
    assert refused.status_code == 403
    assert finding.due_on == TODAY


def test_staff_are_authorised_and_the_manager_ends_it(product):
    centre = an_accreditation(product)
    leader = a_role_at(centre.organisation, Role.TEST_LEADER, given_name="Lars")
    last = TODAY + timedelta(days=300)
    told = {"who": f"test_leader:{leader.pk}", "product": product.pk, "grounds": "Kurs."}
    post(centre.decider, "authorise", centre.organisation.pk, from_on=TODAY, to_on=last, **told)
    listed = page(centre.manager, "authorisations")
    held = Authorisation.objects.get()

    post(centre.manager, "end_authorisation", held.pk, on=TODAY, reason="left_the_centre")

    held.refresh_from_db()
    assert "En behörighet gäller i dag" in listed
    assert "Lars Mutterdal" in listed
    assert held.ended_on == TODAY


def test_a_new_checklist_begins_from_the_one_before(product):
    centre = an_accreditation(product)
    form = page(centre.decider, "publish_checklist", product.pk)
    terms = dict.fromkeys(("first_months", "renewed_months", "protocol_months"), 1)
    terms |= dict.fromkeys(("correction_months", "independence_months", "warning_days"), 2)

    wrong = post(centre.decider, "publish_checklist", product.pk, requirements="A1", **terms)
    lines = "A1 | mapping | Berätta. | Tell.\nA2 | guidance | Visa."
    said = {"version": "2", "valid_from": TODAY, "requirements": lines, **terms}
    post(centre.decider, "publish_checklist", product.pk, **said)

    newest = queries.find_checklist(product.pk, on=TODAY)
    assert "K1 | information | Kandidaten vet vad som gäller." in form
    assert "Rad 1 behöver kod" in words_of(wrong)
    assert [row.code for row in newest.requirements.all()] == ["A1", "A2"]


@pytest.mark.parametrize("rows", [1, 10])
def test_the_lists_ask_as_often_for_many_as_for_one(product, rows, django_assert_max_num_queries):
    for number in range(rows):
        centre = an_accreditation(product, name=f"Center {number}")
    client = signed_in(centre.decider)

    with django_assert_max_num_queries(9):
        client.get(reverse("centres:accreditations"))
    with django_assert_max_num_queries(10):
        client.get(reverse("centres:due"))
    with django_assert_max_num_queries(8):
        client.get(reverse("centres:authorisations"))


def test_everybody_finds_the_centres_in_a_table_and_on_a_map(product, client):
    an_accreditation(product, name="Västercentrum")

    shown = words_of(client.get(reverse("centres:find")))
    none = words_of(client.get(reverse("centres:find"), {"validering": "999999"}))

    assert "Ett ackrediterat testcenter" in shown
    assert shown.count("Västercentrum") == 3
    assert "Värnamo</text>" in shown
    assert "Västercentrum" in none


def test_a_suspended_centre_leaves_the_public_list_on_the_day(product, client):
    centre = an_accreditation(product)
    post(centre.decider, "suspend", centre.accreditation.pk, on=TODAY, reason="other")

    shown = words_of(client.get(reverse("centres:find")))

    assert "Inget testcenter är ackrediterat" in shown
    assert centre.organisation.name not in shown

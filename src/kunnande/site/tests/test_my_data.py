import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.urls import reverse

from kunnande.site.home.my_data import get_my_data, write_my_data
from kunnande.site.home.words_of_data import name_of_field, name_of_section
from kunnande.site.tests.builders import a_user, signed_in
from kunnande.stages.cases.services import attach_evidence
from kunnande.stages.credentials.tests.builders import a_certificate
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.itembank.models import ItemText
from kunnande.stages.ledger.services import withdraw_statement
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.tests.builders import NOON, PASSWORD, a_service_user, an_account
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

# Tables that hold something about a person, and where in the file it is.
KEPT = {
    "booking.Accommodation": "needs",
    "booking.Attendance": "attendances",
    "booking.Booking": "bookings",
    "booking.Letter": "booking_letters",
    "booking.Offer": "offers",
    "booking.ProposedSeat": "proposed_seats",
    "booking.ProposedSession": "proposed_to_lead",
    "booking.Schedule": "schedules_asked",
    "booking.Seat": "bookings",
    "booking.Session": "sessions_worked",
    "booking.SessionMachine": "sessions_worked",
    "booking.SessionStaff": "sessions_worked",
    "booking.Stop": "stops",
    "booking.StopLetter": "stop_letters",
    "booking.WaitingEntry": "waits",
    "cases.Case": "cases",
    "cases.Evidence": "evidence",
    "cases.FeedbackTalk": "feedback_talks",
    "cases.ProposedDevelopment": "proposals",
    "cases.RatedArea": "self_ratings",
    "cases.SelfRating": "self_ratings",
    "centres.AccreditationDecision": "accreditation_decisions",
    "centres.AuditVisit": "audits",
    "centres.AuditorAssignment": "audits",
    "centres.Authorisation": "authorisations",
    "centres.Finding": "audit_findings",
    "centres.Suspension": "suspensions",
    "credentials.Certificate": "certificates",
    "credentials.Revocation": "certificates",
    "decision.DecidedArea": "decided_areas",
    "decision.Decision": "decisions",
    "development.AttendedOccasion": "course_attendance",
    "development.Enrolment": "enrolments",
    "development.HandOver": "hand_overs",
    "development.Plan": "plans",
    "development.PlanAgreement": "plan_agreements",
    "development.PlanStep": "plan_steps",
    "disclosure.Answer": "agreement_answers",
    "disclosure.Share": "shares",
    "itembank.Exposure": "exposures",
    "ledger.Ending": "statements",
    "ledger.Release": "releases",
    "ledger.Reminder": "reminders",
    "ledger.Statement": "statements",
    "parties.AccessToken": "tokens",
    "parties.Employment": "employments",
    "parties.Invitation": "invitations",
    "parties.LabourSpell": "labour_spells",
    "parties.Membership": "memberships",
    "parties.Person": "person",
    "parties.StatedGender": "stated_gender",
    "parties.User": "account",
    "practice.Assessment": "assessments",
    "practice.AssessorPart": "assessors",
    "practice.Operation": "assessment_entries",
    "practice.PracticalAreaResult": "practical_results",
    "practice.PracticalTalk": "practical_talks",
    "practice.Unlocking": "unlockings",
    "programme.AidDeclaration": "aid_declarations",
    "programme.AidGrant": "aid",
    "programme.Attestation": "attestations",
    "programme.AttestedRow": "attested_rows",
    "programme.BudgetAmount": "budget_amounts",
    "programme.CallTry": "call_tries",
    "programme.ClaimedCost": "claimed_costs",
    "programme.ClaimedMonth": "claimed_months",
    "programme.Commitment": "commitments",
    "programme.CostEntry": "costs",
    "programme.EarlierAid": "earlier_aid",
    "programme.Extract": "extracts",
    "programme.FollowUp": "follow_ups",
    "programme.FollowUpAnswer": "follow_up_answers",
    "programme.GrantVersion": "grants",
    "programme.LinkedCompany": "linked_companies",
    "programme.OtherSupport": "other_support",
    "programme.ParticipantFile": "participant_files",
    "programme.Participation": "participations",
    "programme.PaymentClaim": "claims",
    "programme.ReportVersion": "report_versions",
    "programme.SetChoice": "set_choices",
    "programme.StepTaken": "programme_steps",
    "programme.Target": "targets",
    "requirements.Deviation": "deviations",
    "requirements.Holding": "holdings",
    "requirements.Placement": "placements",
    "requirements.StagedImport": "staged_imports",
    "supply.CoachNote": "coach_notes",
    "supply.Coaching": "coachings",
    "testing.Answer": "answers",
    "testing.AreaResult": "area_results",
    "testing.ExtraTime": "extra_times",
    "testing.Incident": "incidents",
    "testing.Pause": "pauses",
    "testing.Sitting": "sittings",
    "testing.SittingItem": "answers",
}


@pytest.fixture
def awarded():
    return a_certificate()


@pytest.fixture
def holder(awarded):
    return an_account(awarded.certificate.person)


def pages_of(user):
    with ZipFile(write_my_data(user, at=NOON)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tables_about_people():
    """Return every table from which a person is reached, step by step."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("kunnande.stages.")]
    found = {model for model in ours if model._meta.label == "parties.Person"}
    while True:
        more = {
            model
            for model in ours
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in found
        }
        if more <= found:
            return {model._meta.label for model in found}
        found |= more


def test_every_table_that_leads_to_a_person_is_in_the_file(holder):
    assert tables_about_people() == set(KEPT)
    assert set(KEPT.values()) | {"looks", "trail"} <= set(get_my_data(holder))


def test_everything_in_the_file_is_called_something(holder):
    sections = get_my_data(holder)

    for name, rows in sections.items():
        assert name_of_section(name)
        assert all(name_of_field(field) for row in rows for field in row)


def test_the_file_is_for_people_and_for_programs(awarded, holder):
    pages = pages_of(holder)

    told = json.loads(pages["mina-uppgifter.json"])
    assert told["decisions"][0]["outcome"] == "certificate"
    assert "Beslut om dig" in pages["mina-uppgifter.html"].decode()
    signed = pages[f"bevis/{awarded.certificate.public_id}.json"].decode()
    assert signed == awarded.certificate.document_text


def test_answers_are_in_the_file_and_questions_are_not(holder):
    everything = b"".join(pages_of(holder).values())

    assert get_my_data(holder)["answers"]
    for text in ItemText.objects.all():
        assert bytes(text.qti) not in everything
    assert b"qti-" not in everything
    assert b"correct" not in everything.lower()


def test_a_file_of_ones_own_is_there_under_its_own_name(awarded, holder, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = awarded.decided.decision.case
    attach_evidence(
        case=case,
        area_version_id=list_areas_of(case.product_version_id)[0].area_version_id,
        name="mitt intyg.pdf",
        content=b"%PDF-1.7 intyg",
        by=holder,
        at=NOON,
    )

    (name,) = [name for name in pages_of(holder) if name.startswith("filer/")]

    assert name.endswith("-mitt_intyg.pdf")
    assert pages_of(holder)[name] == b"%PDF-1.7 intyg"


def test_the_reason_of_a_withdrawal_is_there():
    user = a_user()
    statement = a_statement(user.person)
    withdraw_statement(statement_id=statement.pk, reason="Fel person", by=a_service_user(), at=NOON)

    (row,) = get_my_data(user)["statements"]

    assert row["reason"] == "Fel person"


def test_nothing_about_anybody_else_is_in_the_file(holder):
    other = a_user("Vera", "vera@grannverken.se")
    a_statement(other.person)

    everything = b"".join(pages_of(holder).values())

    assert b"vera@grannverken.se" not in everything


def test_a_person_downloads_their_own(holder):
    response = signed_in(holder).get(reverse("home:my_data_file"))

    assert "attachment" in response.headers["Content-Disposition"]
    with ZipFile(BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None


def posted(user, **form):
    said = {
        "given_name": user.person.given_name,
        "family_name": user.person.family_name,
        "email": user.email,
        **form,
    }
    return signed_in(user).post(reverse("home:my_data"), said)


def test_a_person_corrects_their_name_and_the_trail_notes_the_act_only():
    user = a_user("Amina")

    posted(user, given_name="Aminah")

    user.person.refresh_from_db()
    assert user.person.given_name == "Aminah"
    (entry,) = [e for e in list_entries(user.person.trail_name) if e.act == "name_corrected"]
    assert entry.facts == {}


def test_another_address_needs_the_password():
    user = a_user()

    refused = posted(user, email="ny@exempel.se")
    kept = posted(user, email="ny@exempel.se", password=PASSWORD)

    assert (refused.status_code, kept.status_code) == (422, 302)
    user.refresh_from_db()
    assert user.email == "ny@exempel.se"


def test_an_address_somebody_else_has_is_refused_and_nothing_is_saved():
    user, other = a_user(), a_user("Vera", "vera@exempel.se")

    response = posted(user, given_name="Ny", email=other.email, password=PASSWORD)

    assert response.status_code == 422
    user.person.refresh_from_db()
    assert user.person.given_name == "Amina"


def test_a_name_is_not_left_empty():
    with pytest.raises(parties.ImproperNameError):
        parties.correct_name(given_name=" ", family_name="X", by=a_user(), at=NOON)


def test_letters_come_in_the_language_last_chosen():
    user = a_user()

    signed_in(user).post(reverse("home:language"), {"language": "en"})

    user.refresh_from_db()
    assert user.language == "en"

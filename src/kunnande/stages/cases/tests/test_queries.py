import pytest

from kunnande.stages.cases import queries
from kunnande.stages.cases.queries import Case, CaseState
from kunnande.stages.cases.services import hold_feedback_talk
from kunnande.stages.cases.tests.builders import (
    a_case,
    a_case_in,
    an_admitted_case,
    an_evidence,
    area_ids,
    bring,
    rate_everything,
)
from kunnande.stages.parties.queries import (
    Employment,
    OrganisationKind,
    Role,
    Viewer,
    get_viewer,
)
from kunnande.stages.parties.services import end_employment
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def viewer_of(user):
    return get_viewer(user, on=TODAY)


def worker(role):
    kind = OrganisationKind.TEST_CENTRE
    return viewer_of(a_member(an_organisation("Provplatsen", kind), role))


def test_a_person_sees_their_own_cases():
    case = a_case()
    a_case(a_person("Vera", "Kopplin"))

    assert list(queries.cases_visible_to(viewer_of(an_account(case.person)))) == [case]


def test_an_account_without_a_person_sees_no_case():
    a_case()

    assert list(queries.cases_visible_to(Viewer(user_id=1, person_id=None))) == []


@pytest.mark.parametrize("role", [Role.TEST_LEADER, Role.EXAMINER, Role.SCHEME_OWNER])
def test_those_who_carry_cases_forward_see_them(role):
    case = a_case()

    assert queries.get_case(case.pk, worker(role)) == case


def test_an_employer_is_not_among_them():
    company = an_organisation()
    case = a_case(employer=company)

    with pytest.raises(Case.DoesNotExist):
        queries.get_case(case.pk, viewer_of(a_member(company)))


def test_somebody_who_works_with_cases_has_only_their_own_as_their_own():
    case = a_case()

    with pytest.raises(Case.DoesNotExist):
        queries.get_own_case(case.pk, worker(Role.EXAMINER))


def test_an_employer_sees_the_status_while_the_employment_lasts():
    company = an_organisation()
    staying = a_case(an_employee(company, "Vera", "Kopplin"), company)
    leaving = a_case(an_employee(company), company)
    spell = Employment.objects.get(person=leaving.person)
    end_employment(employment=spell, to_on=TODAY, by=a_service_user(), at=NOON)
    viewer = viewer_of(a_member(company))

    today = queries.cases_of_employees_visible_to(viewer, on=TODAY)
    tomorrow = queries.cases_of_employees_visible_to(viewer, on=TODAY.replace(day=TODAY.day + 1))

    assert set(today) == {staying, leaving}
    assert set(tomorrow) == {staying}


def test_somebody_who_is_no_employer_sees_no_status():
    case = a_case(employer=an_organisation())

    seen = queries.cases_of_employees_visible_to(viewer_of(an_account(case.person)), on=TODAY)

    assert list(seen) == []


def test_the_case_that_has_waited_longest_comes_first():
    first, second = a_case(a_person("Vera")), a_case(a_person("Ulf"))
    Case.objects.filter(pk=second.pk).update(changed_at=NOON.replace(hour=6))

    waiting = queries.list_cases_in(CaseState.REGISTERED, worker(Role.EXAMINER))

    assert waiting == [second, first]


def test_a_screen_that_does_not_exist_is_named():
    case, _person = an_admitted_case()

    with pytest.raises(queries.NoSuchStepError):
        queries.get_rating_page(case, 3)


@pytest.mark.parametrize(
    ("state", "place"), [("registered", 1), ("admitted", 2), ("testing", 3), ("decided", 6)]
)
def test_a_case_stands_at_one_step_of_the_journey(state, place):
    case = a_case_in(state)

    [page] = queries.list_case_pages(case.person_id, on=TODAY)

    assert page.place == place


def test_a_log_line_about_a_case_tells_nobodys_name_or_words():
    case, person = an_admitted_case()
    rate_everything(case, person)
    evidence = an_evidence(case, person, name="Hassans intyg.pdf")
    bring(case, CaseState.TESTED)
    talk = hold_feedback_talk(
        case=case,
        summary="Hassan kan.",
        proposals={area_ids(case)[0]: "Öva."},
        by=an_account(a_person("Vera", "Kopplin")),
        at=NOON,
    )

    lines = [str(row) for row in (case, case.self_rating, evidence, talk, talk.proposals.get())]
    lines += [str(row) for row in case.self_rating.areas.all()]

    assert not [line for line in lines if "Hassan" in line or "Öva" in line]

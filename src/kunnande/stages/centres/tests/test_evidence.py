import pytest

from kunnande.stages.cases.services import RefusedFileError
from kunnande.stages.centres import services
from kunnande.stages.centres.models import Answer
from kunnande.stages.centres.services.evidence import LARGEST_APPLICATION_BYTES
from kunnande.stages.centres.tests.builders import FIRST_DAY, a_centre, a_checklist, a_role_at, noon
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nen rutin"


@pytest.fixture(autouse=True)
def private_storage(settings, tmp_path):
    """Keep the tests' files apart from the installation's."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def draft():
    product = a_published_version().product
    a_checklist(product)
    centre = a_centre()
    return services.apply_for_accreditation(
        centre=centre,
        product=product,
        by=a_role_at(centre, Role.CENTRE_MANAGER),
        at=noon(FIRST_DAY),
    )


def attach(draft, *, name="rutin.pdf", content=PDF, place=0):
    return services.attach_accreditation_evidence(
        accreditation=draft,
        requirement_id=draft.checklist.requirements.all()[place].pk,
        name=name,
        content=content,
        by=a_role_at(draft.centre, Role.CENTRE_MANAGER),
        at=noon(FIRST_DAY),
    )


def test_a_file_is_kept_under_its_digest_with_a_name_that_leads_nowhere(draft):
    kept = attach(draft, name="../../etc/passwd")

    assert kept.name == "passwd.pdf"
    assert kept.file.name == f"accreditation/{draft.pk}/{kept.sha256}"


@pytest.mark.parametrize("content", [b"", b"<script>", b"MZ\x90"])
def test_a_file_that_is_empty_or_foreign_is_refused(draft, content, private_storage):
    with pytest.raises(RefusedFileError):
        attach(draft, content=content)

    assert not private_storage.exists()


def test_the_same_file_twice_is_kept_once_for_each_requirement(draft):
    first, again, other = attach(draft), attach(draft), attach(draft, place=1)

    assert first == again
    assert other != first


def test_the_files_of_an_application_have_a_limit_together(draft):
    kept = attach(draft)
    type(kept).objects.filter(pk=kept.pk).update(size_bytes=LARGEST_APPLICATION_BYTES)

    with pytest.raises(RefusedFileError, match="100 MB"):
        attach(draft, content=PDF + b" ny")


def test_a_removed_file_is_gone_from_the_disk(
    draft, private_storage, django_capture_on_commit_callbacks
):
    kept = attach(draft)
    by = a_role_at(draft.centre, Role.CENTRE_MANAGER)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_accreditation_evidence(evidence=kept, by=by, at=noon(FIRST_DAY))

    assert [path for path in private_storage.rglob("*") if path.is_file()] == []


def test_after_handing_in_no_file_comes_or_goes(draft):
    kept = attach(draft)
    acting = {"by": a_role_at(draft.centre, Role.CENTRE_MANAGER), "at": noon(FIRST_DAY)}
    met = services.OwnAnswer(Answer.MET)
    answers = {row.pk: met for row in draft.checklist.requirements.all()}
    services.assess_requirements(accreditation=draft, answers=answers, **acting)
    services.submit_self_assessment(accreditation=draft, **acting)

    with pytest.raises(services.AlreadyHandedInError):
        attach(draft, content=PDF + b" ny")
    with pytest.raises(services.AlreadyHandedInError):
        services.remove_accreditation_evidence(evidence=kept, **acting)

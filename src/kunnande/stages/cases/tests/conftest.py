import pytest

from kunnande.stages.cases.tests.builders import an_admitted_case, signed_in


@pytest.fixture(autouse=True)
def private_storage(settings, tmp_path):
    """Keep the tests' evidence apart from the installation's."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


@pytest.fixture
def mapping():
    """A case open for mapping, its person's browser, and the person's account."""
    case, person = an_admitted_case()
    return case, signed_in(person), person

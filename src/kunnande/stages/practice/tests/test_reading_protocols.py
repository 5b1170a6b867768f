import pytest
from django.urls import reverse

from kunnande.stages.framework.queries import get_version
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import a_member
from kunnande.stages.practice.models import ProtocolVersion
from kunnande.stages.practice.tests.builders import a_product_with_practice
from kunnande.stages.testing.tests.builders import signed_in

pytestmark = pytest.mark.django_db


def test_the_scheme_owner_reads_the_protocols_of_its_scheme():
    a_product_with_practice()
    owner = a_member(get_version("teknik-bas", "1").product.scheme.owner, Role.SCHEME_OWNER)
    browser = signed_in(owner)

    page = browser.get(reverse("practice:protocols")).content.decode()

    assert "Montera och mät" in page
    (version,) = ProtocolVersion.objects.all()
    read = browser.get(reverse("practice:protocol_version", args=[version.pk])).content.decode()
    assert "Moment 3" in read
    assert "Skydd saknas" in read

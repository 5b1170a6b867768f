import pytest

from kunnande.site.content.publish import TWO_AREAS, publish_sample_scheme, read_content
from kunnande.stages.parties.tests.builders import NOON, a_scheme_owner, a_service_user
from kunnande.stages.practice.queries import ProtocolVersion

pytestmark = pytest.mark.django_db


def test_the_sample_scheme_comes_with_its_protocols_published():
    owner, by = a_scheme_owner(), a_service_user()

    publish_sample_scheme(owner=owner, versions=[TWO_AREAS], by=by, at=NOON)

    names = {row["id"] for row in read_content("practical")["protocols"]}
    stored = ProtocolVersion.objects.filter(published_at__isnull=False)
    assert {row.protocol.code for row in stored} == names
    assert stored.get(protocol__code="PR-SVETS-1").assessors_needed == 2

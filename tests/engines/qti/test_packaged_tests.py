"""Tests inside packages."""

from kunnande.engines.qti import arrange, read_package

from .builders import NAMESPACE
from .packing import archive, manifest
from .test_packages import FILES

SECTION = f'<qti-assessment-section xmlns="{NAMESPACE}" identifier="s"><qti-assessment-item-ref identifier="i" href="../items/a.xml"/></qti-assessment-section>'  # noqa: E501
TEST = f'<qti-assessment-test xmlns="{NAMESPACE}" identifier="t"><qti-test-part identifier="p"><qti-assessment-section-ref identifier="s" href="s.xml"/></qti-test-part></qti-assessment-test>'  # noqa: E501


def test_a_test_finds_its_sections_and_items():
    listed = [("imsqti_item_xmlv3p0", "items/a.xml"), ("imsqti_test_xmlv3p0", "tests/t.xml")]
    files = {**FILES, "imsmanifest.xml": manifest(*listed), "tests/t.xml": TEST.encode()}

    (refused,) = read_package(archive(files)).tests
    (found,) = read_package(archive({**files, "tests/s.xml": SECTION.encode()})).tests

    assert (refused.assessment, "'s.xml' is missing" in refused.refused) == (None, True)
    (place,) = arrange(found.assessment, seed=0)
    assert found.item_path(place.reference) == "items/a.xml"
    assert found.missing == ()

import pytest

from kunnande.engines.verifiable_credentials import (
    ClassificationError,
    align_esco,
    align_seqf,
    align_ssyk,
    canonicalise,
)

from .builders import achievement, certificate

SKILL = "http://data.europa.eu/esco/skill/ccdf3597-5c80-410f-896d-e1bdfa223de9"


def test_each_classification_is_named_in_the_certificate():
    aligned = (align_esco(SKILL, "operate"), align_ssyk("7223", "Maskinställare"), align_seqf(4))

    written = certificate(achievement=achievement(alignments=aligned))["credentialSubject"]

    frameworks = [each["targetFramework"] for each in written["achievement"]["alignment"]]
    assert frameworks == ["ESCO", "SSYK 2012", "SeQF"]
    assert written["achievement"]["alignment"][2]["targetCode"] == "4"


def test_the_kind_of_a_target_is_covered_by_the_signature():
    credential = certificate(achievement=achievement(alignments=(align_esco(SKILL, "operate"),)))

    assert "ceasn:Competency" in canonicalise(credential)


@pytest.mark.parametrize(
    "make",
    [
        lambda: align_esco("https://example.org/skill/1", "operate"),
        lambda: align_ssyk("72230", "Maskinställare"),
        lambda: align_ssyk("7x", "Maskinställare"),
        lambda: align_seqf(0),
        lambda: align_seqf(9),
    ],
)
def test_a_place_that_does_not_exist_is_refused(make):
    with pytest.raises(ClassificationError):
        make()

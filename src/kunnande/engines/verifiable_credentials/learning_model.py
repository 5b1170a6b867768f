"""The same certificate in the European Learning Model, for Europass: unsigned, and its e-seal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from .jose import encode_json, encode_part
from .moments import format_moment
from .shapes import ShapeError, check_shape, follows_standard

CONTEXTS = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
)

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_SNB = "http://data.europa.eu/snb"
_SCHEME = "25831c2"
_ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
_EQF = f"{_SNB}/eqf/"


class ElectronicSeal(Protocol):
    """A qualified or advanced seal that a trust service keeps for the issuer (eIDAS art. 36)."""

    @property
    def certificate_chain(self) -> Sequence[str]:
        """Return the seal's certificates in base64 DER, its own first."""
        ...

    def seal_rs256(self, data: bytes) -> bytes:
        """Return the RSASSA-PKCS1-v1_5 signature with SHA-256 over some bytes."""
        ...


def export_learning_model(credential: Mapping[str, Any], *, country: str) -> dict[str, Any]:
    """Return a certificate as an unsigned European Digital Credential that can be uploaded.

    It says what the certificate says and proves nothing: Europass believes the seal of whoever
    uploads it, not ours.

    Parameters
    ----------
    credential
        In our exact shape, with or without its proof.
    country
        Where the issuer is, as the EU authority table has it: three capital letters.

    Returns
    -------
    dict
        ``{"credential": {...}}``, as the Europass issuer takes it.

    Raises
    ------
    ShapeError
        If the credential is not in our shape, or the country is no such code.

    References
    ----------
    European Commission, European Learning Model v3, application profile EDC, and its published
    samples ``*-unsigned-uploadable.json``. Checked for shape by ``shapes``, not by its SHACL.
    """
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    check_shape(unsigned, kind="achievement_credential")
    numbers = count(1)
    issuer = _issuer(unsigned["issuer"], country, numbers)
    name = _both(unsigned["name"])
    written = {
        "@context": list(CONTEXTS),
        "id": unsigned["id"],
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": _concept(f"{_SNB}/credential/e34929035b", {"en": "Generic"}),
        "displayParameter": {
            "id": _own_id("displayParameter", numbers),
            "type": "DisplayParameter",
            "title": name,
            "primaryLanguage": _language("SWE", "Swedish"),
            "language": [_language("SWE", "Swedish"), _language("ENG", "English")],
        },
        "issuer": issuer,
        "issuanceDate": unsigned["validFrom"],
        "issued": unsigned["validFrom"],
        "validFrom": unsigned["validFrom"],
        "credentialSubject": _person(unsigned, issuer["id"], numbers),
    }
    if "validUntil" in unsigned:
        written["expirationDate"] = written["validUntil"] = unsigned["validUntil"]
    uploadable = {"credential": written}
    if not follows_standard(uploadable, "european_digital_credential"):
        raise ShapeError("The certificate can not be written in the European Learning Model.")
    return uploadable


def seal_learning_model(
    uploadable: Mapping[str, Any], seal: ElectronicSeal, *, at: datetime
) -> dict[str, Any]:
    """Return a European Digital Credential with an electronic seal over it.

    Parameters
    ----------
    uploadable
        From `export_learning_model`.
    seal
        Adapter to the trust service that keeps the issuer's seal; none comes with this engine.
    at
        When it is sealed, with time zone.

    Returns
    -------
    dict
        JWS in JSON serialisation, with what JAdES baseline B asks of its header.

    Raises
    ------
    NaiveMomentError
        If ``at`` has no time zone.

    References
    ----------
    ETSI TS 119 182-1 (JAdES), section 5.1; RFC 7515, section 7.2.1.
    """
    header = {
        "alg": "RS256",
        "typ": "jose",
        "x5c": list(seal.certificate_chain),
        "sigT": format_moment(at),
        "crit": ["sigT"],
    }
    payload = encode_part(json.dumps(uploadable["credential"], ensure_ascii=False).encode())
    protected = encode_json(header)
    signature = seal.seal_rs256(f"{protected}.{payload}".encode())
    return {
        "payload": payload,
        "signatures": [{"protected": protected, "signature": encode_part(signature)}],
    }


def _person(
    credential: Mapping[str, Any], issuer_id: str, numbers: Iterator[int]
) -> dict[str, Any]:
    subject = credential["credentialSubject"]
    name = subject["identifier"][0]["identityHash"]
    return {
        "id": subject.get("id", _own_id("person", numbers)),
        "type": "Person",
        "fullName": {"sv": name, "en": name},
        "hasClaim": {
            "id": _own_id("learningAchievement", numbers),
            "type": "LearningAchievement",
            "title": _both(subject["achievement"]["name"]),
            "awardedBy": {
                "id": _own_id("awardingProcess", numbers),
                "type": "AwardingProcess",
                "awardingBody": {"id": issuer_id, "type": "Organisation"},
                "awardingDate": credential["validFrom"],
            },
            "provenBy": list(_assessments(credential, numbers)),
            "specifiedBy": _specification(subject["achievement"], numbers),
        },
    }


def _assessments(credential: Mapping[str, Any], numbers: Iterator[int]) -> Iterator[dict[str, Any]]:
    subject = credential["credentialSubject"]
    described = subject["achievement"]["resultDescription"]
    for description, result in zip(described, subject["result"], strict=True):
        name, level = _both(description["name"]), result["value"]
        shown = [each for each in credential["evidence"] if each["name"] == description["name"]]
        yield {
            "id": _own_id("learningAssessment", numbers),
            "type": "LearningAssessment",
            "title": name,
            "description": _joined([_both(each["narrative"], "\n\n") for each in shown]) or name,
            "grade": _note({"sv": f"Nivå {level} av 4", "en": f"Level {level} of 4"}, numbers),
        }


def _specification(achievement: Mapping[str, Any], numbers: Iterator[int]) -> dict[str, Any]:
    aligned = achievement.get("alignment", [])
    skills = [each for each in aligned if each["targetFramework"] == "ESCO"]
    levels = [each["targetUrl"] for each in aligned if each["targetUrl"].startswith(_EQF)]
    outcomes: list[dict[str, Any]] = [
        {
            "id": _own_id("learningOutcome", numbers),
            "type": "LearningOutcome",
            "title": _both(area["name"]),
        }
        for area in achievement["resultDescription"]
    ]
    if skills:
        # The certificate does not say which area an ESCO skill belongs to.
        outcomes.append(
            {
                "id": _own_id("learningOutcome", numbers),
                "type": "LearningOutcome",
                "title": _both(achievement["name"]),
                "relatedESCOSkill": [_skill(each) for each in skills],
            }
        )
    specification = {
        "id": _own_id("qualification", numbers),
        "type": "Qualification",
        "title": _both(achievement["name"]),
        "description": _both(achievement["description"], "\n\n"),
        "isPartialQualification": achievement["achievementType"] != "Certification",
        "learningOutcome": outcomes,
    }
    if levels:
        label = {"en": f"Level {levels[0].removeprefix(_EQF)}"}
        specification["eqfLevel"] = _concept(levels[0], label)
    return specification


def _issuer(issuer: Mapping[str, Any], country: str, numbers: Iterator[int]) -> dict[str, Any]:
    organisation = {
        "id": issuer["id"],
        "type": "Organisation",
        "legalName": {"sv": issuer["name"], "en": issuer["name"]},
        "location": {
            "id": _own_id("location", numbers),
            "type": "Location",
            "address": {
                "id": _own_id("address", numbers),
                "type": "Address",
                "countryCode": _table("country", country, country),
            },
        },
    }
    if "url" in issuer:
        organisation["homepage"] = {
            "id": _own_id("webResource", numbers),
            "type": "WebResource",
            "contentURL": issuer["url"],
        }
    return organisation


def _skill(alignment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": alignment["targetUrl"],
        "type": "Concept",
        "inScheme": {"id": _ESCO_SKILLS, "type": "ConceptScheme"},
        "prefLabel": {"en": alignment["targetName"]},
    }


def _concept(address: str, label: Mapping[str, str]) -> dict[str, Any]:
    scheme = f"{address.rpartition('/')[0]}/{_SCHEME}"
    return {
        "id": address,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": dict(label),
    }


def _language(code: str, name: str) -> dict[str, Any]:
    return _table("language", code, name)


def _table(table: str, code: str, name: str) -> dict[str, Any]:
    return {
        "id": f"{_AUTHORITY}/{table}/{code}",
        "type": "Concept",
        "inScheme": {"id": f"{_AUTHORITY}/{table}", "type": "ConceptScheme"},
        "notation": table,
        "prefLabel": {"en": name},
    }


def _note(text: Mapping[str, str], numbers: Iterator[int]) -> dict[str, Any]:
    return {"id": _own_id("note", numbers), "type": "Note", "noteLiteral": dict(text)}


def _both(text: str, separator: str = " / ") -> dict[str, str]:
    swedish, found, english = text.partition(separator)
    return {"sv": swedish, "en": english if found else swedish}


def _joined(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    if not texts:
        return {}
    return {language: " ".join(each[language] for each in texts) for language in ("sv", "en")}


def _own_id(kind: str, numbers: Iterator[int]) -> str:
    return f"urn:epass:{kind}:{next(numbers)}"

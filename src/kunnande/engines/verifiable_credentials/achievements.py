"""What was shown, by whom and for whom: an Open Badges 3.0 achievement credential."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .alignments import Alignment
from .contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from .moments import format_moment
from .shapes import check_shape
from .status import StatusEntry

_IDENTITY_NUMBER = re.compile(r"\d{6}(?:\d{2})?[-+ ]?\d{4}", re.ASCII)


class IdentityNumberError(ValueError):
    """A certificate shows a name, never an identity number."""


class ValidityError(ValueError):
    """A certificate can not cease to be valid before it begins."""


class ProofKind(StrEnum):
    """How a competence was shown. A self-rating proves nothing and is not among them."""

    EMPLOYER_ATTESTED = "employer_attested"
    DOCUMENTED = "documented"
    COURSE_COMPLETED = "course_completed"
    THEORY_TESTED = "theory_tested"
    PRACTICALLY_ASSESSED = "practically_assessed"


@dataclass(frozen=True)
class Text:
    """The same words in Swedish and English."""

    sv: str
    en: str

    def joined(self, separator: str = " / ") -> str:
        """Return both languages, Swedish first; one when they are equal."""
        return self.sv if self.sv == self.en else f"{self.sv}{separator}{self.en}"


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who answers for the certificate."""

    did: str
    name: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whose certificate it is: a name, and if wanted a random ``urn:uuid`` or DID."""

    name: str
    subject_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """What the certificate is for: one version of a validation product.

    ``endorsements`` are what others have signed about it, from `build_endorsement` and `sign`.
    """

    achievement_id: str
    name: Text
    description: Text
    criteria: Text
    version: str
    kind: str = "Certification"
    alignments: tuple[Alignment, ...] = ()
    endorsements: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AreaShown:
    """One competence area: whether it is met, at which level 0-4, how and when it was shown."""

    code: str
    name: Text
    met: bool
    level: int
    shown_by: tuple[ProofKind, ...]
    shown_on: date


_SHOWN_BY = {
    ProofKind.EMPLOYER_ATTESTED: Text("Intygat av arbetsgivare", "Attested by an employer"),
    ProofKind.DOCUMENTED: Text("Styrkt med dokument", "Shown by documents"),
    ProofKind.COURSE_COMPLETED: Text("Visat genom avslutad kurs", "Shown by a completed course"),
    ProofKind.THEORY_TESTED: Text("Visat genom teoriprov", "Shown by a theory test"),
    ProofKind.PRACTICALLY_ASSESSED: Text(
        "Visat genom praktisk bedömning", "Shown by a practical assessment"
    ),
}


def build_achievement_credential(
    *,
    credential_id: str,
    issuer: Issuer,
    recipient: Recipient,
    achievement: Achievement,
    results: Sequence[AreaShown],
    valid_from: datetime,
    valid_until: datetime | None,
    status: StatusEntry | None = None,
) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 credential on VC 2.0.

    Parameters
    ----------
    credential_id
        ``urn:uuid`` or https address of this certificate.
    results
        One per competence area, each code once; how each was shown becomes ``evidence``.
    valid_from, valid_until
        With time zone; None if the certificate does not expire.
    status
        Where withdrawal can be read; None if it can not be withdrawn.

    Returns
    -------
    dict
        In the shape that `verify` accepts, to hand to `sign`.

    Raises
    ------
    IdentityNumberError, ValidityError, NaiveMomentError
        See there.
    ShapeError
        If a value is outside its range, an address is not one, or an area comes twice.

    References
    ----------
    1EdTech Open Badges 3.0, appendix B.1; W3C Verifiable Credentials Data Model 2.0, section 4.
    """
    credential: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": credential_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name.joined(),
        "issuer": build_issuer(issuer),
        "validFrom": format_moment(valid_from),
        "credentialSubject": _subject(recipient, achievement, results),
        "evidence": [entry for area in results for entry in _evidence(credential_id, area)],
    }
    if valid_until is not None:
        credential["validUntil"] = format_moment(valid_until)
        if credential["validUntil"] <= credential["validFrom"]:
            raise ValidityError("The certificate must end after it begins.")
    if status is not None:
        credential["credentialStatus"] = status.to_json()
    check_shape(credential, kind="achievement_credential")
    return credential


def build_issuer(issuer: Issuer) -> dict[str, Any]:
    """Return a profile as it stands in a credential."""
    profile = {"id": issuer.did, "type": ["Profile"], "name": issuer.name}
    return profile if issuer.url is None else {**profile, "url": issuer.url}


def _subject(
    recipient: Recipient, achievement: Achievement, results: Sequence[AreaShown]
) -> dict[str, Any]:
    if _IDENTITY_NUMBER.search(recipient.name):
        raise IdentityNumberError("Give the person's name without an identity number.")
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "hashed": False,
                "identityHash": recipient.name,
            }
        ],
        "achievement": _achievement(achievement, results),
        "result": [_result(achievement, area) for area in results],
    }
    if recipient.subject_id is not None:
        subject["id"] = recipient.subject_id
    return subject


def _achievement(achievement: Achievement, results: Sequence[AreaShown]) -> dict[str, Any]:
    described = {
        "id": achievement.achievement_id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.name.joined(),
        "description": achievement.description.joined("\n\n"),
        "criteria": {"narrative": achievement.criteria.joined("\n\n")},
        "version": achievement.version,
        "resultDescription": [
            {
                "id": _area_id(achievement, area),
                "type": ["ResultDescription"],
                "name": area.name.joined(),
                "resultType": "PerformanceLevel",
                "valueMin": "0",
                "valueMax": "4",
            }
            for area in results
        ],
    }
    if achievement.alignments:
        described["alignment"] = [each.to_json() for each in achievement.alignments]
    if achievement.endorsements:
        described["endorsement"] = [dict(each) for each in achievement.endorsements]
    return described


def _area_id(achievement: Achievement, area: AreaShown) -> str:
    return f"{achievement.achievement_id}#{area.code}"


def _result(achievement: Achievement, area: AreaShown) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": _area_id(achievement, area),
        # The standard also has "Failed"; here an area that is not met yet is in progress.
        "status": "Completed" if area.met else "InProgress",
        "value": str(area.level),
    }


def _evidence(credential_id: str, area: AreaShown) -> Iterator[dict[str, Any]]:
    for kind in area.shown_by:
        shown = _SHOWN_BY[kind]
        yield {
            "id": f"{credential_id}#{area.code}-{kind}",
            "type": ["Evidence"],
            "name": area.name.joined(),
            "genre": kind.value,
            "narrative": Text(
                f"{shown.sv} {area.shown_on}.", f"{shown.en} {area.shown_on}."
            ).joined("\n\n"),
        }

"""From the rows of a decision to the credential that is signed, and the key that signs it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials.models import CredentialKind
from kunnande.stages.framework.queries import list_criteria, list_levels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kunnande.stages.credentials.models import CredentialIssuer
    from kunnande.stages.decision.queries import DecidedArea
    from kunnande.stages.framework.queries import AreaVersion, ProductVersion
    from kunnande.stages.ledger.queries import Statement

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class Award:
    """What one certificate says: for whom, of which kind, resting on which areas, when."""

    credential_id: str
    kind: str
    person_name: str
    version: ProductVersion
    met: Sequence[DecidedArea]
    remaining: Sequence[DecidedArea]
    status: vc.StatusEntry
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True)
class ClaimedArea:
    """One area that a document says is met."""

    code: str
    name: str
    level: str
    shown: str


@dataclass(frozen=True)
class Claims:
    """What a signed document says, in the reader's language."""

    address: str
    name: str
    description: str
    holder: str
    issuer_name: str
    version: str
    areas: tuple[ClaimedArea, ...]
    issued_on: date
    last_day: date | None


def build_credential(award: Award, issuer: CredentialIssuer) -> dict[str, Any]:
    """Return the unsigned credential; only met areas are results, what remains is in words."""
    shown = [(area.area_version, area.statement) for area in award.met if area.statement]
    credential = vc.build_achievement_credential(
        credential_id=award.credential_id,
        issuer=vc.Issuer(did=issuer.did, name=issuer.name, url=issuer.base_url),
        recipient=vc.Recipient(name=award.person_name),
        achievement=_achievement(award, issuer),
        results=[_area_shown(version, statement) for version, statement in shown],
        valid_from=award.valid_from,
        valid_until=award.valid_until,
        status=award.status,
    )
    for evidence, (_version, statement) in zip(credential["evidence"], shown, strict=True):
        if statement.place:
            evidence["narrative"] = _at_place(evidence["narrative"], statement.place.name)
    return credential


def read_claims(document: Mapping[str, Any]) -> Claims:
    """Return what a document in the engine's exact shape says, in the active language."""
    subject, ends = document["credentialSubject"], document.get("validUntil")
    achievement = subject["achievement"]
    shown = {entry["name"]: entry["narrative"] for entry in document["evidence"]}
    return Claims(
        address=document["id"],
        name=_in_language(achievement["name"], " / "),
        description=_in_language(achievement["description"], "\n\n"),
        holder=subject["identifier"][0]["identityHash"],
        issuer_name=document["issuer"]["name"],
        version=achievement["version"],
        areas=tuple(
            ClaimedArea(
                code=described["id"].rpartition("#")[2],
                name=_in_language(described["name"], " / "),
                level=result["value"],
                shown=_with_dates(_in_language(shown[described["name"]], "\n\n")),
            )
            for described, result in zip(
                achievement["resultDescription"], subject["result"], strict=True
            )
        ),
        issued_on=timezone.localdate(datetime.fromisoformat(document["validFrom"])),
        last_day=_last_day(datetime.fromisoformat(ends)) if ends else None,
    )


def end_of_day_after(months: int, moment: datetime) -> datetime:
    """Return the midnight that ends the day so many months after a moment."""
    day = timezone.localdate(moment)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = min(day.day, monthrange(year, month + 1)[1])
    return end_of_day(day.replace(year=year, month=month + 1, day=last))


def end_of_day(day: date) -> datetime:
    """Return the midnight after a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _achievement(award: Award, issuer: CredentialIssuer) -> vc.Achievement:
    product = award.version.product
    address = f"{issuer.base_url}/produkter/{product.code}/{award.version.version}"
    is_certificate = award.kind == CredentialKind.CERTIFICATE
    name = vc.Text(product.name_sv, product.name_en)
    parts = vc.Text(f"Intyg om delar av {name.sv}", f"Attestation of parts of {name.en}")
    return vc.Achievement(
        achievement_id=address if is_certificate else f"{address}/delar",
        name=name if is_certificate else parts,
        description=_description(award, issuer),
        criteria=_criteria(award),
        version=award.version.version,
        kind="Certification" if is_certificate else "Competency",
        alignments=_alignments([area.area_version for area in award.met]),
    )


def _description(award: Award, issuer: CredentialIssuer) -> vc.Text:
    product, version = award.version.product, award.version.version
    sv = [f"Visat kunnande prövat mot {product.name_sv}, version {version}."]
    en = [f"Competence shown and tested against {product.name_en}, version {version}."]
    if award.remaining:
        areas = [area.area_version for area in award.remaining]
        sv.append(f"Återstår för certifikat: {', '.join(area.name_sv for area in areas)}.")
        en.append(f"Remaining for a certificate: {', '.join(area.name_en for area in areas)}.")
    if award.version.is_sample:
        sv.append(product.scheme.notice_sv)
        en.append(product.scheme.notice_en)
    if issuer.is_demo:
        sv.append("Exempelutfärdare: personen, provet och beviset är påhittade.")
        en.append("Sample issuer: the person, the test and the certificate are made up.")
    return vc.Text(" ".join(filter(None, sv)), " ".join(filter(None, en)))


def _criteria(award: Award) -> vc.Text:
    areas = [area.area_version for area in award.met]
    texts = {area.pk: list_criteria(area.pk) for area in areas}
    sv = [f"**{a.name_sv}**\n" + "\n".join(f"- {c.text_sv}" for c in texts[a.pk]) for a in areas]
    en = [f"**{a.name_en}**\n" + "\n".join(f"- {c.text_en}" for c in texts[a.pk]) for a in areas]
    levels = list_levels(award.version.product.scheme_id)
    sv.append("**Nivåer**\n" + "\n".join(f"- {x.value}: {x.definition_sv}" for x in levels))
    en.append("**Levels**\n" + "\n".join(f"- {x.value}: {x.definition_en}" for x in levels))
    return vc.Text("\n\n".join(sv), "\n\n".join(en))


def _alignments(areas: Sequence[AreaVersion]) -> tuple[vc.Alignment, ...]:
    skills = {skill["uri"]: skill["label_en"] for area in areas for skill in area.esco_skills}
    levels = [area.seqf_level for area in areas if area.seqf_level]
    esco = [vc.align_esco(uri, name) for uri, name in skills.items()]
    # All areas together are as demanding as the least demanding of them.
    return (*esco, *([vc.align_seqf(min(levels))] if len(levels) == len(areas) else []))


def _area_shown(version: AreaVersion, statement: Statement) -> vc.AreaShown:
    return vc.AreaShown(
        code=version.area.code,
        name=vc.Text(version.name_sv, version.name_en),
        met=True,
        level=statement.level,
        shown_by=(vc.ProofKind(statement.kind),),
        shown_on=timezone.localdate(statement.stated_at),
    )


def _at_place(narrative: str, place: str) -> str:
    return "\n\n".join(f"{text.removesuffix('.')}, {place}." for text in narrative.split("\n\n"))


def _in_language(text: str, separator: str) -> str:
    swedish, _found, english = text.partition(separator)
    return english if english and (get_language() or "sv").startswith("en") else swedish


def _with_dates(text: str) -> str:
    return _ISO_DATE.sub(lambda found: date_format(date.fromisoformat(found[0]), "j F Y"), text)


def _last_day(ends: datetime) -> date:
    # A certificate ends at a midnight: the day before it is its last.
    return timezone.localdate(ends - timedelta(seconds=1))

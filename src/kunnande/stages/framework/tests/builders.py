"""Small schemes for tests, imported by the real service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kunnande.stages.framework import queries, services
from kunnande.stages.parties.tests.builders import NOON, a_scheme_owner, a_service_user

if TYPE_CHECKING:
    from kunnande.stages.framework.queries import ProductVersion, Scheme
    from kunnande.stages.parties.queries import Organisation


def an_area(code: str, family: str = "industriteknik") -> dict[str, Any]:
    dimensions = ("knowledge", "skill", "responsibility_autonomy")
    return {
        "id": code,
        "name": {"sv": f"Område {code}", "en": f"Area {code}"},
        "family": family,
        "seqf_level": 4,
        "description": {"sv": "Att göra rätt.", "en": "Doing it right."},
        "criteria": [
            {
                "id": f"{code}.{number}",
                "dimension": dimension,
                "text": {"sv": f"Kan {dimension}.", "en": f"Can {dimension}."},
                "level_kind": "cognitive",
                "level": "apply",
                "method": "theory_test",
            }
            for number, dimension in enumerate(dimensions, start=1)
        ],
        "self_rating": [
            {"level": level, "sv": f"Jag kan {level}.", "en": f"I can {level}."}
            for level in range(5)
        ],
        "typical_evidence": [{"sv": "Ett intyg", "en": "A certificate"}],
        "esco_skills": [{"label_en": "use tools", "uri": "http://data.europa.eu/esco/skill/1"}],
    }


def a_version(version: str = "1", areas: tuple[str, ...] = ("IT07", "IT08")) -> dict[str, Any]:
    return {
        "version": version,
        "valid_from": "2026-07-01",
        "valid_to": None,
        "areas": [{"area": code, "weight": 100 // len(areas)} for code in areas],
        "pass_rule": {"per_area_min_percent": 70},
        "retake_rule": {"min_days_between": 14, "max_attempts_per_12_months": 3},
        "certificate_validity_months": 36,
    }


def a_package(code: str = "provmodell", product: str = "teknik-bas") -> dict[str, Any]:
    return {
        "levels": {
            "scale": {
                "levels": [
                    {
                        "value": value,
                        "iluo": letter,
                        "name": {"sv": f"Nivå {value}", "en": f"Level {value}"},
                        "definition": {"sv": f"Klarar {value}.", "en": f"Manages {value}."},
                        "shop_floor_descriptors": {"sv": ["Jag kan."], "en": ["I can."]},
                    }
                    for value, letter in enumerate((None, "I", "L", "U", "O"))
                ]
            }
        },
        "areas": {
            "meta": {
                "pack": code,
                "pack_version": "1",
                "status": "sample",
                "notice_sv": "Exempel.",
                "notice_en": "Sample.",
            },
            "areas": [an_area("IT07"), an_area("IT08"), an_area("CN01", "cnc")],
        },
        "products": {
            "products": [
                {
                    "id": product,
                    "name": {"sv": "Teknik BAS", "en": "Technology BAS"},
                    "versions": [a_version()],
                }
            ]
        },
    }


def an_imported_scheme(
    package: dict[str, Any] | None = None, owner: Organisation | None = None
) -> Scheme:
    return services.import_scheme(
        package=package or a_package(),
        owner=owner or a_scheme_owner(),
        by=a_service_user(),
        at=NOON,
    )


def a_published_version(owner: Organisation | None = None) -> ProductVersion:
    an_imported_scheme(owner=owner)
    draft = queries.get_version("teknik-bas", "1")
    return services.publish_version(version=draft, by=a_service_user(), at=NOON)

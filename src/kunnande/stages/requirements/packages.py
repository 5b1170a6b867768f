"""Role templates as rows, and as the package they come and go in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kunnande.stages.framework.queries import ProofKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kunnande.stages.requirements.models import RoleTemplate

_TESTED = (ProofKind.THEORY_TESTED, ProofKind.PRACTICALLY_ASSESSED)
_SHOWN = (ProofKind.COURSE_COMPLETED, *_TESTED)
# The templates name the least proof; in the house proofs are kinds, so each name is a set.
ACCEPTED_FROM: Mapping[str, tuple[ProofKind, ...]] = {
    "self_rated": tuple(ProofKind),
    "employer_attested": (ProofKind.EMPLOYER_ATTESTED, ProofKind.DOCUMENTED, *_SHOWN),
    "documented": (ProofKind.DOCUMENTED, *_SHOWN),
    "course": _SHOWN,
    "theory_tested": _TESTED,
    "practically_assessed": (ProofKind.PRACTICALLY_ASSESSED,),
}
_LEAST_PROOF = {frozenset(kinds): name for name, kinds in ACCEPTED_FROM.items()}


def to_role(template: RoleTemplate) -> dict[str, Any]:
    """Return what import_templates makes this template from."""
    return {
        "id": template.code,
        "name": {"sv": template.name_sv, "en": template.name_en},
        "description": {"sv": template.description_sv, "en": template.description_en},
        "ssyk2012": {"code": template.ssyk_code, "label_sv": template.ssyk_label_sv},
        "esco_occupations": template.esco_occupations,
        "requirements": [
            {
                "area": row.area.code,
                "level": row.level,
                "least_proof": _LEAST_PROOF[frozenset(ProofKind(k) for k in row.accepted_kinds)],
                "importance": row.importance,
            }
            for row in template.requirements.select_related("area")
        ],
    }

"""What an identity number says, for those rooms that must hand it on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kunnande.stages.parties import translate
from kunnande.stages.parties.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A coordination number has sixty added to its day.
_COORDINATION = 60


def get_birth_and_gender(person_id: int) -> tuple[date | None, str]:
    """Return when somebody was born and woman, man or unknown, as the number has it."""
    sealed = Person.objects.values_list("identity_number_sealed", flat=True).get(pk=person_id)
    if not sealed:
        return None, "unknown"
    digits = translate.unseal(bytes(sealed))
    day = int(digits[6:8])
    born = date(int(digits[:4]), int(digits[4:6]), day - _COORDINATION * (day > _COORDINATION))
    # The ninth of ten digits is odd for men, even for women.
    return born, "man" if int(digits[-2]) % 2 else "woman"


def map_identity_numbers(people: Iterable[int]) -> Mapping[int, str]:
    """Return the twelve digits, person by person; those without a known number are left out.

    Only for what the law asks the numbers for: whoever calls records it.
    """
    rows = Person.objects.filter(pk__in=list(people), identity_number_sealed__isnull=False)
    return {
        pk: translate.unseal(bytes(sealed))
        for pk, sealed in rows.values_list("pk", "identity_number_sealed")
        if sealed is not None
    }

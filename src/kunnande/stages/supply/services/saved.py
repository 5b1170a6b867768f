from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.supply.models import LevelWords, SavedView
from kunnande.stages.supply.queries import signs_of
from kunnande.stages.supply.services.looks import refuse_outsider
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

_LEVELS, _LONGEST_SIGN = 5, 2


class ImproperWordsError(ValueError):
    """A level lacks its sign or its meaning, or two levels have the same sign."""


class UnnamedViewError(ValueError):
    """A saved view needs a name."""


@transaction.atomic
def save_view(
    *,
    organisation: Organisation,
    name: str,
    selection: Mapping[str, str],
    by: User,
    at: datetime,
) -> SavedView:
    """Keep a selection under a name; the same name takes the new one.

    Raises NotYourCompanyError, UnnamedViewError.
    """
    refuse_outsider(organisation, by, localdate(at))
    if not name.strip():
        raise UnnamedViewError(_("Skriv vad urvalet ska heta."))
    view, _made = SavedView.objects.update_or_create(
        organisation=organisation,
        name=name.strip(),
        defaults={"selection": {key: value for key, value in selection.items() if value}},
    )
    _note(organisation, "view_saved", f"view:{view.pk}", by=by, at=at)
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Keep a saved selection no longer. Raises NotYourCompanyError."""
    refuse_outsider(view.organisation, by, localdate(at))
    _note(view.organisation, "view_forgotten", f"view:{view.pk}", by=by, at=at)
    view.delete()


@transaction.atomic
def set_level_words(
    *,
    organisation: Organisation,
    scale: str,
    signs: Sequence[str],
    meanings: Sequence[str],
    by: User,
    at: datetime,
) -> LevelWords:
    """Say what the company calls the levels 0 to 4; what the levels require does not change.

    Raises NotYourCompanyError, ImproperWordsError.
    """
    refuse_outsider(organisation, by, localdate(at))
    chosen = tuple(sign.strip() for sign in signs_of(scale, signs))
    meant = tuple(meaning.strip() for meaning in meanings)
    if len(chosen) != _LEVELS or len(meant) != _LEVELS or not all((*chosen, *meant)):
        raise ImproperWordsError(_("Varje nivå behöver ett tecken och en betydelse."))
    if len(set(chosen)) != _LEVELS or any(len(sign) > _LONGEST_SIGN for sign in chosen):
        raise ImproperWordsError(_("Varje nivå behöver ett eget tecken, högst två bokstäver."))
    words, _made = LevelWords.objects.update_or_create(
        organisation=organisation,
        defaults={"scale": scale, "signs": list(chosen), "meanings": list(meant)},
    )
    _note(organisation, "level_words_set", f"organisation:{organisation.pk}", by=by, at=at)
    return words


def _note(organisation: Organisation, act: str, subject: str, **acting: Any) -> None:
    record(chain=f"organisation:{organisation.pk}", act=act, subject=subject, **acting)

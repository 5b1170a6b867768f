from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.engines.qti import UnknownResponseError
from kunnande.stages.testing import translate
from kunnande.stages.testing.models import Answer, SittingItem
from kunnande.stages.testing.services.sitting import running
from kunnande.stages.trail.services import Act, record, record_acts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.testing.models import Sitting
    from kunnande.stages.testing.translate import Responses

MOST_CHARACTERS = 10_000


class UnknownPositionError(LookupError):
    """The form has no question in this place."""


class UnknownAnswerError(ValueError):
    """What was sent is not among what the question offers."""


class AnswerTooLongError(ValueError):
    """More text was sent than an answer can hold."""


class StaleAnswerError(ValueError):
    """A later answer has been saved from another tab or computer; `answer` is that one."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(self.words())
        self.answer = answer

    @staticmethod
    def words() -> str:
        """Return what the person is told, here and when their page has been shown anew."""
        return _(
            "Du har svarat på frågan i en annan flik eller vid en annan dator. "
            "Ditt senast sparade svar visas nu. Ändra det om du vill."
        )


@dataclass(frozen=True)
class Sender:
    """The shown page an answer comes from, and the revision it showed."""

    page: str
    revision: int

    def is_behind(self, answer: Answer) -> bool:
        """Tell whether another page has saved since; one's own unacknowledged save is no other."""
        return self.revision < answer.revision and self.page != answer.sender


def save_answer(
    *,
    sitting: Sitting,
    position: int,
    posted: Mapping[str, Sequence[str]],
    sent_from: Sender | None = None,
    by: User,
    at: datetime,
) -> Answer:
    """Keep the latest answer to one question; the same answer again changes nothing.

    Raises DeadlinePassedError, NotRunningError, NotYoursError, UnknownPositionError,
    UnknownAnswerError, AnswerTooLongError, StaleAnswerError.
    """
    with running(sitting, by=by, at=at) as held:
        placed = _get_placed(held, position)
        responses = _read(placed, held.language, posted)
        kept: Answer | None = getattr(placed, "answer", None)
        if kept is None and not translate.is_answered(responses):
            return Answer(sitting_item=placed, responses=responses, revision=0, saved_at=at)
        if kept and kept.responses == responses:
            return kept
        if kept and sent_from and sent_from.is_behind(kept):
            raise StaleAnswerError(kept)
        answer = _revise(placed, kept, responses, at)
        answer.sender = sent_from.page if sent_from else ""
        answer.save()
        name, facts = held.trail_name, _facts_of(answer)
        record(chain=name, act="answer_saved", subject=name, by=by, at=at, facts=facts)
    return answer


def save_first_answers(
    *,
    sitting: Sitting,
    posted: Mapping[int, Mapping[str, Sequence[str]]],
    by: User,
    at: datetime,
) -> list[Answer]:
    """Keep the first answers to several questions in one go, by their places; all or none.

    Raises what `save_answer` raises; StaleAnswerError where a question has an answer.
    """
    with running(sitting, by=by, at=at) as held:
        placed = held.items.select_related("answer").filter(position__in=posted)
        by_position = {row.position: row for row in placed}
        if len(by_position) < len(posted):
            raise UnknownPositionError(_("Provet har ingen sådan fråga."))
        answers = []
        for position in sorted(posted):
            row = by_position[position]
            if hasattr(row, "answer"):
                raise StaleAnswerError(row.answer)
            responses = _read(row, held.language, posted[position])
            if translate.is_answered(responses):
                answers.append(_revise(row, None, responses, at))
        saved = Answer.objects.bulk_create(answers)
        acts = [Act("answer_saved", held.trail_name, _facts_of(answer)) for answer in saved]
        record_acts(chain=held.trail_name, acts=acts, by=by, at=at)
    return saved


def flag_item(
    *, sitting: Sitting, position: int, flagged: bool, by: User, at: datetime
) -> SittingItem:
    """Mark a question to come back to, or take the mark away.

    Raises DeadlinePassedError, NotRunningError, NotYoursError, UnknownPositionError.
    """
    with running(sitting, by=by, at=at) as held:
        placed = _get_placed(held, position)
        if placed.is_flagged != flagged:
            placed.is_flagged = flagged
            placed.save(update_fields=["is_flagged"])
            record(
                chain=held.trail_name,
                act="item_flagged",
                subject=held.trail_name,
                by=by,
                at=at,
                facts={"position": position, "flagged": flagged},
            )
    return placed


def digest_of(responses: Responses) -> str:
    """Return the SHA-256 that the trail holds of an answer."""
    text = json.dumps(responses, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _facts_of(answer: Answer) -> dict[str, str | int]:
    return {
        "position": answer.sitting_item.position,
        "revision": answer.revision,
        "sha256": digest_of(answer.responses),
    }


def _get_placed(sitting: Sitting, position: int) -> SittingItem:
    placed = sitting.items.select_related("answer").filter(position=position).first()
    if placed is None:
        raise UnknownPositionError(_("Provet har ingen sådan fråga."))
    return placed


def _read(placed: SittingItem, language: str, posted: Mapping[str, Sequence[str]]) -> Responses:
    if sum(len(value) for values in posted.values() for value in values) > MOST_CHARACTERS:
        raise AnswerTooLongError(
            _("Svaret är för långt. Korta ner det. Ditt förra svar finns kvar.")
        )
    try:
        return translate.read_posted(placed, language, posted)
    except UnknownResponseError as error:
        raise UnknownAnswerError(
            _("Svaret passar inte frågan och är inte sparat. Ditt förra svar finns kvar.")
        ) from error


def _revise(placed: SittingItem, kept: Answer | None, responses: Responses, at: datetime) -> Answer:
    if kept is None:
        return Answer(sitting_item=placed, responses=responses, revision=1, saved_at=at)
    kept.responses = responses
    kept.revision += 1
    kept.saved_at = at
    return kept

"""Draw and order the items of a test for one candidate, decided by a seed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .chance import Lottery
from .documents import UnreadableItemError
from .outlines import Assessment, Child, ItemReference, Part, Section

_MOST_PLACES = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """One item where a candidate meets it.

    ``identifier`` is the reference's; drawn more than once with replacement, ``.2``, ``.3`` follow.
    """

    identifier: str
    reference: ItemReference
    part: Part
    sections: tuple[Section, ...]


def arrange(assessment: Assessment, *, seed: int) -> tuple[Place, ...]:
    """Return the items of a test in the order that one candidate meets them.

    Parameters
    ----------
    assessment
        The test as read.
    seed
        Decides what is drawn and shuffled; the same seed gives the same arrangement.

    Returns
    -------
    tuple[Place, ...]
        Required children are always drawn, fixed ones keep their places among their siblings, and
        an invisible section that need not keep together mixes with its siblings.

    Raises
    ------
    UnreadableItemError
        If a section is to draw more than it holds.

    References
    ----------
    1EdTech QTI 3.0 ASI information model, selection and ordering.
    """
    lottery = Lottery(f"{assessment.identifier}:{seed}:arrangement")
    places = [
        place
        for part in assessment.parts
        for section in part.sections
        for place in _unfold(section, part, (), lottery)
    ]
    if len(places) > _MOST_PLACES:
        raise UnreadableItemError(f"The test has more than {_MOST_PLACES} places.")
    return tuple(_numbered(places))


@dataclass(frozen=True, slots=True)
class _Block:
    """What moves together when siblings are shuffled."""

    places: tuple[Place, ...]
    fixed: bool


def _unfold(
    section: Section, part: Part, around: tuple[Section, ...], lottery: Lottery
) -> list[Place]:
    return [place for block in _blocks(section, part, around, lottery) for place in block.places]


def _blocks(
    section: Section, part: Part, around: tuple[Section, ...], lottery: Lottery
) -> list[_Block]:
    within = (*around, section)
    blocks: list[_Block] = []
    for child in _drawn(section, lottery):
        if isinstance(child, ItemReference):
            place = Place(child.identifier, child, part, within)
            blocks.append(_Block((place,), child.fixed))
        elif not child.visible and not child.keep_together:
            blocks += _blocks(child, part, within, lottery)
        else:
            blocks.append(_Block(tuple(_unfold(child, part, within, lottery)), child.fixed))
    return _shuffled(blocks, lottery) if section.shuffle else blocks


def _drawn(section: Section, lottery: Lottery) -> list[Child]:
    if section.selection is None:
        return list(section.children)
    chosen = {place: 1 for place, child in enumerate(section.children) if child.required}
    loose = [place for place in range(len(section.children)) if place not in chosen]
    left = section.selection.select - len(chosen)
    pool = list(range(len(section.children))) if section.selection.with_replacement else loose
    if left > len(pool) and not (section.selection.with_replacement and pool):
        raise UnreadableItemError(f"The section {section.identifier} draws more than it holds.")
    for _ in range(max(left, 0)):
        place = pool[lottery.below(len(pool))]
        chosen[place] = chosen.get(place, 0) + 1
        if not section.selection.with_replacement:
            pool.remove(place)
    return [section.children[place] for place in sorted(chosen) for _ in range(chosen[place])]


def _shuffled(blocks: list[_Block], lottery: Lottery) -> list[_Block]:
    loose = [block for block in blocks if not block.fixed]
    mixed = [loose.pop(lottery.below(len(loose))) for _ in range(len(loose))]
    drawn = iter(mixed)
    return [block if block.fixed else next(drawn) for block in blocks]


def _numbered(places: list[Place]) -> Iterable[Place]:
    met: dict[str, int] = {}
    for place in places:
        count = met[place.identifier] = met.get(place.identifier, 0) + 1
        yield place if count == 1 else replace(place, identifier=f"{place.identifier}.{count}")

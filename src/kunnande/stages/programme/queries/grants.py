"""What applies on a day: which grant, which rule, who takes part in carrying it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, current_on
from kunnande.stages.programme.models import DatedRule, GrantVersion, Part, Partner, Programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kunnande.stages.parties.queries import Viewer

# Who acts for the organisation that owns a programme.
AT_THE_OWNER = (Role.PROGRAMME_OWNER, Role.ECONOMIST, Role.EVALUATOR)


class NoRuleError(LookupError):
    """No rule of this name applies on the day."""


class NoGrantError(LookupError):
    """No grant applies on the day."""


def programmes_visible_to(viewer: Viewer) -> QuerySet[Programme]:
    """Return the programmes a viewer acts in: for their owner, or for one of their nodes."""
    owners = frozenset[int]().union(*(viewer.organisations(role) for role in AT_THE_OWNER))
    nodes = Partner.objects.filter(
        organisation_id__in=viewer.organisations(Role.NODE_COORDINATOR), part=Part.NODE
    )
    return (
        Programme.objects.filter(Q(owner_id__in=owners) | Q(pk__in=nodes.values("programme_id")))
        .select_related("owner")
        .order_by("-from_on", "pk")
    )


def owns(viewer: Viewer, programme: Programme, *roles: str) -> bool:
    """Say whether a viewer acts for a programme's owner in one of the roles."""
    return any(programme.owner_id in viewer.organisations(role) for role in roles)


def coordinates(viewer: Viewer, programme: Programme, node_id: int | None, *, on: date) -> bool:
    """Say whether a viewer acts for a node that is one of the programme's on a day."""
    return (
        node_id in viewer.organisations(Role.NODE_COORDINATOR)
        and Partner.objects.filter(
            current_on(on), programme=programme, organisation_id=node_id, part=Part.NODE
        ).exists()
    )


def grants_of(programme: Programme) -> QuerySet[GrantVersion]:
    decisions = GrantVersion.objects.filter(programme=programme).select_related("programme")
    return decisions.order_by("number")


def list_grants(programme: Programme) -> list[GrantVersion]:
    return list(grants_of(programme))


def get_grant(programme: Programme, *, on: date) -> GrantVersion:
    """Return the version that applies on a day. Raises NoGrantError."""
    versions = GrantVersion.objects.filter(programme=programme, from_on__lte=on)
    found = versions.order_by("-from_on").first()
    if found is None:
        raise NoGrantError(_("Inget beslut gäller den %(day)s.") % {"day": f"{on:%Y-%m-%d}"})
    return found


def list_partners(programme: Programme) -> list[Partner]:
    return list(
        Partner.objects.filter(programme=programme)
        .select_related("organisation")
        .order_by("part", "organisation__name", "pk")
    )


def list_rules(*, on: date) -> list[DatedRule]:
    return list(DatedRule.objects.filter(current_on(on)).order_by("code", "from_on"))


@dataclass(frozen=True)
class Rulebook:
    """Every version of some rules, asked for once and looked up for any number of days."""

    versions: Mapping[str, Sequence[DatedRule]]

    @classmethod
    def of(cls, codes: Iterable[str]) -> Rulebook:
        """Return the versions of rules by their codes; no codes ask for nothing."""
        versions: dict[str, list[DatedRule]] = defaultdict(list)
        for one in DatedRule.objects.filter(code__in=set(codes)).order_by("code", "from_on"):
            versions[one.code].append(one)
        return cls(dict(versions))

    def get(self, code: str, *, on: date) -> DatedRule:
        """Return the rule of this name that applies on a day. Raises NoRuleError."""
        held = [
            one
            for one in self.versions.get(code, ())
            if one.from_on <= on and (not one.to_on or on <= one.to_on)
        ]
        if not held:
            told = {"code": code, "day": f"{on:%Y-%m-%d}"}
            raise NoRuleError(_("Regeln %(code)s har inget värde den %(day)s.") % told)
        return held[-1]


def get_rule(code: str, *, on: date) -> DatedRule:
    """Return the rule of this name that applies on a day. Raises NoRuleError."""
    return Rulebook.of([code]).get(code, on=on)


def map_rule(code: str, days: Sequence[date]) -> Mapping[date, DatedRule]:
    """Return, day by day, the rule that applies, in one question. Raises NoRuleError."""
    rules = Rulebook.of([code])
    return {on: rules.get(code, on=on) for on in days}

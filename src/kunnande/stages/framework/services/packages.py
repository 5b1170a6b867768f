"""What must hold in a scheme's package before any of it is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import gettext as _

from kunnande.stages.framework.models import Dimension
from kunnande.stages.framework.services.validity import LONGEST_MONTHS, LONGEST_RENEWAL_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The versions a package has of each area.
_Versions: TypeAlias = "Mapping[str, Sequence[str]]"
LEVELS = range(5)
_FOREVER = "9999-12-31"


def find_problems(package: Mapping[str, Any]) -> tuple[str, ...]:
    """Return everything that does not hold together, each with its path in the package."""
    check = _Check()
    levels = check.row(package, "levels", "")
    areas = check.row(package, "areas", "")
    products = check.row(package, "products", "")
    meta = check.row(areas, "meta", "areas")
    check.text(meta, "pack", "areas.meta", longest=50)
    check.text(meta, "pack_version", "areas.meta", longest=16)
    for key in ("notice_sv", "notice_en"):
        check.optional(meta, key, "areas.meta", kind=str)
    _check_levels(check, check.row(levels, "scale", "levels"))
    known = _check_areas(check, areas)
    _check_products(check, products, known)
    _check_validity(check, package, known)
    return tuple(check.problems)


def version_of(area: Mapping[str, Any], areas: Mapping[str, Any]) -> str:
    """Return an area's own version, or the one the whole package has."""
    meta = areas.get("meta")
    usual = meta.get("pack_version", "") if isinstance(meta, Mapping) else ""
    return str(area.get("version", usual))


class _Check:
    """Reads a tree of unknown shape; what is missing becomes a problem, never an exception."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def say(self, path: str, what: str) -> None:
        self.problems.append(f"{path}: {what}")

    def row(self, node: Mapping[str, Any], key: str, path: str) -> Mapping[str, Any]:
        value = node.get(key)
        if isinstance(value, Mapping):
            return value
        self.say(f"{path}.{key}".lstrip("."), _("saknas"))
        return {}

    def rows(
        self, node: Mapping[str, Any], key: str, path: str, code: str = "id"
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        values = node.get(key)
        if not isinstance(values, list) or not values:
            self.say(f"{path}.{key}".lstrip("."), _("saknas"))
            return
        for place, value in enumerate(values):
            if isinstance(value, Mapping):
                yield f"{path}.{key}[{value.get(code, place)}]".lstrip("."), value
            else:
                self.say(f"{path}.{key}[{place}]".lstrip("."), _("är inte en post"))

    def text(self, node: Mapping[str, Any], key: str, path: str, longest: int = 4000) -> str:
        value = node.get(key)
        if not isinstance(value, str) or not value.strip():
            self.say(f"{path}.{key}", _("saknas"))
            return ""
        if len(value) > longest:
            self.say(f"{path}.{key}", _("är längre än %(n)s tecken") % {"n": longest})
        return value

    def both(self, node: Mapping[str, Any], key: str, path: str, longest: int = 4000) -> None:
        texts = node.get(key)
        for language in ("sv", "en"):
            self.text(
                texts if isinstance(texts, Mapping) else {}, language, f"{path}.{key}", longest
            )

    def whole(self, node: Mapping[str, Any], key: str, path: str, within: range) -> int:
        value = node.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value not in within:
            span = {"low": within.start, "high": within.stop - 1}
            self.say(f"{path}.{key}", _("ska vara ett heltal från %(low)s till %(high)s") % span)
            return within.start
        return value

    def day(self, node: Mapping[str, Any], key: str, path: str) -> str:
        try:
            return date.fromisoformat(str(node.get(key))).isoformat()
        except ValueError:
            self.say(f"{path}.{key}", _("ska vara ett datum, ÅÅÅÅ-MM-DD"))
            return _FOREVER

    def optional(
        self, node: Mapping[str, Any], key: str, path: str, *, kind: type, longest: int = 0
    ) -> Any:
        """Return what may be missing, or nothing when it is of the wrong kind."""
        value = node.get(key)
        if value is None:
            return ()
        if not isinstance(value, kind) or isinstance(value, bool):
            self.say(f"{path}.{key}", _("är av fel sort"))
            return ()
        if longest and len(str(value)) > longest:
            self.say(f"{path}.{key}", _("är längre än %(n)s tecken") % {"n": longest})
        return value

    def once(self, codes: Iterable[str], path: str) -> None:
        for code, times in Counter(codes).items():
            if times > 1:
                self.say(path, _("%(code)s står mer än en gång") % {"code": code})


def _check_levels(check: _Check, scale: Mapping[str, Any]) -> None:
    values = []
    for path, level in check.rows(scale, "levels", "levels.scale", "value"):
        values.append(check.whole(level, "value", path, LEVELS))
        check.both(level, "name", path, 100)
        check.both(level, "definition", path)
        check.optional(level, "iluo", path, kind=str, longest=1)
        for language in check.optional(level, "shop_floor_descriptors", path, kind=Mapping):
            check.optional(level["shop_floor_descriptors"], language, path, kind=list)
    if sorted(values) != list(LEVELS):
        check.say("levels.scale.levels", _("ska vara nivåerna 0, 1, 2, 3 och 4, en gång var"))


def _check_areas(check: _Check, areas: Mapping[str, Any]) -> _Versions:
    known: dict[str, list[str]] = defaultdict(list)
    criteria = []
    _check_families(check, areas)
    for path, area in check.rows(areas, "areas", "areas"):
        code, version = check.text(area, "id", path, 16), version_of(area, areas)
        known[code].append(version)
        if "version" in area:
            check.text(area, "version", path, 16)
        _check_accepted(check, path, area, version)
        check.both(area, "name", path, 200)
        check.both(area, "description", path)
        if area.get("seqf_level") is not None:
            check.whole(area, "seqf_level", path, range(1, 9))
        check.optional(area, "esco_skills", path, kind=list)
        for row in check.optional(area, "typical_evidence", path, kind=list):
            check.both({"typical_evidence": row}, "typical_evidence", path)
        rows = check.rows(area, "criteria", path)
        criteria += [f"{_check_criterion(check, *row)} ({version})" for row in rows]
        levels = [
            check.whole(statement, "level", place, LEVELS)
            for place, statement in check.rows(area, "self_rating", path, "level")
            if check.text(statement, "sv", place) and check.text(statement, "en", place)
        ]
        if levels != list(LEVELS):
            check.say(f"{path}.self_rating", _("ska ha en mening för varje nivå, 0 till 4"))
    check.once((f"{code} ({v})" for code, kept in known.items() for v in kept), "areas.areas")
    check.once(criteria, "areas.areas")
    return known


def _check_families(check: _Check, areas: Mapping[str, Any]) -> None:
    if areas.get("families") is None:
        return
    for path, family in check.rows(areas, "families", "areas"):
        check.text(family, "id", path, 100)
        if not isinstance(family.get("name"), str):
            check.both(family, "name", path, 100)


def _check_accepted(check: _Check, path: str, area: Mapping[str, Any], version: str) -> None:
    accepts = area.get("accepts", [])
    if not isinstance(accepts, list) or not all(isinstance(row, str) for row in accepts):
        check.say(f"{path}.accepts", _("ska vara en lista med versioner"))
    elif version in accepts:
        check.say(f"{path}.accepts", _("en version behöver inte godta sig själv"))


def _check_criterion(check: _Check, path: str, criterion: Mapping[str, Any]) -> str:
    check.both(criterion, "text", path)
    for key in ("level_kind", "level", "method"):
        check.text(criterion, key, path, 16 if key != "level" else 32)
    if criterion.get("dimension") not in Dimension.values:
        names = {"names": ", ".join(Dimension.values)}
        check.say(f"{path}.dimension", _("ska vara en av %(names)s") % names)
    return check.text(criterion, "id", path, 16)


def _check_products(check: _Check, products: Mapping[str, Any], known: _Versions) -> None:
    codes = []
    for path, product in check.rows(products, "products", "products"):
        codes.append(check.text(product, "id", path, 50))
        check.both(product, "name", path, 200)
        versions = list(check.rows(product, "versions", path, "version"))
        for place, version in versions:
            _check_version(check, place, version, known)
        check.once((str(version.get("version")) for _path, version in versions), path)
        _check_overlaps(check, path, [version for _path, version in versions])
    check.once(codes, "products.products")


def _check_version(check: _Check, path: str, version: Mapping[str, Any], known: _Versions) -> None:
    check.text(version, "version", path, 32)
    start = check.day(version, "valid_from", path)
    if version.get("valid_to") is not None and check.day(version, "valid_to", path) < start:
        check.say(f"{path}.valid_to", _("ligger före första dagen"))
    weights, codes = [], []
    for place, area in check.rows(version, "areas", path, "area"):
        codes.append(check.text(area, "area", place, 16))
        weights.append(check.whole(area, "weight", place, range(1, 101)))
        if "level_shown" in area:
            check.whole(area, "level_shown", place, LEVELS)
        if codes[-1]:
            _check_place(check, place, area, known.get(codes[-1], ()))
    check.once(codes, f"{path}.areas")
    if weights and sum(weights) != 100:
        total = {"sum": sum(weights)}
        check.say(f"{path}.areas", _("vikterna blir %(sum)s tillsammans, inte 100") % total)
    if version.get("certificate_validity_months") is not None:
        check.whole(version, "certificate_validity_months", path, range(1, 1201))
    _check_rules(check, path, version)


def _check_validity(check: _Check, package: Mapping[str, Any], known: _Versions) -> None:
    """Check the rules for how long areas count; a package may have none."""
    if package.get("validity") is None:
        return
    versions = {
        (str(product.get("id")), str(version.get("version")))
        for _path, product in _Check().rows(package.get("products") or {}, "products", "")
        for _place, version in _Check().rows(product, "versions", "", "version")
    }
    for path, rule in check.rows(check.row(package, "validity", ""), "rules", "validity", "area"):
        check.day(rule, "from_on", path)
        check.whole(rule, "renewal_days", path, range(LONGEST_RENEWAL_DAYS + 1))
        for key in ("shown_months", "recency_months"):
            if rule.get(key) is not None:
                check.whole(rule, key, path, range(1, LONGEST_MONTHS + 1))
        of_area = "area" in rule and str(rule["area"]) in known
        of_version = (str(rule.get("product")), str(rule.get("version"))) in versions
        if of_area is of_version:
            check.say(path, _("ska gälla ett område, eller en produkt och version, i paketet"))


def _check_place(
    check: _Check, place: str, area: Mapping[str, Any], versions: Sequence[str]
) -> None:
    if not versions:
        check.say(place, _("området finns inte i paketet"))
    elif "version" in area and area["version"] not in versions:
        check.say(f"{place}.version", _("versionen finns inte i paketet"))
    elif "version" not in area and len(set(versions)) > 1:
        check.say(f"{place}.version", _("saknas, och området har flera versioner i paketet"))


def _check_rules(check: _Check, path: str, version: Mapping[str, Any]) -> None:
    passing = check.row(version, "pass_rule", path)
    check.whole(passing, "per_area_min_percent", f"{path}.pass_rule", range(1, 101))
    retake = check.row(version, "retake_rule", path)
    check.whole(retake, "min_days_between", f"{path}.retake_rule", range(366))
    check.whole(retake, "max_attempts_per_12_months", f"{path}.retake_rule", range(1, 101))


def _check_overlaps(check: _Check, path: str, versions: list[Mapping[str, Any]]) -> None:
    spans = sorted(
        (str(version.get("valid_from")), str(version.get("valid_to") or _FOREVER))
        for version in versions
        # A version marked as sample runs beside the one it tries out.
        if not version.get("sample")
    )
    for (_start, end), (start, _end) in pairwise(spans):
        if start <= end:
            check.say(path, _("två versioner gäller samtidigt från %(day)s") % {"day": start})

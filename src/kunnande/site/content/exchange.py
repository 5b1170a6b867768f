"""A whole scheme as one file: areas, levels, products with their forms, and role templates."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import get_case_document, get_package, get_version
from kunnande.stages.framework.services import ImproperSchemeError, import_scheme, read_case
from kunnande.stages.itembank.queries import list_packaged_forms
from kunnande.stages.itembank.services import UnfitBlueprintError, import_blueprints
from kunnande.stages.requirements.queries import list_packaged_templates
from kunnande.stages.requirements.services import ImproperTemplatesError, import_templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kunnande.stages.framework.queries import Scheme
    from kunnande.stages.parties.queries import Organisation, User

FORMAT = "kunnande-scheme"
# What each kind of file is called, and what a browser calls it.
KINDS = {"yaml": "application/yaml", "json": "application/json", "case": "application/json"}
LARGEST = 20_000_000
_DEEPEST = 40
_IN_ROLE = ("id", "name", "description", "ssyk2012", "requirements")
_IN_REQUIREMENT = ("area", "level", "least_proof", "importance")
_IN_FORM = ("id", "name", "use", "time_limit_minutes", "items_per_area")


def take_out(scheme: Scheme) -> dict[str, Any]:
    """Return the package from which take_in makes the same scheme."""
    package = get_package(scheme)
    for product in package["products"]["products"]:
        for version in product["versions"]:
            stored = get_version(product["id"], version["version"])
            version["forms"] = list_packaged_forms(stored.pk)
    return {"format": FORMAT, **package, "roles": {"roles": list_packaged_templates(scheme.pk)}}


@transaction.atomic
def take_in(package: Mapping[str, Any], *, owner: Organisation, by: User, at: datetime) -> Scheme:
    """Store a package as drafts, all or nothing. Raises ImproperSchemeError."""
    problems = tuple(_find_problems(package))
    if problems:
        raise ImproperSchemeError(problems)
    scheme = import_scheme(package=package, owner=owner, by=by, at=at)
    products = {"meta": package["areas"]["meta"], **package["products"]}
    try:
        if package.get("roles"):
            import_templates(package=package["roles"], scheme=scheme, by=by, at=at)
        import_blueprints(package=products, by=by, at=at)
    except (ImproperTemplatesError, UnfitBlueprintError) as error:
        raise ImproperSchemeError(error.problems) from error
    return scheme


def write(package: Mapping[str, Any], kind: str, *, creator: str, at: datetime) -> bytes:
    """Return a package as a YAML, JSON or CASE file."""
    if kind == "yaml":
        text = yaml.dump(dict(package), allow_unicode=True, sort_keys=False, width=100)
        return str(text).encode()
    if kind == "case":
        package = get_case_document(package, creator=creator, changed_at=at)
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> dict[str, Any]:
    """Return the package a file holds, whichever of the three kinds it is.

    Raises ImproperSchemeError.
    """
    tree = _plain(_parse(content))
    if "CFDocument" in tree:
        return read_case(tree)
    if tree.get("format") != FORMAT:
        expected = _("ska vara %(name)s, eller så ska filen vara CASE") % {"name": FORMAT}
        raise ImproperSchemeError((f"format: {expected}",))
    return tree


def _parse(content: bytes) -> object:
    if len(content) > LARGEST:
        raise ImproperSchemeError((_("Filen är för stor. Högst 20 MB går bra."),))
    try:
        text = content.decode()
        if text.lstrip().startswith("{"):
            return json.loads(text)
        _refuse_odd_yaml(text)
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise ImproperSchemeError((_("Filen går inte att läsa som YAML eller JSON."),)) from error


def _refuse_odd_yaml(text: str) -> None:
    """Refuse what makes a small file large or endlessly deep when it is read."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            msg = "aliases and deep nesting are not read"
            raise ValueError(msg)


def _plain(tree: object) -> dict[str, Any]:
    """Return the tree with days as text. Raises ImproperSchemeError."""
    try:
        text = json.dumps(tree, default=str, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ImproperSchemeError((_("Filen går inte att läsa som YAML eller JSON."),)) from error
    if not isinstance(tree, Mapping) or "\\u0000" in text:
        raise ImproperSchemeError((_("Filen går inte att läsa som YAML eller JSON."),))
    plain: dict[str, Any] = json.loads(text)
    return plain


def _find_problems(package: Mapping[str, Any]) -> Iterator[str]:
    """Say what the parts that only this module reads lack; the rest is checked by its room."""
    for place, role in _rows(package.get("roles"), "roles", "roles"):
        yield from _missing(role, _IN_ROLE, place)
        for where, row in _rows(role, "requirements", place):
            yield from _missing(row, _IN_REQUIREMENT, where)
    for place, product in _rows(package.get("products"), "products", "products"):
        for where, version in _rows(product, "versions", place):
            for here, form in _rows(version, "forms", where):
                yield from _missing(form, _IN_FORM, here)
                for there, row in _rows(form, "items_per_area", here):
                    yield from _missing(row, ("area", "items"), there)


def _rows(node: object, key: str, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    rows = node.get(key) if isinstance(node, Mapping) else None
    if not isinstance(rows, list):
        return []
    return [
        (f"{path}.{key}[{place}]", row if isinstance(row, Mapping) else {})
        for place, row in enumerate(rows)
    ]


def _missing(row: Mapping[str, Any], keys: tuple[str, ...], path: str) -> Iterator[str]:
    for key in keys:
        value = row.get(key)
        if value in (None, "", []):
            yield f"{path}.{key}: " + _("saknas")
        elif not _FITS[key](value):
            yield f"{path}.{key}: " + _("är av fel sort")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and 0 < value < 10_000


def _is_in_both(value: object) -> bool:
    return isinstance(value, Mapping) and all(_is_text(value.get(key)) for key in ("sv", "en"))


def _is_occupation(value: object) -> bool:
    keys = ("code", "label_sv")
    return isinstance(value, Mapping) and all(_is_text(value.get(key)) for key in keys)


_FITS: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(("id", "area", "use", "least_proof"), _is_text),
    **dict.fromkeys(("name", "description"), _is_in_both),
    **dict.fromkeys(("requirements", "items_per_area"), _is_list),
    **dict.fromkeys(("items", "level", "importance", "time_limit_minutes"), _is_count),
    "ssyk2012": _is_occupation,
}

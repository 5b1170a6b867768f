"""The sample scheme that comes with the system, from its files to a published product."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

from kunnande.stages.framework.queries import ProductState, get_version
from kunnande.stages.framework.services import import_scheme, publish_version
from kunnande.stages.itembank.services import import_blueprints, import_items
from kunnande.stages.practice.services import import_protocols, publish_protocol
from kunnande.stages.requirements.services import import_templates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.framework.queries import ProductVersion, Scheme
    from kunnande.stages.parties.queries import Organisation, User

# The versions whose tests the items that come with the system can serve: a small and a whole one.
TWO_AREAS = ("industriteknik-bas", "2026.1-prov")
TEN_AREAS = ("industriteknik-bas", "2026.2-prov")
# What is tried at a machine alone, by a protocol.
PRACTICAL = ("cnc-grund", "2026.1-prov")
_CONTENT = "kunnande.site.content"


@transaction.atomic
def publish_sample_scheme(
    *,
    owner: Organisation,
    versions: Sequence[tuple[str, str]] = (TWO_AREAS, TEN_AREAS),
    by: User,
    at: datetime,
) -> ProductVersion:
    """Import the whole sample scheme as drafts, publish these versions and return the last.

    Done again it changes nothing that has been published.
    """
    products = read_content("products")
    package = {
        "areas": read_content("areas"),
        "levels": read_content("levels"),
        "products": products,
    }
    scheme = import_scheme(package=package, owner=owner, by=by, at=at)
    import_templates(package=read_content("roles"), scheme=scheme, by=by, at=at)
    import_items(folder=read_items(), by=by, at=at)
    import_blueprints(package=products, by=by, at=at)
    _publish_protocols(scheme, products, by=by, at=at)
    return [_publish(get_version(*named), by=by, at=at) for named in versions][-1]


def _publish_protocols(scheme: Scheme, products: dict[str, Any], *, by: User, at: datetime) -> None:
    protocols = import_protocols(
        package=read_content("practical"), products=products, scheme=scheme, by=by, at=at
    )
    for protocol in protocols:
        if protocol.published_at is None:
            publish_protocol(version=protocol, by=by, at=at)


def _publish(version: ProductVersion, *, by: User, at: datetime) -> ProductVersion:
    if version.state == ProductState.DRAFT:
        return publish_version(version=version, by=by, at=at)
    return version


def read_content(name: str) -> dict[str, Any]:
    text = files(_CONTENT).joinpath("scheme", f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return content


def read_items() -> dict[str, bytes]:
    """Return every file of the item folder by its name."""
    folder = files(_CONTENT).joinpath("items")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

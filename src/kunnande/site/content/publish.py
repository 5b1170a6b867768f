"""The sample scheme that comes with the system, from its files to a published product."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

from kunnande.stages.framework.queries import ProductState, get_version
from kunnande.stages.framework.services import import_scheme, publish_version
from kunnande.stages.itembank.services import import_blueprints, import_items
from kunnande.stages.requirements.services import import_templates

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import Organisation, User

# The one version whose test the items that come with the system can serve.
DEMONSTRATED = ("industriteknik-bas", "2026.1-prov")
_CONTENT = "kunnande.site.content"


@transaction.atomic
def publish_sample_scheme(*, owner: Organisation, by: User, at: datetime) -> ProductVersion:
    """Import the whole sample scheme as drafts and publish the version that is demonstrated.

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
    version = get_version(*DEMONSTRATED)
    if version.state == ProductState.DRAFT:
        version = publish_version(version=version, by=by, at=at)
    return version


def read_content(name: str) -> dict[str, Any]:
    text = files(_CONTENT).joinpath("scheme", f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def read_items() -> dict[str, bytes]:
    """Return every file of the item folder by its name."""
    folder = files(_CONTENT).joinpath("items")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

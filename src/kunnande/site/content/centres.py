"""The sample checklist that test centres are accredited against."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from kunnande.stages.centres.services import RequirementText, Terms, publish_checklist

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.centres.queries import ChecklistVersion
    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import User


def publish_sample_checklist(
    *, product: Product, valid_from: date, by: User, at: datetime
) -> ChecklistVersion:
    """Publish the sample checklist for a product from a day."""
    text = files("kunnande.site.content").joinpath("checklists", "centres.yaml").read_text("utf-8")
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    requirements = [
        RequirementText(row["code"], row["factor"], row["sv"], row["en"])
        for row in content["requirements"]
    ]
    return publish_checklist(
        product=product,
        version=content["version"],
        valid_from=valid_from,
        terms=Terms(**content["terms"]),
        requirements=requirements,
        by=by,
        at=at,
    )

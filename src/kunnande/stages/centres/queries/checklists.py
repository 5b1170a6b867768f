from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.centres.models import ChecklistVersion
from kunnande.stages.framework.queries import list_published
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Viewer


def find_checklist(product_id: int, *, on: date) -> ChecklistVersion | None:
    """Return the checklist that a centre applies against on a day; None before the first."""
    published = ChecklistVersion.objects.filter(
        product_id=product_id, valid_from__lte=on, published_at__isnull=False
    )
    return published.order_by("-valid_from").first()


def list_checklists_in_force(*, on: date) -> list[ChecklistVersion]:
    """Return the checklist in force for each product that has one."""
    published = ChecklistVersion.objects.filter(valid_from__lte=on, published_at__isnull=False)
    latest = published.order_by("product_id", "-valid_from").distinct("product_id")
    return list(latest.select_related("product__scheme"))


def checklists_of(viewer: Viewer) -> QuerySet[ChecklistVersion]:
    """Return the checklists of the viewer's own scheme, newest first."""
    own = viewer.organisations(Role.SCHEME_OWNER)
    return (
        ChecklistVersion.objects.filter(product__scheme__owner_id__in=own)
        .select_related("product")
        .prefetch_related("requirements")
        .order_by("product__code", "-valid_from")
    )


def list_products_of(viewer: Viewer, *, on: date) -> list[Product]:
    """Return the products in force of the viewer's own scheme."""
    own = viewer.organisations(Role.SCHEME_OWNER)
    products = {version.product_id: version.product for version in list_published(on)}
    return [product for product in products.values() if product.scheme.owner_id in own]

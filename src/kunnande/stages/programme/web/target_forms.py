"""What a programme's owner fills in: how many through each node, how many by size of company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from kunnande.stages.programme.queries import SizeClass
from kunnande.stages.programme.queries.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField

    from kunnande.stages.programme.models import Partner

_NODE, _SIZE = "node_", "size_"


class TargetsForm(forms.Form):
    """One field for each node and each size; an empty one is no target."""

    def __init__(
        self, *args: Any, nodes: Sequence[Partner], targets: Targets, most: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for node in nodes:
            now = targets.nodes.get(node.organisation_id)
            name = f"{_NODE}{node.organisation_id}"
            self.fields[name] = _count(node.organisation.name, most, now)
        for size in SizeClass:
            name = f"{_SIZE}{size.value}"
            self.fields[name] = _count(str(size.label), most, targets.sizes.get(size))

    def of_nodes(self) -> list[BoundField]:
        return [field for field in self if field.name.startswith(_NODE)]

    def of_sizes(self) -> list[BoundField]:
        return [field for field in self if field.name.startswith(_SIZE)]

    def targets(self) -> Targets:
        told = {name: count for name, count in self.cleaned_data.items() if count}
        return Targets(
            nodes={
                int(name.removeprefix(_NODE)): count
                for name, count in told.items()
                if name.startswith(_NODE)
            },
            sizes={
                name.removeprefix(_SIZE): count
                for name, count in told.items()
                if name.startswith(_SIZE)
            },
        )


def _count(label: str, most: int, now: int | None) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most, required=False, initial=now)

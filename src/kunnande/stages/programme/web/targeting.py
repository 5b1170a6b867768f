"""A decision's people are divided among nodes and sizes of company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries.grants import grants_of
from kunnande.stages.programme.queries.targets import get_targets, list_nodes
from kunnande.stages.programme.web.paging import programme_of
from kunnande.stages.programme.web.target_forms import TargetsForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def set_targets(request: SignedInRequest, programme_id: int, grant_number: int) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    grant = get_object_or_404(grants_of(programme), number=grant_number)
    form = TargetsForm(
        request.POST or None,
        nodes=list_nodes(programme),
        targets=get_targets(grant),
        most=grant.people,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_targets(
                grant=grant, targets=form.targets(), by=request.user, at=timezone.now()
            )
        except services.ImproperTargetsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Målen är sparade."))
            return redirect("programme:steering", programme_id)
    context = {"programme": programme, "grant": grant, "form": form}
    return render(request, "programme/targets.html", context)

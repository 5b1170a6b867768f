"""What the bar offers a viewer: for each role, in the order of the day's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kunnande.site.access import (
    ASSESSOR,
    AUDITOR,
    CENTRE_MANAGER,
    COACH,
    ECONOMIST,
    EMPLOYER,
    EVALUATOR,
    EXAMINER,
    NODE_COORDINATOR,
    PERSON,
    PROGRAMME_OWNER,
    SCHEME_OWNER,
    TEST_LEADER,
    TRAINING_PROVIDER,
    UNION_REPRESENTATIVE,
    may_open,
    roles_of,
)
from kunnande.stages.parties.queries import Role, Viewer, is_simulated

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

Entry = tuple[str, "_StrPromise", str]

# View name, words, icon. Nobody needs more than what their role does.
ENTRIES: dict[str, tuple[Entry, ...]] = {
    PERSON: (
        ("home:start", _("Start"), "home"),
        ("home:competence", _("Kompetens"), "list"),
        ("cases:mine", _("Mitt ärende"), "pen"),
        ("booking:mine", _("Bokningar"), "plan"),
        ("home:who_has_seen", _("Delning"), "share"),
    ),
    EMPLOYER: (
        ("home:start", _("Start"), "home"),
        ("supply:matrix", _("Kompetensmatris"), "chart"),
        ("supply:plan", _("Plan för kompetens"), "plan"),
        ("requirements:roles", _("Roller och krav"), "list"),
        ("home:employees", _("Anställda"), "people"),
        ("cases:open", _("Validering"), "seal"),
        ("booking:company", _("Bokningar"), "plan"),
        ("development:plans", _("Planer"), "book"),
        ("programme:staff", _("Timmar"), "clock"),
    ),
    TEST_LEADER: (
        ("home:start", _("Start"), "home"),
        ("testing:leading", _("Prov och samtal"), "talk"),
        ("practice:planning", _("Praktiska prov"), "pen"),
        ("booking:sessions", _("Tillfällen"), "plan"),
    ),
    CENTRE_MANAGER: (
        ("home:start", _("Start"), "home"),
        ("centres:accreditations", _("Testcenter"), "pin"),
        ("booking:sessions", _("Tillfällen"), "plan"),
    ),
    AUDITOR: (
        ("home:start", _("Start"), "home"),
        ("centres:accreditations", _("Granskningar"), "pen"),
    ),
    ASSESSOR: (
        ("home:start", _("Start"), "home"),
        ("practice:assessing", _("Bedömningar"), "pen"),
        ("booking:sessions", _("Tillfällen"), "plan"),
    ),
    NODE_COORDINATOR: (
        ("home:start", _("Start"), "home"),
        ("booking:sessions", _("Tillfällen"), "plan"),
        ("booking:schedules", _("Förslag"), "chart"),
        ("programme:companies", _("Program"), "chart"),
        ("development:demand", _("Behov av kurser"), "book"),
    ),
    TRAINING_PROVIDER: (
        ("home:start", _("Start"), "home"),
        ("development:offered", _("Våra kurser"), "book"),
    ),
    PROGRAMME_OWNER: (
        ("home:start", _("Start"), "home"),
        ("programme:overview", _("Program"), "chart"),
        ("programme:companies", _("Företag"), "people"),
    ),
    ECONOMIST: (
        ("home:start", _("Start"), "home"),
        ("programme:overview", _("Program"), "chart"),
        ("programme:companies", _("Företag"), "people"),
    ),
    EVALUATOR: (
        ("home:start", _("Start"), "home"),
        ("programme:overview", _("Program"), "chart"),
    ),
    COACH: (
        ("home:start", _("Start"), "home"),
        ("supply:coached", _("Företag"), "people"),
    ),
    UNION_REPRESENTATIVE: (
        ("home:start", _("Start"), "home"),
        ("development:union_numbers", _("Läget hos företagen"), "chart"),
    ),
    EXAMINER: (
        ("home:start", _("Start"), "home"),
        ("decision:ready", _("Beslut"), "pen"),
        ("practice:locked", _("Protokoll"), "lock"),
        ("credentials:awards", _("Bevis"), "seal"),
    ),
    SCHEME_OWNER: (
        ("home:start", _("Start"), "home"),
        ("framework:products", _("Produkter"), "book"),
        ("itembank:bank", _("Frågebank"), "help"),
        ("practice:protocols", _("Praktiska prov"), "pen"),
        ("centres:accreditations", _("Testcenter"), "pin"),
        ("parties:organisations", _("Organisationer"), "people"),
        ("credentials:awards", _("Bevis"), "seal"),
    ),
}
# These pages belong to one organisation, which their address names.
OF_ORGANISATION = frozenset(
    {
        "booking:company",
        "cases:open",
        "home:employees",
        "programme:staff",
        "requirements:roles",
        "supply:matrix",
        "supply:plan",
    }
)
# Pages about one thing that another room serves.
_LIES_UNDER = {
    f"requirements:import_{page}": "home:employees" for page in ("people", "columns", "preview")
}
_LIES_UNDER |= {
    f"supply:{page}": "supply:plan" for page in ("log", "measure", "new_measure", "plan_words")
}
_LIES_UNDER |= {
    f"programme:{page}": "programme:companies"
    for page in ("aid", "company", "engage", "node_steering")
}
_LIES_UNDER["measurement:scales"] = "itembank:bank"
_LIES_UNDER["booking:schedule"] = "booking:schedules"
# An entry of its own in a room that has another one.
_ALONE = frozenset({"booking:schedules", "programme:companies", "supply:plan"})
# A person with a role at work meets that work first; their own pages follow in the user menu.
_WORK = (
    SCHEME_OWNER, EXAMINER, AUDITOR, CENTRE_MANAGER, TEST_LEADER, ASSESSOR, NODE_COORDINATOR,
    PROGRAMME_OWNER, ECONOMIST, EVALUATOR, COACH, TRAINING_PROVIDER, UNION_REPRESENTATIVE, EMPLOYER,
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    view_name: str
    address: str
    words: str
    icon: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame shows; also when an error came before the viewer was known."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    links: list[Link] = []
    mine: list[Link] = []
    main_role = ""
    if viewer and viewer.user_id:
        main_role = main_role_of(viewer)
        links = [link for role in _roles_at_work(viewer) for link in _links(role, request, viewer)]
        mine = _links(PERSON, request, viewer)
    return {
        "links": list(dict.fromkeys(links)) if main_role != PERSON else mine,
        "my_links": mine[1:] if main_role != PERSON else [],
        "is_person_frame": main_role == PERSON,
        "role_name": Role(main_role).label if main_role in Role.values else "",
        # Asked only where the frame shows it: a template calls what it can call.
        "holds_simulated_people": is_simulated,
    }


def main_role_of(viewer: Viewer) -> str:
    """Return the role whose work the start page shows; a person when there is none."""
    roles = roles_of(viewer)
    return next((role for role in _WORK if role in roles), PERSON)


def _roles_at_work(viewer: Viewer) -> list[str]:
    return [role for role in _WORK if role in viewer.acts_for]


def _links(role: str, request: HttpRequest, viewer: Viewer) -> list[Link]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Link(name, address_of(name, role, viewer), str(words), icon, _is_within(here, name))
        for name, words, icon in ENTRIES[role]
        if may_open(name, viewer)
    ]


def _is_within(here: str, name: str) -> bool:
    """Whether a page lies under an entry: itself, or another page of the same room."""
    here = _LIES_UNDER.get(here, here)
    room = name.partition(":")[0]
    if _ALONE & {here, name}:
        return here == name
    return here == name or (room != "home" and room == here.partition(":")[0])


def address_of(view_name: str, role: str, viewer: Viewer) -> str:
    """Return where a page of a role is; of several organisations the first registered."""
    if view_name in OF_ORGANISATION:
        return reverse(view_name, kwargs={"organisation_id": min(viewer.organisations(role))})
    return reverse(view_name)

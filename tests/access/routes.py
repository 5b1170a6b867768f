"""Every address of the site, asked for by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver, reverse
from pypdf import PdfReader

from kunnande.stages.parties.models import AccessToken
from kunnande.stages.practice.models import ProtocolVersion

from . import expectations as who
from .bookings import values_of_booking
from .centres import values_of_centre
from .developing import values_of_development
from .employing import values_of_employment
from .funding import values_of_programme
from .pages import PAGES
from .supplying import values_of_supply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kunnande.stages.itembank.queries import Media
    from kunnande.stages.parties.queries import User

    from .stories import Story, World


ONE_OF_A_KIND = frozenset({
    who.SELF, who.EMPLOYER, who.TEST_LEADER, who.EXAMINER, who.SCHEME_OWNER,
    who.CENTRE_MANAGER, who.ASSESSOR, who.AUDITOR, who.NODE_COORDINATOR,
    who.TRAINING_PROVIDER, who.COACH, who.UNION_REPRESENTATIVE,
    who.PROGRAMME_OWNER, who.ECONOMIST, who.EVALUATOR,
})  # fmt: skip


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks: what the expectations call them, their side, and their account."""

    name: str
    side: str
    user: User | None
    session: str


@dataclass(frozen=True)
class Asked:
    """One request and everything that came back."""

    route: str
    viewer: Viewer
    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_asked_to_sign_in(self) -> bool:
        return self.status == 302 and self.headers["Location"].startswith("/konto/logga-in/?")

    @property
    def is_open(self) -> bool:
        return not self.is_asked_to_sign_in and (self.status < 400 or self.status == 422)

    @cached_property
    def told(self) -> bytes:
        """Everything that can be read in the answer; a paper's words are packed in its file."""
        if not self.body.rstrip().endswith(b"%%EOF"):
            return self.body
        pages = PdfReader(BytesIO(self.body)).pages
        return self.body + "\n".join(page.extract_text() for page in pages).encode()

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


def list_routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield the name with its namespaces and the pattern of every page there is."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        elif pattern.namespace != "api":
            # Operations of the API are asked for in operations.py.
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from list_routes(pattern.url_patterns, inner)


def arguments_of(route: str, world: World, story: Story) -> dict[str, Any]:
    """Return what the address of a route needs, about one person of the first company."""
    pattern = dict(list_routes())[route].pattern
    names = set(pattern.regex.groupindex)
    values = {**_values(route, world, story), **values_of_programme()}
    known = {name: value for name, value in values.items() if name in names}
    missing = names - known.keys()
    assert not missing, f"Say in tests/access/routes.py what {sorted(missing)} of {route} are."
    if route.startswith("centres:") and "organisation_id" in known:
        known["organisation_id"] = world.sides["A"].centre.pk
    return known


def address_of(route: str, world: World) -> str:
    story = world.sides["A"].stories[PAGES[route].about]
    return reverse(route, kwargs=arguments_of(route, world, story))


def viewers_of(world: World, story: Story) -> list[Viewer]:
    """Return one of each kind of viewer of a person of the first company."""
    ours, theirs = world.sides["A"], world.sides["B"]
    everybody = (
        (who.VISITOR, "", None),
        (who.SELF, "A", story.user),
        (who.COLLEAGUE, "A", ours.stories["idle"].user),
        (who.STRANGER, "B", theirs.stories["awarded"].user),
        (who.EMPLOYER, "A", ours.employer),
        (who.OTHER_EMPLOYER, "B", theirs.employer),
        (who.TEST_LEADER, "A", ours.test_leader),
        (who.OTHER_TEST_LEADER, "B", theirs.test_leader),
        (who.EXAMINER, "", world.examiner),
        (who.SCHEME_OWNER, "", world.scheme_owner),
        (who.OTHER_SCHEME_OWNER, "", world.other_scheme_owner),
        (who.CENTRE_MANAGER, "A", ours.centre_manager),
        (who.OTHER_CENTRE_MANAGER, "B", theirs.centre_manager),
        (who.ASSESSOR, "A", ours.assessor),
        (who.OTHER_ASSESSOR, "B", theirs.assessor),
        (who.AUDITOR, "", world.auditor),
        (who.NODE_COORDINATOR, "", world.node_coordinator),
        (who.TRAINING_PROVIDER, "", world.training_provider),
        (who.COACH, "", world.coach),
        (who.UNION_REPRESENTATIVE, "", world.union_representative),
        (who.PROGRAMME_OWNER, "", world.programme_owner),
        (who.ECONOMIST, "", world.economist),
        (who.EVALUATOR, "", world.evaluator),
    )
    return [
        Viewer(name, side, user, world.sessions[user.pk] if user else "")
        for name, side, user in everybody
    ]


def client_of(viewer: Viewer, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.handler = _handler(enforce_csrf_checks)
    if viewer.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = viewer.session
    return client


def openers(world: World, route: str) -> list[Viewer]:
    """Return those who may open a route, one of each kind of role."""
    viewers = viewers_of(world, world.sides["A"].stories[PAGES[route].about])
    kinds = PAGES[route].opens_to
    return [viewer for viewer in viewers if viewer.name in (ONE_OF_A_KIND & kinds or kinds)]


def opener(world: World, route: str) -> Viewer:
    """Return somebody with an account who may open a route."""
    return openers(world, route)[0]


def ask_everybody(world: World) -> list[Asked]:
    """Ask for every listed address as every viewer, each as if the others had not asked."""
    routes = dict(list_routes())
    return [
        ask(route, viewer, address)
        for route, page in PAGES.items()
        if route in routes
        for address in [address_of(route, world)]
        for viewer in viewers_of(world, world.sides["A"].stories[page.about])
    ]


def ask(route: str, viewer: Viewer, address: str, method: str = "", **form: Any) -> Asked:
    """Ask as somebody, and leave no trace; `form` is the test client's body and its type."""
    with transaction.atomic():
        client = client_of(viewer)
        response = client.generic(method or PAGES[route].method, address, **form)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    headers = {**response.headers, "Set-Cookie": _cookies(response.cookies)}
    return Asked(route, viewer, address, response.status_code, headers, body)


@cache
def _handler(enforce_csrf_checks: bool) -> ClientHandler:
    """Return the site, its middleware loaded once for all requests."""
    handler = ClientHandler(enforce_csrf_checks=enforce_csrf_checks)
    handler.load_middleware()
    return handler


def _cookies(cookies: Any) -> str:
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return "; ".join(str(cookie) for name, cookie in cookies.items() if name not in own)


_SAME_FOR_ALL = {
    "form": "elm.json",
    "key": "set-password",
    "kind": "yaml",
    "language": "sv",
}


def _values(route: str, world: World, story: Story) -> dict[str, Any]:
    side = world.sides["A"]
    areas = side.role.requirements.order_by("area_id")
    position, picture = _picture_of(story)
    return {
        "area_id": areas[0].area_id,
        **values_of_centre(side),
        "assessment_id": story.assessment and story.assessment.pk,
        "code": picture and picture.item_version.item.code,
        "case_id": story.case and story.case.pk,
        "centre_id": side.centre.pk,
        "decision_id": story.decision and story.decision.pk,
        "evidence_id": story.evidence and story.evidence.pk,
        "holding_id": story.holding and story.holding.pk,
        "name": picture and picture.name,
        **_SAME_FOR_ALL,
        "list_id": story.certificate and story.certificate.status_list_id,
        "number": 1,
        "organisation_id": side.company.pk,
        "person_id": story.person.pk,
        "position": position,
        "protocol_version_id": ProtocolVersion.objects.earliest("pk").pk,
        "public_id": story.certificate and story.certificate.public_id,
        "role": "person",
        "role_id": side.role.pk,
        "scheme_code": world.version.product.scheme.code,
        "session_id": side.session and side.session.pk,
        "share_id": story.share and story.share.share.pk,
        "share_token": story.share and story.share.token,
        "sitting_id": story.sitting and story.sitting.pk,
        "token": story.invitation_token,
        "token_id": AccessToken.objects.get().pk,
        "uidb36": "1",
        "version_id": (world.draft if route == "framework:publish" else world.version).pk,
        **values_of_booking(route, side, story),
        **values_of_development(world, story),
        **values_of_employment(story),
        **values_of_supply(side),
    }


def _picture_of(story: Story) -> tuple[int, Media | None]:
    """Return a question of the person's test that shows a picture, and the picture."""
    for placed in story.sitting.items.order_by("position") if story.sitting else ():
        picture = placed.item_version.media.select_related("item_version__item").first()
        if picture:
            return placed.position, picture
    return 1, None

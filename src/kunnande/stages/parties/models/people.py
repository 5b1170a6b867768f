from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Företag")
    TEST_CENTRE = "test_centre", _("Testcenter")
    SCHEME_OWNER = "scheme_owner", _("Modellägare")
    NODE = "node", _("Regional nod")
    TRAINING_PROVIDER = "training_provider", _("Utbildningsanordnare")
    UNION = "union", _("Facklig organisation")
    PROGRAMME_OWNER = "programme_owner", _("Programägare")


class Role(models.TextChoices):
    """What a membership lets somebody act as; a person without membership acts as themselves."""

    EMPLOYER = "employer", _("Arbetsgivare")
    TEST_LEADER = "test_leader", _("Provledare")
    EXAMINER = "examiner", _("Examinator")
    SCHEME_OWNER = "scheme_owner", _("Modellägare")
    CENTRE_MANAGER = "centre_manager", _("Testcenteransvarig")
    AUDITOR = "auditor", _("Granskare")
    ASSESSOR = "assessor", _("Bedömare")
    NODE_COORDINATOR = "node_coordinator", _("Nodsamordnare")
    TRAINING_PROVIDER = "training_provider", _("Utbildningsanordnare")
    COACH = "coach", _("Kompetenscoach")
    UNION_REPRESENTATIVE = "union_representative", _("Facklig företrädare")
    PROGRAMME_OWNER = "programme_owner", _("Programägare")
    ECONOMIST = "economist", _("Programekonom")
    EVALUATOR = "evaluator", _("Utvärderare")


class Municipality(models.TextChoices):
    """The municipalities of Jönköping and Kronoberg counties (Statistics Sweden's codes)."""

    ANEBY = "0604", "Aneby"
    GNOSJO = "0617", "Gnosjö"
    MULLSJO = "0642", "Mullsjö"
    HABO = "0643", "Habo"
    GISLAVED = "0662", "Gislaved"
    VAGGERYD = "0665", "Vaggeryd"
    JONKOPING = "0680", "Jönköping"
    NASSJO = "0682", "Nässjö"
    VARNAMO = "0683", "Värnamo"
    SAVSJO = "0684", "Sävsjö"
    VETLANDA = "0685", "Vetlanda"
    EKSJO = "0686", "Eksjö"
    TRANAS = "0687", "Tranås"
    UPPVIDINGE = "0760", "Uppvidinge"
    LESSEBO = "0761", "Lessebo"
    TINGSRYD = "0763", "Tingsryd"
    ALVESTA = "0764", "Alvesta"
    ALMHULT = "0765", "Älmhult"
    MARKARYD = "0767", "Markaryd"
    VAXJO = "0780", "Växjö"
    LJUNGBY = "0781", "Ljungby"


class Organisation(models.Model):
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=10, unique=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def trail_name(self) -> str:
        return f"organisation:{self.pk}"


class Person(models.Model):
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=220, db_index=True)
    identity_number_sealed = models.BinaryField(null=True)
    # Null where no number is known, so that the unknown do not collide.
    identity_number_index = models.CharField(  # noqa: DJ001
        max_length=64, null=True, unique=True
    )
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def trail_name(self) -> str:
        return f"person:{self.pk}"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account; identified by e-mail, linked to the person who holds it."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="user")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # In which language letters are written to whoever holds the account.
    language = models.CharField(max_length=8, default="sv")
    # A service user acts for a command or a job; nobody can sign in as one.
    is_service = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["joined_at"]

    objects = UserManager()

    # Roles a token lets the account act in, for as long as one call lasts; None means all it has.
    limited_to: frozenset[str] | None = None

    def __str__(self) -> str:
        return self.person.name if self.person else self.email

    @property
    def trail_name(self) -> str:
        return f"user:{self.pk}"


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=24, choices=Role)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(to_on__isnull=True),
                name="parties_one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="parties_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


def _identity(column: str) -> Func:
    # The embedded server has no btree_gist: a one-value range stands in for equality.
    return Func(F(column), F(column), Value("[]"), function="int8range")


class Employment(models.Model):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="employments"
    )
    team = models.CharField(max_length=100, blank=True)
    # Where the company reaches somebody who has no account yet.
    email = models.EmailField(blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="parties_employment_no_overlap",
                expressions=[
                    (_identity("person"), RangeOperators.OVERLAPS),
                    (_identity("organisation"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            "from_on",
                            "to_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organisation_id} from {self.from_on}"

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Invitation(models.Model):
    """A link that lets one person claim their account; only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role, blank=True)
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk} to person:{self.person_id}"


class AccessToken(models.Model):
    """A key with which a program acts for a person; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    # Each is a role and a way: "employer:read".
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="parties_token_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0), name="parties_token_may_do_something"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk} of user:{self.user_id}"

    @property
    def trail_name(self) -> str:
        return f"token:{self.pk}"


class Installation(models.Model):
    """The one row that says whether this database holds simulated people."""

    simulated = models.BooleanField(default=False)
    simulated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="parties_one_installation"),
        ]

    def __str__(self) -> str:
        return "simulated" if self.simulated else "real"

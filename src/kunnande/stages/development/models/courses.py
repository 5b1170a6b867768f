from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.framework.queries import localised


class ProviderKind(models.TextChoices):
    TRAINING_COMPANY = "training_company", _("Utbildningsföretag")
    IN_HOUSE = "in_house", _("Egen regi")
    NODE_CONSULTANT = "node_consultant", _("Nod eller konsult")
    TEKNIKCOLLEGE = "upper_secondary_teknikcollege", _("Gymnasium inom Teknikcollege")
    ADULT_EDUCATION = "municipal_adult_education", _("Komvux")
    VOCATIONAL_COLLEGE = "vocational_higher_education", _("Yrkeshögskola")
    SUPPLIER = "supplier", _("Leverantör")
    ASSOCIATION = "industry_association", _("Branschorganisation")


class CourseForm(models.TextChoices):
    CLASSROOM = "classroom", _("Klassrum")
    WORKSHOP = "workshop", _("Verkstad")
    WORKPLACE = "workplace", _("På arbetsplatsen")
    DISTANCE = "distance", _("På distans")
    BLENDED = "blended", _("Blandad form")
    SIMULATOR = "simulator", _("Simulator")


class Course(models.Model):
    """What a provider offers, tagged by the areas it brings somebody further in."""

    provider = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    provider_kind = models.CharField(max_length=32, choices=ProviderKind)
    form = models.CharField(max_length=16, choices=CourseForm)
    hours = models.DecimalField(max_digits=6, decimal_places=1)
    smallest_group = models.PositiveSmallIntegerField(default=1)
    largest_group = models.PositiveSmallIntegerField(default=16)
    # Whole kronor without value added tax.
    price_per_group = models.PositiveIntegerField(null=True)
    price_per_person = models.PositiveIntegerField(null=True)
    prerequisites = models.JSONField(default=list)
    leads_to = models.CharField(max_length=300, blank=True)
    web_address = models.URLField(blank=True)
    is_offered = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["title_sv", "code"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "code"], name="development_course_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="development_course_takes_time"),
            models.CheckConstraint(
                condition=Q(smallest_group__gte=1, largest_group__gte=F("smallest_group")),
                name="development_course_group_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """What the course is called in the reader's language."""
        return localised(self, "title")


class CourseArea(models.Model):
    """An area a course works on. A test or an assessment decides the level, never attendance."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey("framework.Area", on_delete=models.PROTECT, related_name="+")
    raises_by = models.PositiveSmallIntegerField(default=1)
    highest_level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["area__code"]
        constraints = [
            models.UniqueConstraint(fields=["course", "area"], name="development_course_area_once"),
            models.CheckConstraint(
                condition=Q(raises_by__gte=1, highest_level__gte=1, highest_level__lte=4),
                name="development_course_level_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}:{self.area_id}"


class GroupState(models.TextChoices):
    PROPOSED = "proposed", _("Föreslagen")
    OPEN = "open", _("Öppen för anmälan")
    RUNNING = "running", _("Pågår")
    COMPLETED = "completed", _("Genomförd")
    CANCELLED = "cancelled", _("Inställd")


class CourseGroup(models.Model):
    """A course given once: where, to how many, and when."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="groups")
    municipality_code = models.CharField(max_length=4)
    seats = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, default="sv")
    state = models.CharField(max_length=16, choices=GroupState, default=GroupState.OPEN)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="development_group_has_seats"),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"course-group:{self.pk}"


class Occasion(models.Model):
    group = models.ForeignKey(CourseGroup, on_delete=models.CASCADE, related_name="occasions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="development_occasion_ends_later"
            ),
            models.UniqueConstraint(
                fields=["group", "starts_at"], name="development_occasion_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.starts_at:%Y-%m-%d}"


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("Anmäld")
    CANCELLED = "cancelled", _("Avanmäld")
    COMPLETED = "completed", _("Genomförd")
    INTERRUPTED = "interrupted", _("Avbruten")


class Enrolment(models.Model):
    """One person in one group; the company is the one that releases the time, if any."""

    group = models.ForeignKey(CourseGroup, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=16, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    enrolled_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=~Q(state="cancelled"),
                name="development_enrolled_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="development_enrolment_person")]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"enrolment:{self.pk}"


class AttendedOccasion(models.Model):
    """The one entry of who was there and how long; everything else that counts hours reads it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attended")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="attended")
    minutes = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "occasion"], name="development_attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=24 * 60), name="development_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}@{self.occasion_id}: {self.minutes} min"

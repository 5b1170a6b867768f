from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Accessibility(models.TextChoices):
    """What a place offers; a person's needs are named the same where they match."""

    STEP_FREE = "step_free", _("Utan trappor")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Tillgänglig toalett")
    HEARING_LOOP = "hearing_loop", _("Hörslinga")
    OWN_ROOM = "own_room", _("Eget rum")
    LARGE_TEXT = "large_text", _("Stor text")
    READ_ALOUD = "read_aloud", _("Uppläsning")


class SpokenLanguage(models.TextChoices):
    SWEDISH = "sv", _("Svenska")
    ENGLISH = "en", _("Engelska")
    ARABIC = "ar", _("Arabiska")
    POLISH = "pl", _("Polska")
    SOMALI = "so", _("Somaliska")
    TIGRINYA = "ti", _("Tigrinska")
    UKRAINIAN = "uk", _("Ukrainska")
    GERMAN = "de", _("Tyska")


class CentreProfile(models.Model):
    """Where a test centre is and what it is like there; public."""

    centre = models.OneToOneField(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    street_address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    accessibility = ArrayField(models.CharField(max_length=24, choices=Accessibility), default=list)
    languages = ArrayField(models.CharField(max_length=2, choices=SpokenLanguage), default=list)
    # A test leader may travel to a company.
    travels = models.BooleanField(default=False)
    public_email = models.EmailField(blank=True)
    public_phone = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="centres_profile_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.centre_id}"


class Room(models.Model):
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    seats = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="centres_room_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="centres_room_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name


class MachineKind(models.TextChoices):
    CNC_LATHE = "cnc_lathe", _("CNC-svarv")
    CNC_MILL = "cnc_mill", _("CNC-fräs")
    WELDING = "welding", _("Svetsplats")
    AUTOMATION_RIG = "automation_rig", _("Automationsrigg")
    MAINTENANCE_RIG = "maintenance_rig", _("Underhållsrigg")
    ROBOT = "robot", _("Robotcell")
    OTHER = "other", _("Annan utrustning")


class Machine(models.Model):
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    # Null where it can be moved.
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="machines")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=24, choices=MachineKind)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="centres_machine_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("måndag")
    TUESDAY = 1, _("tisdag")
    WEDNESDAY = 2, _("onsdag")
    THURSDAY = 3, _("torsdag")
    FRIDAY = 4, _("fredag")
    SATURDAY = 5, _("lördag")
    SUNDAY = 6, _("söndag")


class OpeningHours(models.Model):
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "weekday"], name="centres_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="centres_weekday_0_to_6"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="centres_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.weekday} {self.opens}-{self.closes}"


class OpeningException(models.Model):
    """A day with other hours than its weekday, or closed when it has none."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "on"], name="centres_exception_once"),
            models.CheckConstraint(
                # Each half is asked for: a comparison with nothing is neither true nor false.
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="centres_exception_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.on}"

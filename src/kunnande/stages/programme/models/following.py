"""What people answer when they are called: on leaving, and six months after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models.indicators import Moment
from kunnande.stages.programme.models.taking_part import Participation


class Questionnaire(models.Model):
    """A version of the questions that are asked at one moment; never edited."""

    moment = models.CharField(max_length=8, choices=Moment)
    version = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    source = models.CharField(max_length=300)
    # In order: code, words in both languages, one or many, and the choices with their words.
    questions = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["moment", "version"], name="programme_questionnaire_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(moment=Moment.ENTRY), name="programme_nobody_is_called_at_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.version}"


class FollowUpOutcome(models.TextChoices):
    ANSWERED = "answered", _("Svarade")
    DECLINED = "declined", _("Ville inte svara")


class FollowUp(models.Model):
    """Somebody was reached by phone, once for each moment: they answered, or declined."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="follow_ups"
    )
    moment = models.CharField(max_length=8, choices=Moment)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=FollowUpOutcome)
    called_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "moment"], name="programme_reached_once_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"follow-up:{self.pk}"


class FollowUpAnswer(models.Model):
    """One chosen answer; a question that takes many has one row for each."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "question", "choice"], name="programme_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.question}: {self.choice}"


class CallTry(models.Model):
    """Nobody answered; the next try is on a day."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="call_tries"
    )
    moment = models.CharField(max_length=8, choices=Moment)
    tried_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField()
    next_on = models.DateField()

    class Meta:
        ordering = ["tried_at", "pk"]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.moment} tried, next {self.next_on}"

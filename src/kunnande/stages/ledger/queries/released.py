"""What may be shown to others at all: it never waited for a talk, or the talk has been held."""

from django.db.models import Exists, OuterRef, Q

from kunnande.stages.ledger.models import Release

# A statement without a release key was never part of a case: nothing holds it back.
IS_RELEASED = Q(release_key="") | Exists(
    Release.objects.filter(release_key=OuterRef("release_key"))
)

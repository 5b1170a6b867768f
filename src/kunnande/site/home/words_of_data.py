"""What the sections and values of a person's own data are called in plain words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext, gettext_lazy as _

from kunnande.site.templatetags.kunnande import day, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

SECTIONS: Mapping[str, _StrPromise] = {
    "person": _("Du"),
    "account": _("Ditt konto"),
    "employments": _("Anställningar"),
    "memberships": _("Uppdrag för organisationer"),
    "invitations": _("Inbjudningar"),
    "tokens": _("Nycklar för program"),
    "agreement_answers": _("Dina svar om vad arbetsgivaren får se"),
    "shares": _("Länkar du har gjort"),
    "holdings": _("Yrkesroller du har haft"),
    "staged_imports": _("Listor du har läst in och inte bekräftat"),
    "statements": _("Vad du har visat, också det som inte längre gäller"),
    "releases": _("När resultat fick visas"),
    "reminders": _("Påminnelser vi har skickat"),
    "cases": _("Dina ärenden"),
    "self_ratings": _("Din egen bedömning"),
    "evidence": _("Filer du har lagt till"),
    "feedback_talks": _("Återkopplingssamtal"),
    "proposals": _("Förslag från samtalen"),
    "exposures": _("När du har fått frågor, och inom vilket område"),
    "bookings": _("Platser du har bokat"),
    "waits": _("När du har väntat på en plats"),
    "offers": _("Platser du har blivit erbjuden"),
    "attendances": _("Om du kom"),
    "needs": _("Vad du behöver vid provet"),
    "booking_letters": _("Brev om dina bokningar"),
    "sittings": _("Provtillfällen"),
    "pauses": _("Pauser i dina prov"),
    "extra_times": _("Mer tid du har fått i prov"),
    "incidents": _("Händelser som provledaren har antecknat om dina prov"),
    "answers": _("Dina svar på provfrågor"),
    "area_results": _("Resultat per område"),
    "decisions": _("Beslut om dig"),
    "decided_areas": _("Besluten område för område"),
    "certificates": _("Bevis"),
    "looks": _("Vem som har sett dina resultat"),
    "trail": _("Händelser som rör dig"),
}
FIELDS: Mapping[str, _StrPromise] = {
    "accepted": _("Svarade ja"),
    "accepted_at": _("Antagen den"),
    "act": _("Händelse"),
    "actor": _("Av"),
    "added_at": _("Tillagd"),
    "answer": _("Svar"),
    "answered_at": _("Svarade"),
    "area": _("Område"),
    "area_code": _("Område"),
    "areas": _("Områden"),
    "at": _("När"),
    "awarded_at": _("Utfärdat"),
    "awarded_by": _("Utfärdat av"),
    "booking_id": _("Bokning"),
    "began_at": _("Började"),
    "case_id": _("Ärende"),
    "centre": _("Testcenter"),
    "centre_wished": _("Önskat testcenter"),
    "certificate_ids": _("Bevis"),
    "chain": _("Kedja"),
    "changed_at": _("Ändrat"),
    "closed_by_deadline": _("Lämnades in när tiden var slut"),
    "company": _("Organisation"),
    "created_at": _("Skapad"),
    "deadline_at": _("Tiden slut"),
    "decided_at": _("Beslutat"),
    "decided_by": _("Beslutat av"),
    "decision_id": _("Beslut"),
    "document_text": _("Beviset som det undertecknades"),
    "email": _("E-postadress"),
    "ended_at": _("Upphörde"),
    "ended_by": _("Avslutat av"),
    "ends_at": _("Slutar"),
    "entered_at": _("Inskrivet"),
    "entered_by": _("Inskrivet av"),
    "expires_at": _("Går ut"),
    "exposed_at": _("När"),
    "extent": _("Omfattning"),
    "extra_minutes": _("Extra minuter"),
    "facts": _("Uppgifter"),
    "family_name": _("Efternamn"),
    "file_name": _("Fil"),
    "finished_at": _("Inlämnat"),
    "form": _("Provform"),
    "from_on": _("Från"),
    "given_name": _("Förnamn"),
    "grounds": _("Motivering"),
    "held_at": _("Hållet"),
    "held_by": _("Hållet av"),
    "held_until": _("Reserverad till"),
    "identity_number": _("Personnummer"),
    "is_active": _("Kontot är öppet"),
    "is_flagged": _("Flaggad"),
    "is_met": _("Uppfyllt"),
    "items": _("Antal frågor"),
    "joined_at": _("Öppnat"),
    "given_at": _("När"),
    "identity_checked_at": _("Legitimation kontrollerad"),
    "identity_document": _("Legitimation"),
    "kind": _("Sort"),
    "language": _("Språk"),
    "last_login": _("Senast inloggad"),
    "last_on": _("Sista dag"),
    "level": _("Nivå"),
    "made_at": _("Gjord"),
    "maximum": _("Högsta poäng"),
    "media_type": _("Filtyp"),
    "minimum_percent": _("Krav i procent"),
    "minutes": _("Minuter"),
    "municipality_code": _("Kommun"),
    "name": _("Namn"),
    "needs": _("Behov"),
    "noted_at": _("När"),
    "opened_at": _("Öppnat"),
    "outcome": _("Utfall"),
    "page": _("Sida"),
    "points": _("Poäng"),
    "position": _("Frågans plats"),
    "present": _("Kom"),
    "product": _("Produkt"),
    "public_id": _("Nummer"),
    "rated_at": _("Bedömt"),
    "reason": _("Skäl"),
    "rebooking_allowed_at": _("Får boka igen sedan"),
    "recipient": _("Till"),
    "release_key": _("Omgång"),
    "released_at": _("När"),
    "released_by": _("Av"),
    "responses": _("Svar"),
    "retake_earliest_on": _("Kan prövas igen från"),
    "revision": _("Sparat gånger"),
    "revoked_at": _("Återkallat"),
    "role": _("Roll"),
    "role_name": _("Yrkesroll"),
    "round": _("Omgång"),
    "saved_at": _("Sparat"),
    "scopes": _("Får göra"),
    "sent_at": _("Skickad"),
    "sha256": _("Kontrollsumma"),
    "simulated": _("Påhittad person"),
    "since": _("Sedan"),
    "sitting_id": _("Provtillfälle"),
    "size_bytes": _("Storlek i byte"),
    "source": _("Kommer från"),
    "staged_at": _("Inläst"),
    "started_at": _("Började"),
    "starts_at": _("Börjar"),
    "state": _("Läge"),
    "stated_at": _("Visat"),
    "stated_by": _("Inskrivet av"),
    "statement_id": _("Uppgift"),
    "subject": _("Gäller"),
    "submitted_at": _("Inlämnad"),
    "summary": _("Sammanfattning"),
    "superseded_by": _("Ersatt av uppgift"),
    "takes_place_on": _("Dag"),
    "team": _("Lag"),
    "termination_reason": _("Avslutades därför att"),
    "test_leader": _("Provledare"),
    "text": _("Förslag"),
    "to_on": _("Till"),
    "valid_until": _("Gäller till"),
    "version": _("Version"),
    "viewer": _("Vem"),
    "window_days": _("Dagar före sista dag"),
    "withdrawn_at": _("Tillbakadragen"),
    "within_km": _("Högst så långt, i kilometer"),
}


def name_of_section(name: str) -> str:
    return str(SECTIONS[name])


def name_of_field(name: str) -> str:
    return str(FIELDS[name])


def value_in_words(value: object) -> str:
    """Return one value as a person reads it; a dash where nothing is known."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nej")
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(value)

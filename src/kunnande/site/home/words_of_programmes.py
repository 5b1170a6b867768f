"""What a person's own data of funded programmes are called in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

SECTIONS_OF_PROGRAMMES: Mapping[str, _StrPromise] = {
    "participations": _("Program du är eller har varit med i"),
    "attestations": _("Månader du har intygat timmar för"),
    "attested_rows": _("Timmar du har intygat"),
    "other_support": _("Annat offentligt stöd för din tid"),
    "programme_steps": _("Steg du har skrivit in för företag"),
    "grants": _("Beslut om program som du har skrivit in"),
    "targets": _("Mål för noder och storlekar i beslut du har skrivit in"),
    "participant_files": _("Deltagarfiler du har gjort"),
    "follow_ups": _("Samtal efter ett program"),
    "follow_up_answers": _("Vad du har svarat när vi ringde"),
    "call_tries": _("När samtal om ett program inte besvarades"),
    "set_choices": _("Indikatorer du har valt för ett beslut"),
    "report_versions": _("Rapporter du har sparat"),
    "extracts": _("Utdrag du har hämtat"),
    "budget_amounts": _("Budgetrader i beslut du har skrivit in"),
    "commitments": _("Åtaganden du har skrivit in"),
    "costs": _("Kostnader du har skrivit in"),
    "claims": _("Ansökningar om utbetalning du har gjort"),
    "claimed_months": _("Dina månader i ansökningar om utbetalning"),
    "claimed_costs": _("Kostnader du skrev in, i ansökningar om utbetalning"),
    "aid_declarations": _("Intyg om tidigare stöd du har skrivit in"),
    "linked_companies": _("Företag som hör ihop, i intyg du skrev in"),
    "earlier_aid": _("Tidigare stöd, i intyg du skrev in"),
    "aid": _("Statligt stöd du har beslutat"),
}
FIELDS_OF_PROGRAMMES: Mapping[str, _StrPromise] = {
    "age_at_entry": _("Ålder när du började"),
    "counting": _("Räknas som medfinansiering"),
    "education": _("Utbildning"),
    "moment": _("När i programmet"),
    "month_on": _("Månad"),
    "programme_name": _("Program"),
    "question": _("Fråga"),
}

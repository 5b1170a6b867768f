from django.urls import path

from kunnande.stages.programme.web import (
    calling,
    companies,
    hours,
    measuring,
    partners,
    people,
    reports,
    steering,
)

app_name = "programme"
_MONTH = "<int:year>/<int:month>/"
urlpatterns = [
    path("mina-timmar/", hours.mine, name="mine"),
    path(f"timmar/<int:participation_id>/{_MONTH}", hours.month, name="month"),
    path(f"timmar/<int:participation_id>/{_MONTH}ratta/", hours.correct, name="correct"),
    path("foretag/<int:organisation_id>/timmar/", hours.staff, name="staff"),
    path("foretag/<int:organisation_id>/deltagare/ny/", people.enter, name="enter"),
    path("foretag/<int:organisation_id>/annat-stod/", people.other_support, name="other_support"),
    path("deltagare/<int:participation_id>/avsluta/", people.leave, name="leave"),
    path("program/", steering.overview, name="overview"),
    path("program/<int:programme_id>/beslut/", steering.enter_grant, name="enter_grant"),
    path("program/<int:programme_id>/partner/", partners.partners, name="partners"),
    path("program/<int:programme_id>/deltagare/", steering.people, name="people"),
    path(
        f"program/<int:programme_id>/deltagare/{_MONTH}fil.xlsx",
        steering.participant_file,
        name="participant_file",
    ),
    path("program/<int:programme_id>/lage/", measuring.steering, name="steering"),
    path("program/<int:programme_id>/indikatorer/", measuring.indicators, name="indicators"),
    path(
        "program/<int:programme_id>/indikatorer/<slug:indicator_code>/",
        measuring.indicator,
        name="indicator",
    ),
    path("program/<int:programme_id>/samtal/", calling.calls, name="calls"),
    path("deltagare/<int:participation_id>/samtal/<slug:moment>/", calling.call, name="call"),
    path("program/<int:programme_id>/rapporter/", reports.reports, name="reports"),
    path("program/rapporter/<int:report_id>/", reports.report, name="report"),
    path(
        "program/rapporter/<int:report_id>/<int:version_number>.pdf",
        reports.report_paper,
        name="report_paper",
    ),
    path(
        "program/rapporter/<int:report_id>/<int:version_number>.odt",
        reports.report_text,
        name="report_text",
    ),
    path("program/<int:programme_id>/utdrag/", reports.extracts, name="extracts"),
    path("program/<int:programme_id>/utdrag.xlsx", reports.extract, name="extract"),
    path("program/foretag/", companies.companies, name="companies"),
    path("program/<int:programme_id>/foretag/nytt/", companies.engage, name="engage"),
    path("program/foretag/<int:engagement_id>/", companies.company, name="company"),
]

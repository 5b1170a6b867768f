from django.urls import path

from kunnande.stages.programme.web import companies, hours, people, steering

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
    path("program/<int:programme_id>/deltagare/", steering.people, name="people"),
    path(
        f"program/<int:programme_id>/deltagare/{_MONTH}fil.xlsx",
        steering.participant_file,
        name="participant_file",
    ),
    path("program/foretag/", companies.companies, name="companies"),
    path("program/<int:programme_id>/foretag/nytt/", companies.engage, name="engage"),
    path("program/foretag/<int:engagement_id>/", companies.company, name="company"),
]

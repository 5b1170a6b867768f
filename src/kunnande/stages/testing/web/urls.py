from django.urls import path

from kunnande.stages.testing.web import (
    answering,
    checking_in,
    leading,
    results,
    sitting,
    supervising,
)

app_name = "testing"
urlpatterns = [
    path("provledning/", leading.leading, name="leading"),
    path("provledning/planera/<int:case_id>/", leading.plan, name="plan"),
    path("provledning/prov/<int:sitting_id>/flytta/", leading.replan, name="replan"),
    path("provledning/samtal/<int:case_id>/", results.feedback, name="feedback"),
    path("provledning/tavla/<int:centre_id>/", supervising.board, name="board"),
    path("provledning/tavla/<int:centre_id>/styr/", supervising.steer, name="steer"),
    path("provledning/tavla/<int:centre_id>/handelse/", supervising.incident, name="incident"),
    path("provledning/tillfalle/<int:session_id>/forbered/", supervising.prepare, name="prepare"),
    path("provledning/prov/<int:sitting_id>/checka-in/", checking_in.check_in, name="check_in"),
    path("provledning/prov/<int:sitting_id>/avbryt/", checking_in.terminate, name="terminate"),
    path("prov/<int:sitting_id>/", sitting.show, name="sitting"),
    path("prov/<int:sitting_id>/borja/", sitting.start, name="start"),
    path("prov/<int:sitting_id>/puls/", sitting.pulse, name="pulse"),
    path("prov/<int:sitting_id>/fraga/<int:position>/", answering.question, name="question"),
    path("prov/<int:sitting_id>/fraga/<int:position>/svar/", answering.save, name="save"),
    path(
        "prov/<int:sitting_id>/fraga/<int:position>/bild/<str:name>",
        answering.picture,
        name="picture",
    ),
    path("prov/<int:sitting_id>/oversikt/", answering.review, name="review"),
    path("prov/<int:sitting_id>/lamna-in/", answering.hand_in, name="hand_in"),
    path("prov/<int:sitting_id>/klart/", sitting.done, name="done"),
    path("prov/<int:sitting_id>/resultat/", results.result, name="result"),
]

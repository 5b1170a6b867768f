from django.urls import path

from kunnande.stages.testing.web import answering, leading, results, sitting

app_name = "testing"
urlpatterns = [
    path("provledning/", leading.leading, name="leading"),
    path("provledning/planera/<int:case_id>/", leading.plan, name="plan"),
    path("provledning/prov/<int:sitting_id>/flytta/", leading.replan, name="replan"),
    path("provledning/samtal/<int:case_id>/", results.feedback, name="feedback"),
    path("prov/<int:sitting_id>/", sitting.show, name="sitting"),
    path("prov/<int:sitting_id>/borja/", sitting.start, name="start"),
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

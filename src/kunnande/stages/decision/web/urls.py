from django.urls import path

from kunnande.stages.decision.web import views

app_name = "decision"
urlpatterns = [
    path("beslut/", views.ready, name="ready"),
    path("beslut/arende/<int:case_id>/", views.case, name="case"),
    path("beslut/<int:decision_id>/", views.show, name="show"),
    path("beslut/<int:decision_id>/beslut-<str:language>.pdf", views.paper, name="paper"),
    path("mitt-arende/<int:case_id>/brev-<str:language>.pdf", views.letter, name="letter"),
]

from django.urls import path

from kunnande.stages.decision.web import views

app_name = "decision"
urlpatterns = [
    path("beslut/", views.ready, name="ready"),
    path("beslut/arende/<int:case_id>/", views.case, name="case"),
    path("beslut/<int:decision_id>/", views.show, name="show"),
]

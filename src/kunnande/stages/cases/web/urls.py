from django.urls import path

from kunnande.stages.cases.web import evidence, views

app_name = "cases"
urlpatterns = [
    path("foretag/<int:organisation_id>/anmal/", views.open_for_employee, name="open"),
    path("mitt-arende/", views.mine, name="mine"),
    path("mitt-arende/<int:case_id>/borja/", views.begin, name="begin"),
    path("mitt-arende/<int:case_id>/omrade/<int:number>/", views.rate, name="rate"),
    path("mitt-arende/<int:case_id>/lamna-in/", views.review, name="review"),
    path("underlag/<int:evidence_id>/", evidence.download, name="download"),
    path("underlag/<int:evidence_id>/ta-bort/", evidence.remove, name="remove"),
]

from django.urls import path

from kunnande.stages.measurement.web import views

app_name = "measurement"
urlpatterns = [
    path("matning/", views.scales, name="scales"),
    path("matning/berakna/", views.order, name="order"),
]

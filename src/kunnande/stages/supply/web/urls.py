from django.urls import path

from kunnande.stages.supply.web import views, workbooks

app_name = "supply"
urlpatterns = [
    path("foretag/<int:organisation_id>/matris/", views.matrix, name="matrix"),
    path(
        "foretag/<int:organisation_id>/matris/excel/",
        workbooks.matrix_export,
        name="matrix_export",
    ),
    path(
        "foretag/<int:organisation_id>/matris/<int:person_id>/<int:area_id>/",
        views.cell,
        name="cell",
    ),
]

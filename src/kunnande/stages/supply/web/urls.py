from django.urls import path

from kunnande.stages.supply.web import lists, people, settings, staffing, views, workbooks
from kunnande.stages.supply.web.plan_urls import patterns

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
    path(
        "foretag/<int:organisation_id>/matris/<int:person_id>/<int:area_id>/historik/",
        lists.history,
        name="history",
    ),
    path(
        "foretag/<int:organisation_id>/matris/<int:person_id>/<int:area_id>/undantag/",
        people.deviate,
        name="deviate",
    ),
    path("undantag/<int:deviation_id>/avsluta/", people.end_deviation, name="end_deviation"),
    path("foretag/<int:organisation_id>/matris/att-gora/", lists.work_list, name="work_list"),
    path("foretag/<int:organisation_id>/matris/slutar/", staffing.show, name="staffing"),
    path("foretag/<int:organisation_id>/matris/tavla/", lists.board, name="board"),
    path("foretag/<int:organisation_id>/matris/intyga/", people.attest, name="attest"),
    path("foretag/<int:organisation_id>/matris/urval/", settings.save_view, name="save_view"),
    path(
        "foretag/<int:organisation_id>/matris/urval/<int:view_id>/ta-bort/",
        settings.forget_view,
        name="forget_view",
    ),
    path("foretag/<int:organisation_id>/matris/nivaer/", settings.words, name="words"),
    path("foretag/<int:organisation_id>/matris/skift/", settings.placements, name="placements"),
    *patterns,
]

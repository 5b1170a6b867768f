from django.urls import path

from kunnande.stages.requirements.web import imports, roles, views, workbooks

app_name = "requirements"
urlpatterns = [
    path("foretag/<int:organisation_id>/roller/", roles.roles, name="roles"),
    path("foretag/<int:organisation_id>/roller/ny/", roles.create, name="create"),
    path(
        "foretag/<int:organisation_id>/roller/excel/", workbooks.roles_export, name="roles_export"
    ),
    path("foretag/<int:organisation_id>/las-in/", imports.upload, name="import_people"),
    path("foretag/<int:organisation_id>/las-in/kolumner/", imports.columns, name="import_columns"),
    path("foretag/<int:organisation_id>/las-in/granska/", imports.preview, name="import_preview"),
    path("las-in/mall/", workbooks.import_template, name="import_template"),
    path("roller/<int:role_id>/", views.role, name="role"),
    path("roller/<int:role_id>/andra/", roles.change, name="change"),
    path("roller/<int:role_id>/krav/", views.areas, name="areas"),
    path("roller/<int:role_id>/krav/<int:area_id>/", views.requirement, name="requirement"),
    path(
        "roller/<int:role_id>/krav/<int:area_id>/ta-bort/",
        views.remove_requirement,
        name="remove_requirement",
    ),
    path("roller/<int:role_id>/tilldela/", roles.assign, name="assign"),
    path("innehav/<int:holding_id>/avsluta/", roles.end_holding, name="end_holding"),
]

from django.urls import path
from django.views.i18n import set_language

from kunnande.site.home import companies, employees, views, workbooks

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("min-kompetens/", views.competence, name="competence"),
    path("vem-har-sett/", views.who_has_seen, name="who_has_seen"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("sprak/", set_language, name="language"),
    path("foretag/ny/", companies.register_company, name="register_company"),
    path("foretag/<int:organisation_id>/anstallda/", employees.employees, name="employees"),
    path(
        "foretag/<int:organisation_id>/anstallda/excel/",
        workbooks.employees_export,
        name="employees_export",
    ),
    path("demo/<slug:role>/", views.demo_sign_in, name="demo_sign_in"),
]

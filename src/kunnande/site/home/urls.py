from django.urls import path

from kunnande.site.home import (
    companies,
    employees,
    particulars,
    schemes,
    shared,
    shares,
    views,
    workbooks,
)

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("min-kompetens/", views.competence, name="competence"),
    path("vem-har-sett/", views.who_has_seen, name="who_has_seen"),
    path("mina-uppgifter/", particulars.my_data, name="my_data"),
    path("mina-uppgifter/fil/", particulars.my_data_file, name="my_data_file"),
    path("delade-lankar/", shares.shares, name="shares"),
    path("delade-lankar/ny/", shares.new_share, name="new_share"),
    path(
        "delade-lankar/<int:share_id>/dra-tillbaka/", shares.withdraw_share, name="withdraw_share"
    ),
    path("delat/<str:share_token>/", shared.shared, name="shared"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("sprak/", particulars.language, name="language"),
    path("foretag/ny/", companies.register_company, name="register_company"),
    path("foretag/<int:organisation_id>/anstallda/", employees.employees, name="employees"),
    path(
        "foretag/<int:organisation_id>/anstallda/excel/",
        workbooks.employees_export,
        name="employees_export",
    ),
    path("modell/", schemes.schemes, name="schemes"),
    path("modell/<slug:scheme_code>/<slug:kind>/", schemes.scheme_file, name="scheme_file"),
    path("demo/<slug:role>/", views.demo_sign_in, name="demo_sign_in"),
]

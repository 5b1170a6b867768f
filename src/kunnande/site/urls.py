from django.urls import include, path

urlpatterns = [
    path("", include("kunnande.site.home.urls")),
    path("konto/", include("allauth.account.urls")),
    path("", include("kunnande.stages.parties.web.urls")),
    path("", include("kunnande.stages.framework.web.urls")),
    path("", include("kunnande.stages.disclosure.web.urls")),
    path("", include("kunnande.stages.requirements.web.urls")),
    path("", include("kunnande.stages.cases.web.urls")),
    path("", include("kunnande.stages.itembank.web.urls")),
    path("", include("kunnande.stages.testing.web.urls")),
    path("", include("kunnande.stages.decision.web.urls")),
    path("", include("kunnande.stages.credentials.web.urls")),
    path("", include("kunnande.stages.supply.web.urls")),
]

handler400 = "kunnande.site.errors.bad_request"
handler403 = "kunnande.site.errors.forbidden"
handler404 = "kunnande.site.errors.not_found"
handler500 = "kunnande.site.errors.server_error"

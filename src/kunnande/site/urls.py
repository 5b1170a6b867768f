from allauth.account import views as accounts
from django.urls import URLPattern, include, path, re_path

# Only these of the account pages: accounts are opened by invitation, addresses stay as invited.
_accounts: list[URLPattern] = [
    path("logga-in/", accounts.login, name="account_login"),
    path("logga-ut/", accounts.logout, name="account_logout"),
    path("byt-losenord/", accounts.password_change, name="account_change_password"),
    path("valj-losenord/", accounts.password_set, name="account_set_password"),
    path("glomt-losenord/", accounts.password_reset, name="account_reset_password"),
    path(
        "glomt-losenord/skickat/",
        accounts.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        accounts.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "nytt-losenord/klart/",
        accounts.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", include("kunnande.site.home.urls")),
    path("konto/", include(_accounts)),
    path("", include("kunnande.stages.parties.web.urls")),
    path("", include("kunnande.stages.framework.web.urls")),
    path("", include("kunnande.stages.disclosure.web.urls")),
    path("", include("kunnande.stages.requirements.web.urls")),
    path("", include("kunnande.stages.ledger.web.urls")),
    path("", include("kunnande.stages.cases.web.urls")),
    path("", include("kunnande.stages.itembank.web.urls")),
    path("", include("kunnande.stages.centres.web.urls")),
    path("", include("kunnande.stages.booking.web.urls")),
    path("", include("kunnande.stages.testing.web.urls")),
    path("", include("kunnande.stages.practice.web.urls")),
    path("", include("kunnande.stages.measurement.web.urls")),
    path("", include("kunnande.stages.decision.web.urls")),
    path("", include("kunnande.stages.credentials.web.urls")),
    path("", include("kunnande.stages.development.web.urls")),
    path("", include("kunnande.stages.supply.web.urls")),
    path("", include("kunnande.stages.programme.web.urls")),
    path("api/", include("kunnande.site.api.urls")),
]

handler400 = "kunnande.site.errors.bad_request"
handler403 = "kunnande.site.errors.forbidden"
handler404 = "kunnande.site.errors.not_found"
handler500 = "kunnande.site.errors.server_error"

from django.urls import path

from kunnande.stages.parties.web import invitations, tokens, views

app_name = "parties"
urlpatterns = [
    path("organisationer/", views.organisations, name="organisations"),
    path(
        "organisationer/<int:organisation_id>/kontaktperson/",
        views.invite_contact,
        name="invite_contact",
    ),
    path(
        "foretag/<int:organisation_id>/anstallda/bjud-in/",
        views.invite_employee,
        name="invite_employee",
    ),
    path(
        "foretag/<int:organisation_id>/anstallda/<int:person_id>/ny-lank/",
        views.renew_invitation,
        name="renew_invitation",
    ),
    path("nycklar/", tokens.tokens, name="tokens"),
    path("nycklar/<int:token_id>/aterkalla/", tokens.revoke_token, name="revoke_token"),
    path("inbjuden/", views.invited, name="invited"),
    path("inbjudan/<str:token>/", invitations.accept, name="invitation"),
]

from django.urls import path

from kunnande.stages.parties.web import gender, invitations, labour, tokens, views

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
    path(
        "foretag/<int:organisation_id>/anstallda/<int:person_id>/lage/",
        labour.labour,
        name="labour",
    ),
    path(
        "foretag/<int:organisation_id>/anstallda/<int:person_id>/lage/<int:spell_id>/avsluta/",
        labour.end_labour,
        name="end_labour",
    ),
    path(
        "foretag/<int:organisation_id>/anstallda/<int:person_id>/sista-dag/",
        labour.end_employment,
        name="end_employment",
    ),
    path("mina-uppgifter/kon/", gender.gender, name="gender"),
    path("mina-uppgifter/kon/ta-bort/", gender.take_back_gender, name="take_back_gender"),
    path("nycklar/", tokens.tokens, name="tokens"),
    path("nycklar/<int:token_id>/aterkalla/", tokens.revoke_token, name="revoke_token"),
    path("inbjuden/", views.invited, name="invited"),
    path("inbjudan/<str:token>/", invitations.accept, name="invitation"),
]

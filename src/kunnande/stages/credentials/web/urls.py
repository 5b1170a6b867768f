from django.urls import path

from kunnande.stages.credentials.web import views

app_name = "credentials"
urlpatterns = [
    path("bevis/", views.find, name="find"),
    path("bevis/<uuid:public_id>/", views.verify, name="verify"),
    path("bevis/<uuid:public_id>/bevis.json", views.document, name="document"),
    path("bevis/<uuid:public_id>/bevis.<str:form>", views.form, name="form"),
    path("bevis/<uuid:public_id>/bevis-<str:language>.pdf", views.paper, name="paper"),
    path(".well-known/did.json", views.did, name="did"),
    path("status/<int:list_id>", views.status, name="status"),
    path("status/<int:list_id>/jwt", views.token_status, name="token_status"),
    path("mina-bevis/", views.mine, name="mine"),
    path("mina-bevis/<uuid:public_id>/planbok/", views.wallet, name="wallet"),
    path("utfardande/", views.awards, name="awards"),
    path("utfardande/<int:decision_id>/", views.award, name="award"),
    path("utfardande/<uuid:public_id>/aterkalla/", views.revoke, name="revoke"),
]

from django.urls import path

from kunnande.stages.ledger.web import views

app_name = "ledger"
urlpatterns = [
    path("uppgifter/<int:statement_id>/dra-tillbaka/", views.withdraw, name="withdraw"),
]

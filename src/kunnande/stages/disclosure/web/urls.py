from django.urls import path

from kunnande.stages.disclosure.web import views

app_name = "disclosure"
urlpatterns = [
    path("min-delning/<int:organisation_id>/", views.agreement, name="agreement"),
    path("foretag/<int:organisation_id>/avtal/", views.company, name="company"),
]

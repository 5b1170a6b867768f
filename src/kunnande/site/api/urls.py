from django.urls import include, path

from kunnande.site.access import API_NAMESPACE
from kunnande.site.api import views
from kunnande.site.api.root import list_patterns

_about = [
    path("", views.show, name="show"),
    path("v1/openapi.json", views.document, name="document"),
]
urlpatterns = [
    path("", include((_about, "about_api"))),
    path("v1/", include((list_patterns(), API_NAMESPACE))),
]

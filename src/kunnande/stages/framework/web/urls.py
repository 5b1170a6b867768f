from django.urls import path

from kunnande.stages.framework.web import validity, views

app_name = "framework"
urlpatterns = [
    path("produkter/", views.products, name="products"),
    path("produkter/<int:version_id>/", views.version, name="version"),
    path("produkter/<int:version_id>/giltighet/", validity.validity, name="validity"),
    path("produkter/<int:version_id>/publicera/", views.publish, name="publish"),
]

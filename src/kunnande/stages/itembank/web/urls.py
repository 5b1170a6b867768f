from django.urls import path

from kunnande.stages.itembank.web import views

app_name = "itembank"
urlpatterns = [
    path("fragebank/", views.bank, name="bank"),
    path("fragebank/<str:code>/<str:language>/", views.preview, name="preview"),
    path("fragebank/<str:code>/<str:language>/bild/<str:name>", views.picture, name="picture"),
]

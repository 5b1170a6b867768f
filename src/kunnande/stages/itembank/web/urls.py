from django.urls import URLPattern

app_name = "itembank"
urlpatterns: list[URLPattern] = []

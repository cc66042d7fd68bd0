"""Every address of the technique. config/permissions.py says who may open which."""

from django.urls import path

from tenfold.techniques.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("headlines/", views.headlines, name="headlines"),
    path("numbers/<slug:name>/", views.number, name="number"),
    path("numbers/<slug:name>/csv/", views.number_csv, name="number_csv"),
]

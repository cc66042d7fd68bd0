"""The addresses of what runs by itself."""

from django.urls import path

from tenfold.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/now/", views.now, name="now"),
    path("jobs/retry/", views.retry_all, name="retry_all"),
    path("jobs/<int:job_id>/retry/", views.retry, name="retry"),
    path("jobs/schedules/<str:name>/run/", views.run_soon, name="run_soon"),
]

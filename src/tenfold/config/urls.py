"""Every address of the house, one line a room."""

from django.urls import URLPattern, URLResolver, include, path

from tenfold.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenfold.people.sign_in_urls")),
    path("", include("tenfold.people.urls")),
    path("", include("tenfold.notices.urls")),
    path("", include("tenfold.techniques.dashboards.urls")),
    path("", include("tenfold.techniques.interfaces.urls")),
    path("", include("tenfold.jobs.urls")),
    path("api/", api.urls),
]

handler400 = "tenfold.config.problems.bad_request"
handler403 = "tenfold.config.problems.forbidden"
handler404 = "tenfold.config.problems.not_found"
handler500 = "tenfold.config.problems.unexpected"

"""Every address of the technique. config/permissions.py says who may open which."""

from django.urls import path

from tenfold.techniques.dashboards.views import exploring, pages, saving, segments

app_name = "dashboards"
urlpatterns = [
    path("segments/", segments.list_all, name="segments"),
    path("segments/new/", segments.new, name="segment_new"),
    path("segments/preview/", segments.preview, name="segment_preview"),
    path("segments/upload/", segments.upload, name="segment_upload"),
    path("segments/<slug:name>/", segments.show, name="segment"),
    path("segments/<slug:name>/who/", segments.who, name="segment_who"),
    path("segments/<slug:name>/csv/", segments.download, name="segment_csv"),
    path("segments/<slug:name>/change/", segments.change, name="segment_change"),
    path("segments/<slug:name>/freeze/", segments.freeze, name="segment_freeze"),
    path("segments/<slug:name>/remove/", segments.remove, name="segment_remove"),
    path("", pages.home, name="home"),
    path("headlines/", pages.headlines, name="headlines"),
    path("numbers/<slug:name>/", pages.number, name="number"),
    path("numbers/<slug:name>/csv/", pages.number_csv, name="number_csv"),
    path("explore/", exploring.explore, name="explore"),
    path("explore/answer/", exploring.answer, name="explore_answer"),
    path("explore/cancel/", exploring.cancel, name="explore_cancel"),
    path("explore/csv/", exploring.download, name="explore_csv"),
    path("explore/open/<slug:name>/", exploring.open_metric, name="explore_open"),
    path("explore/who/", exploring.who, name="explore_who"),
    path("explore/who/csv/", exploring.download_who, name="explore_who_csv"),
    path("explore/save/", saving.save, name="explore_save"),
    path("explore/group/", saving.save_group, name="explore_group"),
]

"""The addresses of this room."""

from django.urls import path

from tenfold.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/choose/", views.choose, name="choose"),
    path("notices/<int:notice_id>/", views.open_one, name="open"),
    path("notices/<int:notice_id>/read/", views.read, name="read"),
    path("notices/<int:notice_id>/unread/", views.unread, name="unread"),
    path("ways/", views.ways, name="ways"),
    path("ways/new/<str:kind>/", views.add, name="way_add"),
    path("ways/<int:way_id>/", views.way, name="way"),
    path("ways/<int:way_id>/test/", views.test, name="way_test"),
    path("ways/<int:way_id>/secret/", views.replace_secret, name="way_secret"),
    path("ways/<int:way_id>/remove/", views.remove, name="way_remove"),
    path("ways/messages/<uuid:message_id>/again/", views.again, name="message_again"),
]

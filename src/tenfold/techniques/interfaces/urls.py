"""Every address of the technique. config/permissions/ says who may open which."""

from django.urls import path

from tenfold.techniques.interfaces.views import (
    catalogue,
    checking,
    events,
    importing,
    mapping,
    persons,
    retention,
    running,
    sources,
)

app_name = "interfaces"
urlpatterns = [
    path("interfaces/", sources.show_sources, name="sources"),
    path("interfaces/sources/add/", sources.source_add, name="source_add"),
    path("interfaces/sources/<int:source_id>/", sources.show_source, name="source"),
    path(
        "interfaces/sources/<int:source_id>/first-event/",
        sources.show_first_event,
        name="source_first_event",
    ),
    path("interfaces/sources/<int:source_id>/rename/", sources.rename_source, name="source_rename"),
    path(
        "interfaces/sources/<int:source_id>/replace-key/",
        sources.replace_key,
        name="source_replace_key",
    ),
    path(
        "interfaces/sources/<int:source_id>/revoke-key/",
        sources.revoke_key,
        name="source_revoke_key",
    ),
    path(
        "interfaces/sources/<int:source_id>/archive/", sources.archive_source, name="source_archive"
    ),
    path(
        "interfaces/sources/<int:source_id>/retention/",
        retention.source_retention,
        name="source_retention",
    ),
    path(
        "interfaces/sources/<int:source_id>/unarchive/",
        sources.unarchive_source,
        name="source_unarchive",
    ),
    path("interfaces/import/", importing.show_start, name="import"),
    path("interfaces/import/upload/", importing.upload, name="import_upload"),
    path("interfaces/import/<uuid:upload_id>/", checking.show_check, name="import_check"),
    path("interfaces/import/<uuid:upload_id>/count/", checking.show_count, name="import_count"),
    path("interfaces/import/<uuid:upload_id>/answer/", checking.answer, name="import_answer"),
    path(
        "interfaces/import/<uuid:upload_id>/mapping/", mapping.edit_mapping, name="import_mapping"
    ),
    path(
        "interfaces/import/<uuid:upload_id>/mapping.yaml",
        mapping.send_mapping_file,
        name="import_mapping_file",
    ),
    path(
        "interfaces/import/<uuid:upload_id>/mapping-file/",
        mapping.take_mapping_file,
        name="import_take_mapping",
    ),
    path(
        "interfaces/import/<uuid:upload_id>/preview/",
        mapping.preview_mapping,
        name="import_preview",
    ),
    path(
        "interfaces/import/<uuid:upload_id>/settings/",
        checking.change_settings,
        name="import_settings",
    ),
    path(
        "interfaces/import/<uuid:upload_id>/metric/",
        checking.choose_metric,
        name="import_metric",
    ),
    path("interfaces/import/<uuid:upload_id>/begin/", checking.begin, name="import_begin"),
    path("interfaces/import/<uuid:upload_id>/give-up/", checking.give_up, name="import_give_up"),
    path("interfaces/imports/", running.show_imports, name="imports"),
    path("interfaces/imports/<int:import_id>/", running.show_import, name="import_run"),
    path(
        "interfaces/imports/<int:import_id>/progress/",
        running.show_progress,
        name="import_progress",
    ),
    path("interfaces/imports/<int:import_id>/cancel/", running.cancel, name="import_cancel"),
    path("interfaces/imports/<int:import_id>/continue/", running.go_on, name="import_continue"),
    path("interfaces/imports/<int:import_id>/undo/", running.undo, name="import_undo"),
    path("interfaces/imports/<int:import_id>/report/", running.send_report, name="import_report"),
    path("interfaces/catalogue/", catalogue.show_catalogue, name="catalogue"),
    path("interfaces/catalogue/describe/", catalogue.describe, name="catalogue_describe"),
    path("interfaces/catalogue/hide/", catalogue.hide, name="catalogue_hide"),
    path("interfaces/catalogue/require/", catalogue.require, name="catalogue_require"),
    path("interfaces/catalogue/of/<path:name>/", catalogue.show_name, name="catalogue_name"),
    path("interfaces/events/", events.show_events, name="events"),
    path("interfaces/events/<str:event_id>/", events.show_event, name="event"),
    path("interfaces/persons/", persons.show_merges, name="merges"),
    path("interfaces/persons/find/", persons.find_person, name="person_find"),
    path("interfaces/persons/merge/", persons.merge, name="person_merge"),
    path("interfaces/persons/erase/", persons.erase, name="person_erase"),
    path("interfaces/persons/merges/<int:merge_id>/undo/", persons.undo_merge, name="merge_undo"),
    path(
        "interfaces/persons/merges/<int:merge_id>/apart/",
        persons.keep_apart,
        name="merge_apart",
    ),
    path("interfaces/persons/of/<path:person>/", persons.show_person, name="person"),
]

"""The page of what runs, ran, waits and failed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.jobs import actions, queries
from tenfold.kit import clock


@require_http_methods(["GET"])
def jobs(request: HttpRequest) -> HttpResponse:
    """Show what Tenfold does by itself, and what became of it."""
    return render(request, "jobs/jobs.html", {"overview": queries.get_overview(at=clock.now())})


@require_http_methods(["GET"])
def now(request: HttpRequest) -> HttpResponse:
    """Return the changing part of the page; nothing where it is as the asker has seen it."""
    overview = queries.get_overview(at=clock.now())
    if request.GET.get("seen") == overview.digest:
        return HttpResponse(status=204)
    return render(request, "jobs/now.html", {"overview": overview})


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Try a failed job again."""
    actions.retry_job(job_id=job_id, at=clock.now())
    messages.success(request, _("It is tried again."))
    return redirect("jobs:jobs")


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try everything again that has failed."""
    asked = actions.retry_all(at=clock.now())
    said = ngettext("%(n)s job is tried again.", "%(n)s jobs are tried again.", asked)
    messages.success(request, said % {"n": asked})
    return redirect("jobs:jobs")


@require_POST
def run_soon(request: HttpRequest, name: str) -> HttpResponse:
    """Have a schedule run now."""
    actions.run_soon(name=name, at=clock.now())
    messages.success(request, _("It runs as soon as nothing else does."))
    return redirect("jobs:jobs")

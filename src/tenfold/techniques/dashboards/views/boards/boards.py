"""The list of boards, a board, and what is done with one as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenfold.kit import clock
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.queries.boards import downloads
from tenfold.techniques.dashboards.queries.boards.boards import get_board, get_head, list_boards
from tenfold.techniques.dashboards.queries.boards.suggesting import (
    fill_template,
    get_preview,
    list_offers,
)
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.offered import find_template
from tenfold.techniques.dashboards.rules.exploring.values import read_whole
from tenfold.techniques.dashboards.views.boards.forms import BoardForm
from tenfold.techniques.dashboards.views.pages import read_asker


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """Every board."""
    asker = read_asker(request)
    context = {"page": list_boards(viewer=asker.viewer), "nothing": asker.volume.events == 0}
    return render(request, "dashboards/boards/list.html", context)


@require_safe
def show(request: HttpRequest, board_id: int) -> HttpResponse:
    """One board with its tiles."""
    asker = read_asker(request)
    removed = read_whole(request.GET.get("removed", ""))
    context = {"board": get_board(board_id=board_id, asker=asker, removed=removed)}
    return render(request, "dashboards/boards/board.html", context)


@require_safe
def download(request: HttpRequest, board_id: int) -> HttpResponse:
    """All numbers of a board as a file for a spreadsheet."""
    text = downloads.write_board(board_id=board_id, asker=read_asker(request))
    return file_of(text, f"board-{board_id}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a board to begin with, or make an empty one."""
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        board_id = form.save(
            lambda **words: actions.make_board(**words, by=me(request), at=clock.now())
        )
        if board_id is not None:
            return HttpResponseRedirect(reverse("dashboards:board_add", args=[board_id]))
    asker = read_asker(request)
    context = {"form": form, "offers": list_offers(asker=asker), "events": asker.volume.events}
    return render(request, "dashboards/boards/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, name: str) -> HttpResponse:
    """Show how a template would look with the company's numbers, then make it."""
    found, asker = find_template(name=name), read_asker(request)
    if found is None:
        raise owning.unknown_board()
    form = BoardForm(
        request.POST or None, initial={"title": str(found.title), "about": str(found.about)}
    )
    if request.method == "POST" and form.is_valid():
        tiles = fill_template(template=found, asker=asker).tiles
        board_id = form.save(
            lambda **words: actions.make_board(
                **words, tiles=tiles, template=name, by=me(request), at=clock.now()
            )
        )
        if board_id is not None:
            return HttpResponseRedirect(reverse("dashboards:board", args=[board_id]))
    context = {
        "form": form,
        "preview": get_preview(template=found, asker=asker),
        "import_url": address(request, "interfaces:import"),
        "sources_url": address(request, "interfaces:source_add"),
    }
    return render(request, "dashboards/boards/template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, board_id: int) -> HttpResponse:
    """Call a board something else, copy it, put it away."""
    head = get_head(board_id=board_id, viewer=read_asker(request).viewer)
    form = BoardForm(request.POST or None, initial={"title": head.title, "about": head.about})
    if request.method == "POST" and form.is_valid():
        saved = form.save(
            lambda **words: (
                actions.rename_board(board_id=board_id, **words, by=me(request), at=clock.now())
                or board_id
            )
        )
        if saved is not None:
            return HttpResponseRedirect(reverse("dashboards:board", args=[board_id]))
    return render(request, "dashboards/boards/change.html", {"form": form, "head": head})


@require_POST
def duplicate(request: HttpRequest, board_id: int) -> HttpResponse:
    """Make a copy that is one's own."""
    copy = actions.duplicate_board(board_id=board_id, by=me(request), at=clock.now())
    messages.success(request, _("This is your copy. The other board stays as it is."))
    return HttpResponseRedirect(reverse("dashboards:board", args=[copy]))


@require_POST
def archive(request: HttpRequest, board_id: int) -> HttpResponse:
    """Put a board away."""
    actions.archive_board(board_id=board_id, by=me(request), at=clock.now())
    messages.success(request, _("The board is archived. Below you can bring it back."))
    return HttpResponseRedirect(reverse("dashboards:boards"))


@require_POST
def bring_back(request: HttpRequest, board_id: int) -> HttpResponse:
    """Bring a board back."""
    actions.bring_back_board(board_id=board_id, by=me(request), at=clock.now())
    return HttpResponseRedirect(reverse("dashboards:board", args=[board_id]))


def address(request: HttpRequest, name: str) -> str:
    """Return where a page is; "" where it is not installed or the viewer may not open it."""
    if not request.may_open(name):  # type: ignore[attr-defined]
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def me(request: HttpRequest) -> int:
    """Return the account of whoever asks."""
    return int(request.user.pk or 0)


def file_of(text: str, name: str) -> HttpResponse:
    """Return a file for a spreadsheet."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

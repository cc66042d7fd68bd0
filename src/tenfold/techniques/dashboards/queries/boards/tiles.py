"""The tiles of a board: all their questions asked together, each drawn for itself."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.rules import MoneyHidden, PersonsHidden
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.models import Board, Tile
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards import drawing
from tenfold.techniques.dashboards.queries.boards.secrets import require_told
from tenfold.techniques.dashboards.queries.boards.views import SavedTile, TileView
from tenfold.techniques.dashboards.queries.exploring.answering import view_answer
from tenfold.techniques.dashboards.queries.exploring.asking import Asked, ask_of
from tenfold.techniques.dashboards.queries.exploring.groups import get_group, name_group_of
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.rules.boards import owning
from tenfold.techniques.dashboards.rules.boards.grid import Place
from tenfold.techniques.dashboards.rules.boards.kinds import SAYING
from tenfold.techniques.dashboards.rules.boards.tiles import draft_of_tile
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of

log = logging.getLogger(__name__)
_UNTITLED = {"text": gettext_lazy("A note"), "stream": gettext_lazy("What is happening")}


def get_tiles(
    *, board_id: int, asker: Asker, only: Iterable[int] | None = None
) -> tuple[TileView, ...]:
    """Return the tiles of a board in the order in which they are read.

    All that they ask is read from the log together. A tile that is refused, or fails, says why and
    touches no other. `only`: just these of them. Raises `UnknownBoard`.
    """
    if not Board.objects.filter(id=board_id).exists():
        raise owning.unknown_board()
    rows = Tile.objects.filter(board_id=board_id, removed_at=None)
    if only is not None:
        rows = rows.filter(id__in=set(only))
    return view_tiles(tiles=[view_plainly(row=row) for row in rows], asker=asker, board_id=board_id)


def get_saved(*, board_id: int, tile_id: int, asker: Asker) -> SavedTile:
    """Return a tile as it was made, for whoever may change it.

    Raises `UnknownTile`, `NotYourBoard`, and `PersonsHidden` where it tells of single persons that
    the viewer may not see.
    """
    row = Tile.objects.select_related("board").filter(id=tile_id, board_id=board_id).first()
    if row is None or row.removed_at is not None:
        raise owning.unknown_tile()
    owning.require_may_change(made_by=row.board.made_by_id, viewer=asker.viewer)
    waiting = _Desk(asker, board_id).ask(view_plainly(row=row))
    if isinstance(waiting, Exception) and not asker.viewer.allows(Permission.SEE_PERSONS):
        raise waiting
    if isinstance(waiting, Asked | dict):
        require_told(waiting=waiting, asker=asker)
    return SavedTile(row.id, row.kind, row.title, row.query, row.says)


def view_tiles(
    *, tiles: Sequence[TileView], asker: Asker, board_id: int | None = None
) -> tuple[TileView, ...]:
    """Return tiles with what they show; of a board, or (None) of one that is not made yet."""
    desk = _Desk(asker, board_id)
    asked = {one.id: desk.ask(one) for one in tiles}
    answers = desk.answer_all([one for one in asked.values() if isinstance(one, Asked)])
    return tuple(desk.view(one, asked[one.id], answers) for one in tiles)


def view_plainly(*, row: Tile) -> TileView:
    """Return a tile before it is asked."""
    return TileView(
        id=row.id,
        kind=row.kind,
        title=row.title,
        over="",
        href="",
        place=Place(row.x, row.y, row.width, row.height),
        query=row.query,
        own_title=row.title,
        says=row.says,
    )


Waiting = Asked | Branch | Exception | None
"""What a tile asks; the draft of a segment; why it cannot be asked; None: it asks nothing."""

Answers = dict[int, Answer | Exception]
"""By the identity of what was asked."""


@dataclass(frozen=True)
class _Desk:
    """One request's tiles."""

    asker: Asker
    board_id: int | None

    def ask(self, tile: TileView) -> Waiting:
        """Return what a tile asks, or why it cannot."""
        if tile.kind in SAYING:
            return None
        try:
            draft = draft_of_tile(query=tile.query)
            return draft if text_of(draft, "kind") == "segment" else self._asked(draft)
        except Exception as problem:  # told by the tile: see `view`
            return problem

    def _asked(self, draft: Branch) -> Asked:
        return ask_of(draft=draft, asker=self.asker)

    def answer_all(self, asked: Sequence[Asked]) -> Answers:
        """Return the answers; what is in one calendar is read together."""
        found: Answers = {}
        calendars: dict[Calendar, list[Asked]] = {}
        for one in asked:
            calendars.setdefault(one.calendar, []).append(one)
        for calendar, those in calendars.items():
            answers = self._together(those, calendar)
            found |= {id(one): answer for one, answer in zip(those, answers, strict=True)}
        return found

    def _together(self, asked: Sequence[Asked], calendar: Calendar) -> Sequence[Answer | Exception]:
        """Ask at once; where that fails as nobody expected, one by one, to find out which it is."""
        try:
            return self.asker.ask_all([one.question for one in asked], calendar=calendar)
        except Exception:
            log.exception("tiles could not be answered together")
        return [self._alone(one) for one in asked]

    def _alone(self, asked: Asked) -> Answer | Exception:
        try:
            return self.asker.ask(asked.question, calendar=asked.calendar)
        except Exception as problem:  # told by the tile: see `view`
            return problem

    def view(self, tile: TileView, waiting: Waiting, answers: Answers) -> TileView:
        """Return the tile with what it shows. A fault stays in it, and in the log of the server."""
        try:
            shown = self._view(tile, waiting, answers)
        except Refusal as refusal:
            shown = self._refused(tile, refusal)
        except Exception:  # whatever is wrong with one tile must not take its neighbours along
            reference = uuid4().hex[:8]
            log.exception("tile %s could not be drawn (%s)", tile.id, reference)
            shown = replace(
                tile,
                title=tile.title or _("A tile"),
                problem=_("This tile could not be drawn."),
                next_step=_("Tell whoever runs Tenfold, with this reference: %(reference)s.")
                % {"reference": reference},
            )
        return replace(shown, digest=drawing.digest_of(tile=shown))

    def _view(self, tile: TileView, waiting: Waiting, answers: Answers) -> TileView:
        if isinstance(waiting, Refusal):
            return self._unasked(tile, waiting)
        if isinstance(waiting, Exception):
            raise waiting
        if waiting is None:
            figures = drawing.SAID[tile.kind](tile, self.asker) if tile.kind in drawing.SAID else ()
            title = tile.title or str(_UNTITLED.get(tile.kind, ""))
            return replace(tile, title=title, figures=self._named(tile, figures))
        require_told(waiting=waiting, asker=self.asker)
        if self.asker.volume.events == 0:
            return self._nothing_yet(tile, waiting)
        if isinstance(waiting, dict):
            return self._group(tile, waiting)
        found = answers[id(waiting)]
        if isinstance(found, Refusal):
            return self._refused(tile, found, waiting)
        if isinstance(found, Exception):
            raise found
        return self._answered(tile, waiting, found)

    def _answered(self, tile: TileView, asked: Asked, answer: Answer) -> TileView:
        view = view_answer(asked=asked, answer=answer, asker=self.asker)
        tile = replace(
            tile,
            title=tile.title or view.title,
            over=view.over,
            href=_explore(tile.query),
        )
        figures = drawing.draw_tile(tile=tile, asked=asked, answer=answer, view=view)
        figures = self._named(tile, figures)
        spark = drawing.spark_of(answer=answer) if tile.kind == "number" else ()
        view = replace(view, figures=figures, csv_url=self._csv_url(tile))
        return replace(tile, answer=view, figures=figures, spark=spark, exact=answer)

    def _group(self, tile: TileView, draft: Branch) -> TileView:
        view = get_group(draft=draft, asker=self.asker)
        tile = replace(
            tile,
            title=tile.title or view.title,
            over=view.over,
            href=_explore(tile.query),
        )
        figures = () if tile.kind == "number" else self._named(tile, view.figures)
        view = replace(view, figures=figures, csv_url=self._csv_url(tile))
        return replace(tile, answer=view, figures=figures)

    def _unasked(self, tile: TileView, refusal: Refusal) -> TileView:
        """What cannot even be asked is not known to name nobody."""
        if not self.asker.viewer.allows(Permission.SEE_PERSONS):
            tile = replace(tile, title="", own_title="", query="", says={})
        return self._refused(tile, refusal)

    def _refused(self, tile: TileView, refusal: Refusal, asked: Asked | None = None) -> TileView:
        """Whoever may not see persons sees neither a title nor an address that could name one."""
        over = "" if asked is None else over_of(asked)
        if isinstance(refusal, PersonsHidden):
            secret = {"title": _("A tile about single persons"), "query": "", "own_title": ""}
            tile = replace(tile, **secret, says={})  # type: ignore[arg-type]
        elif not self.asker.viewer.allows(Permission.SEE_MONEY):
            tile = replace(tile, says={})
        title = tile.title or ("" if asked is None else title_of(asked)) or _("A tile")
        problem, next_step = self._say_why(refusal)
        return replace(
            tile,
            title=title,
            over=over,
            href=_explore(tile.query) if tile.query else "",
            problem=problem,
            next_step=next_step,
            hidden=isinstance(refusal, PersonsHidden | MoneyHidden),
        )

    def _say_why(self, refusal: Refusal) -> tuple[str, str]:
        """Somebody outside cannot ask anybody of the house to let them see more."""
        if isinstance(refusal, PersonsHidden | MoneyHidden) and not self.asker.follows:
            return _("This is not shown outside of the company."), ""
        return refusal.sentence, refusal.next_step

    def _nothing_yet(self, tile: TileView, waiting: Asked | Branch) -> TileView:
        title = title_of(waiting) if isinstance(waiting, Asked) else name_group_of(waiting)
        return replace(
            tile,
            title=tile.title or title,
            href=_explore(tile.query),
            problem=_("Nothing has happened here yet."),
            next_step=_("It fills by itself with the first events."),
        )

    def _named(self, tile: TileView, figures: drawing.Figures) -> drawing.Figures:
        url = self._csv_url(tile)
        if not self.asker.follows:
            figures = drawing.without_notes(figures=figures)
        return drawing.named(figures=figures, name=f"tile-{tile.id}-figure", csv_url=url)

    def _csv_url(self, tile: TileView) -> str:
        if self.board_id is None or not self.asker.follows:
            return ""
        return reverse("dashboards:tile_csv", args=[self.board_id, tile.id])


def _explore(query: str) -> str:
    return f"{reverse('dashboards:explore')}?{query}"

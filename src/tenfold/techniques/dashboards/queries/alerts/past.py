"""How often an alert would have fired: by the rule that it will be judged by, from one question."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.kit.refusal import Refusal
from tenfold.metrics.answers import Point
from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.queries import words as periods
from tenfold.techniques.dashboards.queries.alerts import watching, words
from tenfold.techniques.dashboards.queries.alerts.views import Firing, Past
from tenfold.techniques.dashboards.queries.alerts.watching import Seen, Watch
from tenfold.techniques.dashboards.queries.alerts.words import Happened
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring.naming import title_of
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule, Side, Threshold
from tenfold.techniques.dashboards.rules.alerts.episodes import Episode
from tenfold.techniques.dashboards.rules.alerts.judging import Mark
from tenfold.techniques.dashboards.rules.alerts.recalling import (
    Fits,
    Judged,
    Recalled,
    is_firing,
    recall,
)
from tenfold.techniques.dashboards.rules.alerts.windows import RECALLED
from tenfold.ui.charts import Chart, Kind, Series

MOST_FIRINGS = 5
MOST_SERIES = 5
_LONG_HOURS = timedelta(days=2)


def get_past(
    *, query: str, rule: Rule, asker: Asker, chart_id: str = "past", only: str | None = None
) -> Past:
    """Return what the past says of a rule, as far as the viewer may see it.

    `only`: the value of the breakdown that is shown, by its key. Of what is refused, why.
    """
    try:
        watch = watching.make_watch(
            query=query, rule=rule, asker=asker, periods=RECALLED[rule.grain]
        )
        answer = asker.ask(watch.question)
    except Refusal as refusal:
        return Past(withheld=refusal.sentence, next_step=refusal.next_step)
    seen = watching.look(watch=watch, answer=answer)
    found = recall(
        judged=seen.judged,
        rule=rule,
        since=watch.window.judged_from,
        until=watch.window.end,
        bounds=watching.bounds_of(watch=watch, unit=seen.unit),
    )
    return _Teller(watch, seen, found, asker).tell(chart_id, only)


class _Teller:
    """Puts one past into words and into a picture."""

    def __init__(self, watch: Watch, seen: Seen, found: Recalled, asker: Asker) -> None:
        self.watch = watch
        self.seen = seen
        self.found = found
        self.asker = asker
        self.formats = asker.formats
        self.what = title_of(watch.asked)

    def tell(self, chart_id: str, only: str | None) -> Past:
        warning, next_step = self._warn()
        episodes = self.found.episodes
        return Past(
            sentence=self._sentence(),
            warning=warning,
            next_step=next_step,
            firings=tuple(self._firing(*pair) for pair in reversed(episodes[-MOST_FIRINGS:])),
            chart=self._chart(chart_id, only),
            unit=self.seen.unit,
        )

    # Words

    def _over(self) -> str:
        grain = self.watch.rule.grain
        if grain is Grain.MINUTE:
            return _("in the last 24 hours")
        if grain is Grain.HOUR:
            return _("in the last 28 days")
        return _("in the last %(periods)s") % {
            "periods": words.count_periods(count=RECALLED[grain], grain=grain)
        }

    def _sentence(self) -> str:
        count = len(self.found.episodes)
        if self.found.fits is Fits.UNKNOWN:
            return _("There is not enough yet to say how often it would have fired.")
        if not count:
            nearest = self._nearest()
            never = _("It would not have fired %(over)s.") % {"over": self._over()}
            return f"{never} {nearest}".strip()
        said = ngettext(
            "It would have fired once %(over)s, %(last)s.",
            "It would have fired %(n)d times %(over)s, the last time %(last)s.",
            count,
        )
        return said % {"n": count, "over": self._over(), "last": self._when(self._last().began)}

    def _last(self) -> Episode:
        return self.found.episodes[-1][1]

    def _when(self, at: datetime) -> str:
        return words.say_when(
            at=at, grain=self.watch.rule.grain, formats=self.formats, now=self.asker.until
        )

    def _nearest(self) -> str:
        """How near it came, so that one knows where to put the limit."""
        condition = self.watch.rule.condition
        if not isinstance(condition, Threshold):
            return ""
        known = [
            one
            for mine in self.seen.judged.values()
            for one in mine.verdicts
            if one.mark is not Mark.UNKNOWN and one.value is not None
        ]
        if not known:
            return ""
        worst = max(known, key=lambda one: one.excess)
        said = (
            _("The highest was %(value)s %(when)s.")
            if condition.side is Side.ABOVE
            else _("The lowest was %(value)s %(when)s.")
        )
        return said % {
            "value": self.formats.value(value=worst.value or 0.0, unit=_unit(self.seen.unit)),
            "when": self._when(worst.start),
        }

    def _warn(self) -> tuple[str, str]:
        return {
            Fits.WELL: ("", ""),
            Fits.UNKNOWN: ("", ""),
            Fits.TOO_OFTEN: (
                _("That is more often than anybody wants to hear."),
                _("Move the limit, or ask for more periods in a row."),
            ),
            Fits.TOO_LONG: (
                _("It would have been firing for more than a quarter of the time."),
                _("What is so all the time is no news: move the limit."),
            ),
            Fits.NEVER: (
                _("This alert can never fire."),
                _("No number of this kind goes that far: move the limit."),
            ),
        }[self.found.fits]

    def _firing(self, value: str, episode: Episode) -> Firing:
        labels = self.seen.labels.get(value, ())
        happened = Happened(
            what=words.name_value(what=self.what, labels=labels),
            rule=self.watch.rule,
            began=episode.began,
            last=episode.last,
            hits=episode.hits,
            unit=self.seen.unit,
            worst_at=episode.worst.start,
            value=episode.worst.value,
            against=episode.worst.against,
            moved=episode.worst.moved,
            over=episode.over,
        )
        sentence = words.say_incident(happened=happened, formats=self.formats, now=self.asker.until)
        return Firing(at=episode.began, sentence=sentence)

    # The picture

    def _chart(self, chart_id: str, only: str | None) -> Chart | None:
        keys = [key for key in self.seen.judged if only is None or key == only][:MOST_SERIES]
        points = self._points(keys[0]) if keys else []
        if not points:
            return None
        starts = [one.start for one in points]
        return Chart(
            id=chart_id,
            title=self.what,
            kind=Kind.LINE,
            labels=self._short(starts),
            full_labels=self._full(starts),
            series=self._series(keys),
            before=self._limit(len(starts)),
            unit=self.seen.unit,
            unfinished=self.watch.rule.unfinished,
            first_column=str(periods.GRAINS[self.watch.rule.grain]),
        )

    def _points(self, key: str) -> list[Point]:
        since = self.watch.window.judged_from
        return [one for one in self.seen.points[key] if one.start >= since]

    def _short(self, starts: Sequence[datetime]) -> tuple[str, ...]:
        grain = self.watch.rule.grain
        long = starts[-1] - starts[0] > _LONG_HOURS
        shown = Grain.DAY if grain is Grain.HOUR and long else grain
        return tuple(periods.label_short(at=at, grain=shown, formats=self.formats) for at in starts)

    def _full(self, starts: Sequence[datetime]) -> tuple[str, ...]:
        grain = self.watch.rule.grain
        return tuple(periods.label_full(at=at, grain=grain, formats=self.formats) for at in starts)

    def _series(self, keys: Sequence[str]) -> tuple[Series, ...]:
        if len(keys) > 1:
            return tuple(
                Series(
                    words.name_value(what="", labels=self.seen.labels[key]).strip(" ()"),
                    tuple(one.value for one in self._points(key)),
                )
                for key in keys
            )
        key = keys[0]
        points = self._points(key)
        fired = _fired(points, self.seen.judged[key])
        alone = Series(self.what, tuple(one.value for one in points))
        if all(value is None for value in fired):
            return (alone,)
        return (alone, Series(_("Would have fired"), fired))

    def _limit(self, count: int) -> Series | None:
        condition = self.watch.rule.condition
        if not isinstance(condition, Threshold):
            return None
        return Series(_("The limit"), (condition.value,) * count)


def _fired(points: Sequence[Point], judged: Judged) -> tuple[int | float | None, ...]:
    """The values of the periods that belong to an episode, and gaps between them."""
    return tuple(
        float(one.value or 0) if is_firing(course=judged.course, at=one.start) else None
        for one in points
    )


def _unit(unit: str) -> str:
    return unit if unit == "%" or unit.isupper() else ""

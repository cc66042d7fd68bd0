"""What a segment means, as one plain sentence in the language that is active."""

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tenfold.metrics.definitions import (
    Condition,
    Did,
    Duration,
    Filter,
    InSegment,
    Joined,
    Lacks,
    Listed,
    Op,
    Test,
    Unit,
)
from tenfold.metrics.definitions.segments import adds_up, own_property
from tenfold.metrics.expression import render
from tenfold.ui.format import Formats

Titles = Mapping[str, str]
"""The titles of segments by their names."""


def say(condition: Condition, *, titles: Titles) -> str:
    """Return the sentence: "Whoever did “order” at least twice within 90 days and …"."""
    return _("Whoever %(what)s.") % {"what": phrase(condition, titles=titles)}


def phrase(one: Condition, *, titles: Titles, negated: bool = False) -> str:
    """Return what goes after "whoever"."""
    if isinstance(one, Lacks):
        return phrase(one.of, titles=titles, negated=not negated)
    if isinstance(one, Joined):
        return _say_joined(one, titles, negated)
    if isinstance(one, Did):
        return _say_did(one, negated)
    if isinstance(one, InSegment):
        name = {"name": titles.get(one.segment, one.segment)}
        return (_("is not in “%(name)s”") if negated else _("is in “%(name)s”")) % name
    if isinstance(one, Listed):
        return _("is not on the list") if negated else _("is on the list")
    return _say_test(one, negated)


def _say_joined(one: Joined, titles: Titles, negated: bool) -> str:
    parts = []
    for part in one.of:
        said = phrase(part, titles=titles, negated=negated)
        parts.append(f"({said})" if _is_several(part) and len(one.of) > 1 else said)
    word = _(" and ") if one.every is not negated else _(" or ")
    return word.join(parts)


def _is_several(one: Condition) -> bool:
    return _is_several(one.of) if isinstance(one, Lacks) else isinstance(one, Joined)


def _say_did(did: Did, negated: bool) -> str:
    event = _("anything") if did.event is None else _("“%(event)s”") % {"event": did.event}
    often = _say_often(did)
    said = [
        (_("did not do %(event)s") if negated else _("did %(event)s")) % {"event": event},
        often,
        _say_different(did),
        _say_much(did) if adds_up(did) else "",
        _say_when(did),
        _say_where(did.where),
    ]
    return " ".join(one for one in said if one)


def _say_often(did: Did) -> str:
    least, most = did.at_least, did.at_most
    if most is not None and most == least:
        return ngettext("exactly once", "exactly %(times)d times", least) % {"times": least}
    if most is not None:
        return _("%(least)d to %(most)d times") % {"least": least, "most": most}
    if least == 1:
        return ""
    return _("at least %(times)d times") % {"times": least}


def _say_different(did: Did) -> str:
    if did.different is None:
        return ""
    return _("(each “%(name)s” once)") % {"name": did.different}


def _say_much(did: Did) -> str:
    of = {
        "of": _("worth")
        if did.property is None
        else _("with “%(name)s” of") % {"name": did.property}
    }
    formats = Formats(language=get_language() or "en")
    least, most = (
        None if one is None else formats.number(value=one, digits=2)
        for one in (did.least_sum, did.most_sum)
    )
    if least is not None and most is not None:
        said = {"least": least, "most": most, **of}
        return _("%(of)s %(least)s to %(most)s in all") % said
    if least is not None:
        return _("%(of)s at least %(least)s in all") % {"least": least, **of}
    return _("%(of)s at most %(most)s in all") % {"most": most, **of}


def _say_when(did: Did) -> str:
    if did.within is not None and did.before is not None:
        return _("between %(within)s and %(before)s ago") % {
            "within": say_length(did.within),
            "before": say_length(did.before),
        }
    if did.within is not None:
        return _("in the last %(within)s") % {"within": say_length(did.within)}
    if did.before is not None:
        return _("more than %(before)s ago") % {"before": say_length(did.before)}
    return ""


def say_length(length: Duration) -> str:
    """Return a length in words: "90 days"."""
    count = length.count
    said = {
        Unit.SECOND: ngettext("%(count)d second", "%(count)d seconds", count),
        Unit.MINUTE: ngettext("%(count)d minute", "%(count)d minutes", count),
        Unit.HOUR: ngettext("%(count)d hour", "%(count)d hours", count),
        Unit.DAY: ngettext("%(count)d day", "%(count)d days", count),
        Unit.WEEK: ngettext("%(count)d week", "%(count)d weeks", count),
        Unit.MONTH: ngettext("%(count)d month", "%(count)d months", count),
        Unit.YEAR: ngettext("%(count)d year", "%(count)d years", count),
    }
    return said[length.unit] % {"count": count}


def _say_where(where: tuple[Filter, ...]) -> str:
    if not where:
        return ""
    return _("where %(filters)s") % {"filters": _(" and ").join(render(one) for one in where)}


def _say_test(test: Test, negated: bool) -> str:
    op = _OPPOSITE.get(test.op, test.op) if negated else test.op
    swapped = negated and op is test.op
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = _says()[op] % {
        "name": own_property(test),
        "value": _(" or ").join(str(one) for one in values if one is not None),
    }
    return _("does not meet “%(said)s”") % {"said": said} if swapped else said


_OPPOSITE = {
    Op.IS: Op.IS_NOT,
    Op.IN: Op.NOT_IN,
    Op.CONTAINS: Op.NOT_CONTAINS,
    Op.EXISTS: Op.IS_MISSING,
}
_OPPOSITE |= {opposite: op for op, opposite in _OPPOSITE.items()}


def _says() -> dict[Op, str]:
    return {
        Op.IS: _("has “%(name)s” %(value)s"),
        Op.IS_NOT: _("has another “%(name)s” than %(value)s"),
        Op.IN: _("has “%(name)s” %(value)s"),
        Op.NOT_IN: _("has another “%(name)s” than %(value)s"),
        Op.ABOVE: _("has “%(name)s” above %(value)s"),
        Op.AT_LEAST: _("has “%(name)s” of at least %(value)s"),
        Op.BELOW: _("has “%(name)s” below %(value)s"),
        Op.AT_MOST: _("has “%(name)s” of at most %(value)s"),
        Op.CONTAINS: _("has “%(name)s” with %(value)s in it"),
        Op.NOT_CONTAINS: _("has “%(name)s” without %(value)s in it"),
        Op.STARTS_WITH: _("has “%(name)s” that begins with %(value)s"),
        Op.EXISTS: _("has a “%(name)s”"),
        Op.IS_MISSING: _("has no “%(name)s”"),
    }

"""Facts about annotations, of the technique `dashboards`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class AnnotationAdded(Fact):
    """Somebody noted what happened on a day. `kind`: release, campaign, holiday, experiment, other."""

    annotation_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class AnnotationChanged(Fact):
    """A note got other words, another day or another kind."""

    annotation_id: int


@dataclass(frozen=True, kw_only=True)
class AnnotationRemoved(Fact):
    """A note was taken off the charts."""

    annotation_id: int


@dataclass(frozen=True, kw_only=True)
class AnnotationBroughtBack(Fact):
    """A note that had been taken off the charts is there again."""

    annotation_id: int


@dataclass(frozen=True, kw_only=True)
class HolidaysNoted(Fact):
    """The public holidays of a country (ISO 3166) were noted; `added` of them were new."""

    country: str
    added: int

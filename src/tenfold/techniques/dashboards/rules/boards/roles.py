"""Which of a company's events, properties and numbers is what: an order, a country, the revenue.

Known by their names, in the words of several languages, and by what they carry.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class KnownProperty:
    """A property of an event. `in_words`: its values are words, so that it tells groups apart."""

    name: str
    in_words: bool


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event of the catalogue. `valued`: whether most of them have a value."""

    name: str
    events: int
    persons: bool
    valued: bool
    properties: tuple[KnownProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a company has: events, the most frequent first, and the numbers it defined."""

    events: tuple[KnownEvent, ...] = ()
    metrics: tuple[str, ...] = ()


EVENTS: dict[str, tuple[str, ...]] = {
    "order": ("order", "purchase", "sale", "checkout", "bought", "receipt", "bestellung", "kauf",
              "verkauf", "ordre", "salg", "commande", "achat", "pedido", "compra"),
    "sold": (),
    "visit": ("visit", "pageview", "page", "session", "besuch", "besøg", "visite", "visita"),
    "view": ("view", "viewed", "product", "item", "produkt"),
    "cart": ("cart", "basket", "trolley", "bag", "warenkorb", "kurv", "panier", "carrito"),
    "refund": ("refund", "refunded", "chargeback", "return", "returned", "erstattung", "retoure",
               "refusion", "remboursement", "reembolso"),
    "sent": ("sent", "shipped", "shipment", "dispatched", "delivered", "fulfilled", "versendet",
             "geliefert", "sendt", "leveret"),
    "reading": ("reading", "measurement", "telemetry", "sensor", "temperature", "vibration",
                "pressure", "messwert", "messung", "måling", "mesure"),
    "stop": ("stopped", "stop", "downtime", "standstill", "fault", "failure", "alarm", "breakdown",
             "stillstand", "störung", "stop", "panne"),
    "made": ("produced", "made", "manufactured", "piece", "part", "batch", "cycle", "finished",
             "produziert", "gefertigt", "produceret"),
    "reject": ("rejected", "reject", "scrap", "scrapped", "defect", "ausschuss", "kassation",
               "rebut"),
    "enquiry": ("enquiry", "inquiry", "lead", "contact", "request", "quote", "anfrage", "angebot",
                "forespørgsel", "demande"),
    "booking": ("booking", "booked", "appointment", "reservation", "termin", "buchung", "aftale",
                "rendezvous", "reserva"),
    "done": ("done", "completed", "finished", "performed", "erledigt", "abgeschlossen", "udført"),
    "hours": ("hours", "timesheet", "worked", "shift", "stunden", "timer", "heures"),
    "rating": ("rating", "rated", "review", "feedback", "nps", "survey", "bewertung", "anmeldelse",
               "avis"),
    "ticket": ("ticket", "complaint", "support", "case", "beschwerde", "klage", "reklamation"),
    "signup": ("signup", "signed", "registered", "registration", "trial", "registrierung",
               "anmeldung", "tilmelding", "inscription"),
    "start": ("subscribed", "subscription", "activated", "upgraded", "abonniert", "abo",
              "abonnement"),
    "cancel": ("cancelled", "canceled", "cancel", "churned", "churn", "unsubscribed", "gekündigt",
               "kündigung", "opsagt", "résilié"),
    "payment": ("payment", "paid", "invoice", "renewed", "renewal", "charged", "zahlung",
                "rechnung", "betaling", "faktura", "paiement"),
    "use": ("used", "login", "active", "feature", "genutzt", "brugt"),
}  # fmt: skip
EVENTS["sold"] = EVENTS["order"]
"""The words by which an event of each role is known. What is sold may be an order or a line of one:
either has its worth and its buyer; how many orders there are is told by orders alone."""

_AGAINST: dict[str, tuple[str, ...]] = {
    "start": (*EVENTS["cancel"], "ended", "paused"),
    "order": ("line", "sent", "shipped", "cancelled", "canceled", "failed", "refunded"),
    "sold": ("sent", "shipped", "cancelled", "canceled", "failed", "refunded"),
    "payment": ("failed", "declined"),
    "view": ("page",),
    "done": EVENTS["cancel"],
    "booking": EVENTS["cancel"],
}
"""Words that speak against a role though another word speaks for it."""

PROPERTIES: dict[str, tuple[str, ...]] = {
    "country": ("country", "land", "market", "region", "pays", "pais"),
    "channel": ("channel", "source", "medium", "campaign", "kanal", "referrer"),
    "product": ("category", "product", "item", "sku", "kategorie", "produkt", "vare"),
    "machine": ("machine", "press", "line", "device", "sensor", "maschine", "maskine"),
    "reason": ("reason", "cause", "grund", "årsag", "motif"),
    "service": ("service", "treatment", "type", "category", "leistung", "ydelse"),
    "plan": ("plan", "tier", "package", "tarif", "paket"),
}
METRICS: dict[str, tuple[str, ...]] = {
    "orders": ("orders", "purchases", "bestellungen", "aufträge", "ordrer", "commandes", "pedidos"),
    "repeat": ("repeat", "again", "wiederkauf", "genkøb"),
    "revenue": ("revenue", "turnover", "sales", "umsatz", "omsætning", "omsaetning"),
    "mrr": ("mrr", "arr", "recurring"),
}


def words_of(*, name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters: "OrderPlaced" and "order_placed" are alike."""
    return tuple(_WORDS.findall(_CAMEL.sub("_", name).lower()))


def find_event(*, known: Known, role: str) -> KnownEvent | None:
    """Return the event that plays a role; None where none does.

    Of several, the one with fewer other words, then with a value, then the most frequent.
    """
    wanted, against = set(EVENTS[role]), set(_AGAINST.get(role, ()))
    fitting = []
    for at, one in enumerate(known.events):
        said = set(words_of(name=one.name))
        if said & wanted and not said & against:
            fitting.append((len(said - wanted), not one.valued, at, one))
    return min(fitting, key=lambda each: each[:3])[3] if fitting else None


def find_property(*, event: KnownEvent, role: str) -> str | None:
    """Return the property of an event that plays a role; None where none does."""
    wanted = PROPERTIES[role]
    names = [one.name for one in event.properties if one.in_words]
    fitting = [name for name in names if set(words_of(name=name)) & set(wanted)]
    return min(fitting, key=lambda name: _rank(name, wanted), default=None)


def find_metric(*, known: Known, role: str) -> str | None:
    """Return the company's number that plays a role; None where none does."""
    wanted = set(METRICS[role])
    fitting = [name for name in known.metrics if set(words_of(name=name)) & wanted]
    return min(fitting, key=lambda name: (len(words_of(name=name)), name), default=None)


def _rank(name: str, wanted: Sequence[str]) -> tuple[int, int]:
    said = words_of(name=name)
    return len(said), min(wanted.index(one) for one in said if one in wanted)

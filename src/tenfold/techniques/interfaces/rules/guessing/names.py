"""What the name of a column says about it."""

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|\d+")

MEANINGS: dict[str, frozenset[str]] = {
    "time": frozenset(
        [
            "date",
            "time",
            "at",
            "timestamp",
            "datetime",
            "day",
            "when",
            "created",
            "occurred",
            "ordered",
            "paid",
            "datum",
            "zeit",
            "zeitpunkt",
            "tag",
            "fecha",
            "hora",
            "data",
            "ora",
            "heure",
            "ts",
        ]
    ),
    "actor": frozenset(
        [
            "customer",
            "client",
            "user",
            "member",
            "visitor",
            "account",
            "person",
            "actor",
            "patient",
            "buyer",
            "guest",
            "employee",
            "player",
            "subscriber",
            "contact",
            "device",
            "sensor",
            "machine",
            "kunde",
            "kundin",
            "benutzer",
            "mitglied",
            "cliente",
            "utilisateur",
            "klant",
            "userid",
            "customerid",
            "clientid",
            "email",
            "mail",
        ]
    ),
    "event": frozenset(["event", "action", "activity", "ereignis", "evento"]),
    "amount": frozenset(
        [
            "amount",
            "total",
            "revenue",
            "sales",
            "paid",
            "payment",
            "turnover",
            "betrag",
            "umsatz",
            "summe",
            "gesamt",
            "importe",
            "montant",
            "subtotal",
            "gross",
            "net",
        ]
    ),
    "reading": frozenset(
        [
            "value",
            "reading",
            "measurement",
            "temperature",
            "pressure",
            "humidity",
            "level",
            "speed",
            "voltage",
            "weight",
            "score",
            "wert",
            "messwert",
            "temperatur",
        ]
    ),
    "quantity": frozenset(
        ["quantity", "qty", "units", "pieces", "menge", "anzahl", "cantidad", "quantite"]
    ),
    "price": frozenset(["price", "unitprice", "cost", "preis", "einzelpreis", "precio", "prix"]),
    "currency": frozenset(["currency", "curr", "waehrung", "währung", "moneda", "devise"]),
    "id": frozenset(
        [
            "id",
            "uuid",
            "guid",
            "key",
            "nr",
            "no",
            "number",
            "code",
            "ref",
            "reference",
            "sku",
            "barcode",
            "zip",
            "plz",
        ]
    ),
    "order": frozenset(
        [
            "order",
            "invoice",
            "receipt",
            "bill",
            "basket",
            "bestellung",
            "rechnung",
            "beleg",
            "factura",
            "commande",
        ]
    ),
    "product": frozenset(
        [
            "product",
            "item",
            "sku",
            "stock",
            "article",
            "description",
            "produkt",
            "artikel",
            "producto",
            "produit",
        ]
    ),
}
MONEY = ("amount", "price")


def split_name(*, name: str) -> tuple[str, ...]:
    """Return the words of a column's name: InvoiceNo -> invoice, no."""
    return tuple(word.lower() for word in _WORD.findall(name))


def means(*, name: str, meaning: str) -> bool:
    """Return whether one of the words of a name has that meaning."""
    known = MEANINGS[meaning]
    words = split_name(name=name)
    return any(word in known for word in words) or "".join(words) in known


def slug(*, text: str) -> str:
    """Return a text as the name of an event: small letters, underscores."""
    words = [word for word in split_name(name=text) if not word.isdigit()]
    return "_".join(words)[:60] or "event"

"""What an unknown file probably means, and what is asked."""

import pytest

from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.guessing import (
    Hints,
    Sample,
    describe_columns,
    guess_header,
    propose,
    say_mapping,
    stress_mapping,
)


def guess(text, *, file="file.csv", form=None, **answers):
    header, *rows = [line.split(";") for line in text.strip().split("\n")]
    sample = Sample(form or FileFormat(delimiter=";"), tuple(header), rows, file)
    answered = {key.replace("__", "."): value for key, value in answers.items()}
    hints = Hints(
        timezone="Europe/Berlin", currency="EUR", now="2026-11-24T12:00:00", answers=answered
    )
    return propose(sample=sample, hints=hints)


def asked(proposal):
    return {question.key: question.proposed for question in proposal.questions}


SHOP = """InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country
536365;85123A;HOLDER;6;2010-12-01 08:26:00;2.55;17850.0;United Kingdom
536365;71053;LANTERN;6;2010-12-01 08:26:00;3.39;17850.0;United Kingdom
C536379;D;Discount;-1;2010-12-01 09:41:00;27.50;;France"""


def test_shop__with_order_lines__is_understood_with_one_question():
    proposal = guess(SHOP)
    mapping = proposal.mapping
    assert mapping.time.part.column == "InvoiceDate"
    assert mapping.event.constant == "order_line"
    assert (mapping.actor.column, mapping.actor.drop_ending) == ("CustomerID", ".0")
    assert mapping.value.expression == "Quantity * UnitPrice"
    assert mapping.currency.constant == "EUR"
    assert mapping.properties.types == {"Quantity": "number", "UnitPrice": "number"}
    assert asked(proposal) == {"time.zone": "Europe/Berlin"}


def test_times__half_of_them_broken__keep_the_column_and_ask():
    rows = [f"{place};{'2026-01-05' if place % 2 else 'soon'};3.5" for place in range(100)]
    proposal = guess("\n".join(["order;date;total", *rows]), time__zone="UTC")
    assert proposal.mapping.time.part.column == "date"
    (question,) = [one for one in proposal.questions if one.key == "time"]
    assert question.sentence.startswith("50 % of the values in date cannot be read")
    assert question.proposed == "column:date"


def test_times__broken_with_day_and_month_open__ask_with_a_time_that_can_be_read():
    rows = [f"{place};{'03/04/2026' if place % 3 else '??'};1" for place in range(60)]
    proposal = guess("\n".join(["order;when;total", *rows]))
    assert "03/04/2026" in {one.key: one.sentence for one in proposal.questions}["time.order"]


def test_times__mostly_readable_under_any_name__are_not_dropped():
    rows = [f"{place};{'2026-01-05' if place % 5 else 'lost'};1" for place in range(50)]
    assert guess("\n".join(["order;x;total", *rows])).mapping.time.part.column == "x"


def test_times__in_a_whole_column_beside_a_broken_one__come_from_the_whole_one():
    rows = [f"{place};{'2026-01-05' if place % 2 else '-?'};2026-02-01" for place in range(50)]
    proposal = guess("\n".join(["order;date;x", *rows]), time__zone="UTC")
    assert proposal.mapping.time.part.column == "x"
    assert "time" not in asked(proposal)


def test_times__rarely_readable_under_another_name__are_none():
    rows = [f"{place};{'2026-01-05' if place % 5 == 0 else 'word'};1" for place in range(50)]
    proposal = guess("\n".join(["order;note;total", *rows]))
    assert proposal.mapping.time.part.constant == "2026-11-24T12:00:00"
    assert (
        "all at the same time, 2026-11-24T12:00:00, because no column says when it happened"
        in say_mapping(mapping=proposal.mapping)
    )


def test_shop__in_plain_words__says_what_a_row_becomes():
    assert say_mapping(mapping=guess(SHOP).mapping) == (
        "Each row becomes one order line, done by the customer in the column CustomerID, "
        "at the time in InvoiceDate, worth Quantity × UnitPrice in EUR."
    )
    pieces = stress_mapping(mapping=guess(SHOP).mapping)
    assert [text for text, strong in pieces if strong] == [
        "order line", "customer", "Quantity × UnitPrice",
    ]  # fmt: skip
    assert "".join(text for text, _ in pieces) == say_mapping(mapping=guess(SHOP).mapping)


def test_columns__in_plain_words__say_their_parts_and_which_is_asked_about():
    proposal = guess(SHOP)
    words = describe_columns(
        mapping=proposal.mapping,
        header=tuple(SHOP.split("\n", maxsplit=1)[0].split(";")),
        questions=proposal.questions,
    )
    says = {one.name: (one.role, one.says, one.asks) for one in words}
    assert says["InvoiceNo"] == ("property", "kept as property", False)
    assert says["Quantity"] == ("value", "part of the value", False)
    assert says["UnitPrice"] == ("value", "part of the value, EUR", False)
    assert says["InvoiceDate"] == ("time", "time: which zone?", True)
    assert says["CustomerID"] == ("actor", "who", False)


def test_answers__given__are_taken_and_not_asked_again():
    proposal = guess(SHOP, time__zone="Europe/London", event="line", actor="nobody")
    assert proposal.mapping.time.zone == "Europe/London"
    assert proposal.mapping.event.constant == "line"
    assert proposal.mapping.actor is None
    assert asked(proposal) == {}


@pytest.mark.parametrize(
    ("dates", "form"),
    [
        (["13/01/2026", "01/02/2026"], "%d/%m/%Y"),
        (["01/13/2026", "02/01/2026"], "%m/%d/%Y"),
        (["31.12.25", "01.01.26"], "%d.%m.%y"),
        (["2026/01/13 10:00", "2026/02/01 11:30"], "%Y/%m/%d %H:%M"),
        (["Jan 13, 2026", "Feb 1, 2026"], "%b %d, %Y"),
        (["13-Jan-2026 08:00:00", "01-Feb-2026 09:00:00"], "%d-%b-%Y %H:%M:%S"),
        (["1/13/2026 9:05 PM", "2/1/2026 11:00 AM"], "%m/%d/%Y %I:%M %p"),
        (["20260113", "20260201"], "%Y%m%d"),
        (["1768262400", "1769904000"], "epoch"),
        (["1768262400000", "1769904000000"], "epoch_ms"),
    ],
)
def test_time__in_any_usual_form__is_recognised(dates, form):
    proposal = guess("date;amount\n" + "\n".join(f"{date};1.5" for date in dates))
    assert proposal.mapping.time.format == form
    assert "time.order" not in asked(proposal)


def test_day_and_month__that_could_be_either__are_asked_for():
    proposal = guess("date;amount\n01/02/2026;1.5\n03/02/2026;2.5\n")
    assert asked(proposal)["time.order"] == "day"
    month = guess("date;amount\n01/02/2026;1.5\n03/02/2026;2.5\n", time__order="month")
    assert month.mapping.time.format == "%m/%d/%Y"


def test_day_and_month__where_one_order_runs_forward__propose_that_one():
    dates = ["01/10/2026", "01/11/2026", "01/12/2026", "02/01/2026", "02/02/2026", "02/03/2026"]
    proposal = guess("date;amount\n" + "\n".join(f"{date};1.5" for date in dates))
    assert asked(proposal)["time.order"] == "month"


def test_zone__told_by_the_times_themselves__is_not_asked_for():
    proposal = guess("at;amount\n2026-01-01T10:00:00Z;1.5\n2026-01-01T10:00:00+01:00;1\n")
    assert asked(proposal) == {}


def test_time__missing_from_the_file__is_asked_for():
    text = "userid;version\n1;a\n2;b\n"
    assert asked(guess(text))["time"] == "constant:2026-11-24T12:00:00"
    assert guess(text, time="2020-01-01").mapping.time.part.constant == "2020-01-01"


def test_decimal_comma__where_it_is_plain__is_taken():
    proposal = guess("date;amount\n2026-01-13;1.234,50\n2026-01-14;12,5\n")
    assert proposal.mapping.decimal == ","
    assert proposal.mapping.value.column == "amount"
    assert "numbers.decimal" not in asked(proposal)


def test_decimal_comma__that_could_be_either__is_asked_for():
    text = "date;amount\n2026-01-13;1,234\n2026-01-14;2,500\n"
    assert asked(guess(text))["numbers.decimal"] == "."
    assert guess(text, numbers__decimal=",").mapping.decimal == ","


def test_id__that_no_two_rows_share__is_proposed_and_asked_for():
    rows = "\n".join(f"2026-01-{n:02d};1.5;o-{n}" for n in range(1, 15))
    proposal = guess(f"date;amount;order_id\n{rows}")
    assert asked(proposal)["id"] == "column:order_id"
    assert proposal.mapping.id == ("order_id",)
    assert guess(f"date;amount;order_id\n{rows}", id="content").mapping.id == ()


def test_currency__in_a_column_or_as_a_symbol__is_found():
    column = guess("date;amount;currency\n2026-01-13;1.5;USD\n2026-01-14;2;GBP\n")
    assert column.mapping.currency.column == "currency"
    symbol = guess("date;amount\n2026-01-13;£1.50\n2026-01-14;£2.00\n")
    assert symbol.mapping.currency.constant == "GBP"


def test_reading__of_a_sensor__is_no_money():
    proposal = guess(
        "timestamp;value\n2013-12-02 21:15:00;73.96732207\n2013-12-02 21:20:00;74.93588199999998\n"
    )
    assert proposal.mapping.event.constant == "reading"
    assert proposal.mapping.value.column == "value"
    assert proposal.mapping.currency is None


def test_texts_that_mean_nothing__are_found():
    assert guess("date;amount;who\n2026-01-13;1.5;NULL\n2026-01-14;2;a\n").mapping.nothing == (
        "NULL",
    )


def test_codes__written_in_digits__stay_text():
    proposal = guess(
        "date;amount;zip;barcode\n2026-01-13;1.5;01234;4006381333931\n2026-01-14;2;99999;1\n"
    )
    assert proposal.mapping.properties.types == {}


def test_event_column__names_the_events():
    proposal = guess("time;event;user\n2026-01-13T10:00Z;visit;a\n2026-01-13T10:01Z;order;b\n")
    assert proposal.mapping.event.column == "event"
    assert proposal.mapping.actor.column == "user"


def test_unknown_sort_of_row__is_named_after_the_file_and_asked_for():
    proposal = guess(
        "date;colour\n2026-01-13;red\n2026-01-14;blue\n", file="Parking Spots 2026.csv"
    )
    assert asked(proposal)["event"] == "parking_spots"


def test_native_events__need_no_guess():
    sample = Sample(
        FileFormat(kind="jsonl"),
        ("name", "time", "actor"),
        [["order", "2026-01-01T00:00:00Z", "a"]],
    )
    proposal = propose(sample=sample, hints=Hints(timezone="UTC", currency="EUR", now="x"))
    assert proposal.mapping.native
    assert proposal.questions == ()
    assert "own form" in say_mapping(mapping=proposal.mapping)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["id", "n"], ["1", "2"], ["3", "4"]], True),
        ([["1", "2"], ["3", "4"]], False),
        ([["2026-01-01", "x"], ["2026-01-02", "y"]], False),
        ([["name", "town"], ["anna", "berlin"], ["bernd", "paris"]], True),
        ([["anna", "berlin"], ["bernd", "berlin"], ["anna", "paris"]], False),
        ([["id", ""], ["1", "x"]], False),
    ],
)
def test_header__of_a_file__is_told_from_data(rows, expected):
    assert guess_header(rows=rows)[0] is expected

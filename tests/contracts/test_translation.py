"""Every sentence can be translated, and numbers and dates are written as the company's country does."""

import os
import re
import shutil
import struct
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real

from tenfold.people import models
from tests.running import ROOT

SRC = ROOT / "src" / "tenfold"
TEMPLATES = sorted(path for path in SRC.rglob("templates/**/*") if path.suffix in {".html", ".txt"})
TRANSLATED = re.compile(r"\{%-?\s*(blocktrans\w*)\b.*?%\}.*?\{%-?\s*end\1\s*-?%\}", re.DOTALL)
COMMENTS = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{%\s*comment.*?endcomment\s*%\}|<script\b.*?</script>", re.DOTALL
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r"""\s(?:title|alt|placeholder|aria-label|label)=("[^"]*"|'[^']*')""")
MARKUP = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W\d]{2,}")
NAMES = {"Tenfold", "EUR", "order_line", "Quantity", "UnitPrice"}
"""What is called the same in every language: ourselves, and columns of an example."""


def bare_words(text: str) -> list[str]:
    """Return the words of a template that no translation would reach."""
    text = COMMENTS.sub(" ", text)
    text = TRANSLATED.sub(" ", text)
    text = TAGS.sub(" ", text)
    spoken = " ".join(found[1:-1] for found in SPOKEN.findall(text))
    shown = MARKUP.sub(" ", CODE.sub(" ", text))
    shown = re.sub(r"&#?\w+;", " ", shown)
    return [word for word in WORD.findall(f"{spoken} {shown}") if word not in NAMES]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }}</p>', []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<img alt="A cat" src="cat.png">', ["cat"]),
        ('<a title="{% translate "Hello" %}" class="big btn">{# a note #}</a>', []),
        ("<code>tenfold up</code> &middot; 42 %", []),
        ("{% if a %}yes{% endif %}", ["yes"]),
    ],
)
def test_search_for_bare_words__in_samples__finds_them_and_nothing_else(text, words):
    assert bare_words(text) == words


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SRC)))
def test_template__in_any_room__says_nothing_that_cannot_be_translated(template):
    assert bare_words(template.read_text(encoding="utf-8")) == []


def compile_catalogue(messages: dict[str, str], to: Path) -> None:
    """Write a catalogue as gettext reads it (the format of .mo files)."""
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    keys = sorted(entries)
    ids, strings = b"", b""
    offsets = []
    for key in keys:
        original, translated = key.encode(), entries[key].encode()
        offsets.append((len(original), len(ids), len(translated), len(strings)))
        ids += original + b"\0"
        strings += translated + b"\0"
    start = 7 * 4 + 16 * len(keys)
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    table = b"".join(struct.pack("<2I", n, start + at) for n, at, _, _ in offsets)
    table += b"".join(struct.pack("<2I", n, start + len(ids) + at) for _, _, n, at in offsets)
    to.parent.mkdir(parents=True)
    to.write_bytes(head + table + ids + strings)


@pytest.fixture
def danish(tmp_path, settings):
    """A small Danish catalogue, installed the way a real one would be."""
    said = {
        "Sign in": "Log ind",
        "Forgotten your password?": "Glemt adgangskoden?",
        "There is nothing at this address.": "Der er intet på denne adresse.",
    }
    compile_catalogue(said, tmp_path / "da" / "LC_MESSAGES" / "django.mo")
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()
    translation.activate(django_settings.LANGUAGE_CODE)


def test_page__of_a_danish_company__speaks_danish(danish, client, owner_id):
    models.Company.objects.update(language="da")
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="da"' in page
    assert "Log ind" in page
    assert "Glemt adgangskoden?" in page
    assert "intet på denne adresse" in client.get("/nothing/").content.decode()


def test_page__of_a_british_company__stays_english_whatever_the_browser_speaks(
    danish, client, owner_id
):
    page = client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE="da").content.decode()
    assert "Log ind" not in page


def test_page__before_there_is_a_company__speaks_the_browsers_language(danish, client, db):
    page = client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE="da").content.decode()
    assert "Log ind" in page


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-gb", "24 Nov 2026 · 1234.5"),
        ("da", "24. november 2026 · 1234,5"),
        ("de", "24. November 2026 · 1234,5"),
        ("en-us", "Nov. 24, 2026 · 1234.5"),
    ],
)
def test_date_and_number__in_a_template__are_written_as_the_country_does(language, written):
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with translation.override(language):
        shown = Template("{{ at|date }} · {{ n }}").render(Context({"at": at, "n": 1234.5}))
    assert shown == written


def test_time__on_a_page__is_the_companys(sign_in, owner_id):
    models.Account.objects.update(last_login=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    client = sign_in("administrator")
    models.Account.objects.filter(id=owner_id).update(
        last_login=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    )
    page = client.get("/members/").content.decode()
    assert re.search(r"2 Jul[a-z]* 2026[^<\"]*00:30", page)


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext's tools are not installed")
def test_extraction__of_messages__finds_sentences_of_python_and_of_templates(tmp_path):
    room = tmp_path / "people"
    shutil.copytree(
        SRC / "people", room, ignore=shutil.ignore_patterns("tests", "migrations", "static")
    )
    (room / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "da", "-v", "0"]
    environment = {name: said for name, said in os.environ.items() if name[:7] != "DJANGO_"}
    subprocess.run(command, cwd=room, check=True, capture_output=True, env=environment)
    catalogue = (room / "locale" / "da" / "LC_MESSAGES" / "django.po").read_text()
    assert 'msgid "This is the company\'s only owner."' in catalogue
    assert 'msgid "Invite somebody"' in catalogue

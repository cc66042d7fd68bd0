"""A text that a member wrote, as HTML: a small, safe part of Markdown (CommonMark).

Headings, paragraphs, lists, emphasis, links, quotations, code and tables. No HTML of the writer's, no
pictures from elsewhere, and no links that run a program.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_LOWER = 2
"""A text stands in a card with a title of its own: its first heading is the third in rank."""


@dataclass(frozen=True)
class Text:
    """A text as a figure. `id` is unique on the page."""

    id: str
    text: str


def write_markdown(*, text: str) -> SafeString:
    """Return a text as HTML that may stand on a page."""
    html: str = _parser().render(text)
    return SafeString(html)  # raw HTML is off, links are checked


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.add_render_rule("link_open", _open_link)
    parser.add_render_rule("heading_open", _lower_heading)
    parser.add_render_rule("heading_close", _lower_heading)
    return parser


def _open_link(
    self: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: Any,
    env: MutableMapping[str, Any],
) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer nofollow")
    return self.renderToken(tokens, at, options, env)


def _lower_heading(
    self: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: Any,
    env: MutableMapping[str, Any],
) -> str:
    tokens[at].tag = f"h{min(6, int(tokens[at].tag[1]) + _LOWER)}"
    return self.renderToken(tokens, at, options, env)

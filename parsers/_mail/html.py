"""The text of an HTML mail as a person would read it: for reading and searching, beside the bytes that stay as they are.

A tokenizer of our own in a few dozen lines, because the standard one takes quadratic time on hostile markup and hides
text behind unclosed quotes and comments. Here every character of text comes out, in one pass. Scripts and styles are
left out; the address of a link stands behind its words where they do not say it themselves.
"""

import html
import re

_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_TAG = re.compile(_NAME.pattern + r"[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?[^>=]*+)*+>")
_ATTRIBUTE = r"""[\s"'/]{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF = re.compile(_ATTRIBUTE.format("href"), re.IGNORECASE)
_ALT = re.compile(_ATTRIBUTE.format("alt"), re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLANKS_AT_END = re.compile(r"[ \t]+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NOT_TEXT = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "title")}
_LINES = frozenset(
    ("address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
     "header", "hr", "html", "li", "main", "nav", "ol", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
     "option")
)  # fmt: skip
_PARAGRAPHS = frozenset(("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"))
_CELLS = frozenset(("td", "th"))
_MEANINGFUL = _LINES | _PARAGRAPHS | _CELLS | _NOT_TEXT.keys() | {"br", "a", "img"}
_LONGEST_LINK = 2000


def html_text(source: str) -> str:
    """The words of an HTML document, with line breaks where it has them."""
    return _Reader(source).read()


class _Reader:
    """Goes over the source once. Most tags (span, font, b …) say nothing about the text and cost next to nothing."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._out: list[str] = []
        self._at_start = True  # of a line, where blanks do not count
        self._pre = 0
        self._link = ""
        self._link_from = 0
        self._quotes = True  # whether a `>` inside quotes is still believed to belong to them
        self._last_end = source.rfind(">")
        self._last_comment = source.rfind("-->") - 2
        self._unclosed: set[str] = set()

    def read(self) -> str:
        source, at = self._source, 0
        while (mark := source.find("<", at)) >= 0 and mark <= self._last_end:
            if mark > at:
                self._text(source[at:mark])
            tag = _TAG.match(source, mark) if self._quotes else None
            if tag is None:
                at = self._odd_markup(mark)
                continue
            at = tag.end()
            if (name := tag[2].lower()) in _MEANINGFUL:
                at = self._element(name, bool(tag[1]), tag[0], at)
        self._text(source[at:])
        self._close_link()
        text = _BLANKS_AT_END.sub("\n", "".join(self._out))
        return _EMPTY_LINES.sub("\n\n", text).strip("\n")

    def _odd_markup(self, at: int) -> int:
        """A comment, a declaration, a `<` that is only a character, or a tag in a document with broken quotes."""
        source = self._source
        if source.startswith("<!--", at):
            return source.index("-->", at + 2) + 3 if at <= self._last_comment else at + 4
        if source.startswith(("<!", "<?"), at):
            return source.index(">", at) + 1
        name = _NAME.match(source, at)
        if name is None:
            self._text("<")
            return at + 1
        self._quotes = False
        end = source.index(">", at) + 1
        return self._element(name[2].lower(), bool(name[1]), source[at:end], end)

    def _element(self, name: str, closing: bool, tag: str, end: int) -> int:
        """What a tag means for the text. Returns where the text goes on."""
        if name == "br":
            self._break(1, always=True)
        elif name in _LINES:
            self._break(1)
        elif name in _PARAGRAPHS:
            self._break(2)
            self._pre = max(0, self._pre + (-1 if closing else 1)) if name == "pre" else self._pre
        elif name == "a":
            self._close_link()
            self._link, self._link_from = "" if closing else _attribute(_HREF, tag), len(self._out)
        elif name in _NOT_TEXT and not closing:
            return self._behind_raw(name, end)
        elif name == "img":
            self._text(_attribute(_ALT, tag))
        elif name in _CELLS and not closing and not self._at_start:
            self._out.append("\t")
        return end

    def _behind_raw(self, name: str, end: int) -> int:
        """Where a script or style ends. One that never does hides nothing."""
        closing = _NOT_TEXT[name].search(self._source, end) if name not in self._unclosed else None
        if closing is None:
            self._unclosed.add(name)
            return end
        return closing.start()

    def _text(self, text: str) -> None:
        if "&" in text:
            text = html.unescape(text)
        if not self._pre:
            text = text if text.isprintable() and "  " not in text else _BLANKS.sub(" ", text)
            text = text.lstrip(" ") if self._at_start else text
        if text:
            self._out.append(text)
            self._at_start = text.endswith("\n")

    def _break(self, lines: int, always: bool = False) -> None:
        if self._out and (always or not self._at_start or lines > 1):
            self._out.append("\n" * lines if not self._at_start else "\n")
        self._at_start = True

    def _close_link(self) -> None:
        address, self._link = self._link, ""
        if address and not address.startswith("#"):
            shown = "".join(self._out[self._link_from :])
            if _bare(shown) != _bare(address):
                self._out.append(f"{'' if self._at_start else ' '}<{address[:_LONGEST_LINK]}>")
                self._at_start = False


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return html.unescape(found[1] or found[2] or found[3] or "") if found else ""


def _bare(text: str) -> str:
    """An address without what people leave out when they write it."""
    text = text.strip().lower()
    for start in ("https://", "http://", "mailto:", "tel:"):
        text = text.removeprefix(start)
    return text.removeprefix("www.").partition("?")[0].rstrip("/") if text.startswith("www.") else text.rstrip("/")

"""What a page shows, read from its HTML: its visible text, its tables, its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "template", "title", "head"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "caption", "div", "tr", "a"}


def squeezed(text: str) -> str:
    return " ".join(text.split())


@dataclass
class ReadTable:
    id: str = ""
    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    foot: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """`text`: all visible text; `tables`; `items`: texts of <li> and <p>; `links`: hrefs."""

    def __init__(self, markup: str):
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tables: list[ReadTable] = []
        self.items: list[str] = []
        self.links: list[str] = []
        self.ids: dict[str, str] = {}
        self.title = ""
        self.lang = ""
        self._open: list[tuple[str, list[str], str]] = []
        self._silent = 0
        self._within = ""
        self.feed(markup)
        self.close()

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.texts))

    def table(self, identity: str) -> ReadTable:
        (found,) = [table for table in self.tables if table.id == identity]
        return found

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.lang = attributes.get("lang", "")
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "table":
            self.tables.append(ReadTable(attributes.get("id") or ""))
        if tag in ("thead", "tbody", "tfoot"):
            self._within = tag
        if tag == "tr" and self.tables and self._within != "thead":
            rows = self.tables[-1].foot if self._within == "tfoot" else self.tables[-1].rows
            rows.append([])
        if tag in VOID:
            return
        if tag in SILENT:
            self._silent += 1
        self._open.append((tag, [], attributes.get("id") or ""))

    def handle_data(self, text):
        for _, texts, _ in self._open:
            texts.append(text)
        if not self._silent:
            self.texts.append(text)

    def handle_endtag(self, tag):
        while self._open:
            name, texts, identity = self._open.pop()
            text = squeezed("".join(texts))
            if name in SILENT:
                self._silent -= 1
            self._close(name, text, identity)
            if name == tag:
                break

    def _close(self, tag, text, identity):
        if identity:
            self.ids[identity] = text
        if tag == "title" and not self.title:
            self.title = text
        elif tag in ("li", "p"):
            self.items.append(text)
        elif tag == "caption":
            self.tables[-1].caption = text
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            if self._within == "thead":
                table.head.append(text)
            else:
                (table.foot if self._within == "tfoot" else table.rows)[-1].append(text)

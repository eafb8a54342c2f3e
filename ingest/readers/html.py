"""Web pages to blocks: the main content alone, tables with their spans, bytes decoded here.

Pages of public bodies declare gb2312 and hold GB 18030, lay out with tables, and surround a report with menus, breadcrumbs and
buttons to share it. The content is where most of the text is that leads nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.document import Block, Document, Table
from ingest.normalize.numbering import is_heading
from ingest.pages import characters
from ingest.readers import Unreadable, code_version, html_walk, media_types, sheet_model, text
from ingest.readers.html_walk import BLANKS, BLOCKS, RULED, SPACE, Item, Walk, cells_of, children, rows_of

_MOST_BYTES = 48 * 1024 * 1024
_MOST_DEPTH = 4_000
# a node that holds this share of a page's text holds its content
_CONTENT_SHARE = 0.8
# what looks like chrome and holds more than this share of the text is none
_CHROME_SHARE = 0.4

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_GB = re.compile(r"^(?:x-)?(?:gb[-_]?2312(?:-80)?|gbk|gb[-_]?18030|cp936|ms936|windows-936|hz-gb-2312)$", re.IGNORECASE)
_NESTING = re.compile(
    r"<(/?)(div|span|font|table|section|article|center|blockquote|ul|ol|dl|form|fieldset|a|b|i|u|em|strong|big|small|s|tt|code|nobr|svg|math|button|object|template)\b",
    re.IGNORECASE,
)

_NEVER_SHOWN = re.compile(
    r"script|style|noscript|template|head|iframe|frame|object|embed|applet|svg|canvas|audio|video|map|"
    r"select|datalist|textarea|button|input|del|s|strike"
)
_CHROME_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog"))
_CHROME_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog", "toolbar")
)
_CHROME_WORDS = re.compile(
    r"nav|navbar|navigation|topnav|subnav|menu|submenu|header|head|top|topbar|footer|foot|bottom|"
    r"copyright|breadcrumb|breadcrumbs|crumb|crumbs|position|location|dqwz|curpos|currentposition|"
    r"share|sharing|bdshare|bshare|jiathis|social|sidebar|aside|related|relate|xgwz|xgxw|recommend|"
    r"hot|hotnews|pager|pagination|page|pages|prev|next|print|printer|fontsize|font-size|zihao|"
    r"toolbar|tools|tool|search|login|qrcode|ewm|qr|weixin|wechat|banner|advert|ad|ads|links|"
    r"friendlink|yqlj|float|gotop|totop|backtop|accessibility|wza|cookie|comment|comments|pinglun"
)
# hidden, struck out, or a comment
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"text-decoration(?:-line)?\s*:[^;]*line-through|mso-element\s*:\s*comment)",
    re.IGNORECASE,
)
# what leads from the text to a note, and back
_NOTE_MARK = re.compile(r"#(?:_?(?:ftn|edn)|sd(?:foot|end)note)")
# what tells the title of a document from the name of the site or of its owner
_DOCUMENT = re.compile(r"[0-9０-９]{4}|报告|报表|决算|预算|自评|评价|情况|说明|目标|通知|公示|表$")
_OFFICE = re.compile(r"\b(?:Word|Excel|OpenOffice|LibreOffice|WPS|Kingsoft)", re.IGNORECASE)
# what LibreOffice writes into the styles of sheets alone
_CALC = re.compile(r"a\.comment-indicator")
_CLASS_STYLE = re.compile(r"\.([A-Za-z][\w-]*)\s*\{([^}]*)\}")
_TITLE_END = re.compile(r"\s*[_|]\s*|\s+[-–—]\s*|\s*[-–—]\s+|--+|——")


class HtmlReader:
    """Reader of text/html and of pages saved with their pictures (MHTML)."""

    name = "html"
    media_types = frozenset({media_types.HTML, media_types.MHTML})

    @property
    def version(self) -> str:
        own = (
            Path(__file__),
            Path(html_walk.__file__),
            *text.SHARED_CODE,
            Path(characters.__file__),
            Path(sheet_model.__file__),
        )
        return code_version(*own, libraries=("selectolax",))

    def read(self, data: bytes) -> Document:
        """The document of a page. Raises Unreadable: too_large, bomb, wrong_encoding, damaged, empty."""
        from selectolax.lexbor import LexborHTMLParser

        media_type = media_types.sniff(data)
        charset = None
        if media_type == media_types.MHTML:
            data, charset = _page_of(data)
        if len(data) > _MOST_BYTES:
            raise Unreadable("too_large", f"a page larger than {_MOST_BYTES // 1024 // 1024} MiB")
        decoded = text.without_controls(decode(data, charset))
        if _depth(decoded) > _MOST_DEPTH:
            raise Unreadable("bomb", f"elements nested deeper than {_MOST_DEPTH}")
        root = LexborHTMLParser(decoded)
        blocks = _Page(root).blocks()
        if not blocks:
            raise Unreadable("empty", "the page holds no text of its own")
        return Document(tuple(blocks), media_type, self.name, self.version)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a page: by its byte order mark, by what it declares, else by what fits. Raises Unreadable: wrong_encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if declared is None:
        match = _CHARSET.search(data[:4_096])
        declared = match[1].decode("ascii") if match else None
    tried: list[str] = []
    for name in (declared, "utf-8", "gb18030"):
        encoding = "gb18030" if name and _GB.match(name) else (name or "")
        if not encoding or encoding in tried:
            continue
        try:
            return data.decode(encoding)
        except LookupError:
            continue
        except UnicodeDecodeError:
            tried.append(encoding)
    best = min((data.decode(encoding, "replace") for encoding in tried), key=lambda found: found.count("\ufffd"))
    if best.count("\ufffd") > max(8, len(best) // 200):
        raise Unreadable("wrong_encoding", f"{best.count(chr(0xFFFD))} characters could not be decoded")
    return best


def _page_of(data: bytes) -> tuple[bytes, str | None]:
    """The page in an MHTML file, and the character set its part declares."""
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload, part.get_content_charset()
    raise Unreadable("empty", "no page in the MHTML file")


def _depth(page: str) -> int:
    """How deep elements nest, about: a parser's time grows with its square."""
    deepest = depth = 0
    for match in _NESTING.finditer(page):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


# -- the tree ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Weights:
    """Characters of text below a node: all, and those in links."""

    all: int = 0
    linked: int = 0

    @property
    def own(self) -> int:
        return self.all - self.linked


class _Page:
    """A page's items in reading order, chrome left out."""

    def __init__(self, parsed: Any) -> None:
        self._parsed = parsed
        self._weights: dict[int, _Weights] = {}
        self._skipped: set[int] = set()
        self._data_tables: set[int] = set()

    def blocks(self) -> list[Block]:
        body = self._parsed.body
        if body is None:
            return []
        self._weigh(body)
        main = self._main(body)
        items = Walk(self._skipped, self._data_tables, self._sheet_rules()).items(main)
        title = self._title(body, main)
        if title and not _stands_in(title, items[:12]):
            items.insert(0, Item(title, level=1))
        blocks: list[Block] = []
        table_no = 0
        for item in items:
            if item.table is not None:
                table_no += 1
                blocks.append(Block(len(blocks) + 1, "table", table=Table(table_no, tuple(item.table))))
            else:
                has_level = item.level is not None or is_heading(item.text)
                blocks.append(Block(len(blocks) + 1, "heading" if has_level else "paragraph", item.text, item.level))
        # a title over nothing is no content
        return blocks if any(item.table is not None or item.text != title for item in items) else []

    def _weigh(self, body: Any) -> None:
        """Counts every node's text from the leaves up; nodes that are never shown count nothing and are skipped from here on."""
        # a node, whether it lies in a link, and the table it lies in
        stack: list[tuple[Any, bool, int | None]] = [(body, False, None)]
        order: list[tuple[Any, Any, int | None]] = []
        while stack:
            node, is_linked, table = stack.pop()
            weights = self._weights.setdefault(node.mem_id, _Weights())
            for child in children(node):
                tag = child.tag
                if tag == "-text":
                    count = len((child.text_content or "").strip(SPACE))
                    weights.all += count
                    weights.linked += count if is_linked else 0
                elif tag and not tag.startswith(("-", "!")):
                    if _is_never_shown(child):
                        self._skipped.add(child.mem_id)
                        continue
                    order.append((child, node, table))
                    stack.append((child, is_linked or tag == "a", child.mem_id if tag == "table" else table))
        for child, parent, _ in reversed(order):
            below, above = self._weights[child.mem_id], self._weights[parent.mem_id]
            above.all += below.all
            above.linked += below.linked
        whole = self._weights[body.mem_id]
        self._tell_tables(order)
        for child, _, _ in order:
            below = self._weights[child.mem_id]
            if _looks_like_chrome(child) and below.own <= whole.own * _CHROME_SHARE:
                self._skipped.add(child.mem_id)
                self._lighten(child, below)

    def _tell_tables(self, order: list[tuple[Any, Any, int | None]]) -> None:
        """Tells tables of data (several cells with text, at least half of it their own) from tables that only lay out the page."""
        inner: dict[int, int] = {}
        for node, _, outer in reversed(order):
            if node.tag != "table":
                continue
            whole, within = self._weights[node.mem_id].all, inner.get(node.mem_id, 0)
            filled = sum(1 for row in rows_of(node) for cell in cells_of(row) if self._holds_text(cell))
            is_layout = (node.attributes.get("role") or "") in ("presentation", "none")
            if filled > 1 and within * 2 <= whole and not is_layout:
                self._data_tables.add(node.mem_id)
            if outer is not None:
                inner[outer] = inner.get(outer, 0) + whole

    def _holds_text(self, node: Any) -> bool:
        return node.mem_id in self._weights and self._weights[node.mem_id].all > 0

    def _lighten(self, node: Any, weights: _Weights) -> None:
        """Takes a skipped node's text out of the nodes above it."""
        if any(parent in self._skipped for parent in _ancestors(node)):
            return
        for parent in _ancestors(node):
            above = self._weights.get(parent)
            if above is not None:
                above.all -= weights.all
                above.linked -= weights.linked

    def _main(self, body: Any) -> Any:
        """The deepest node that holds nearly all of the text that is in no link."""
        node, whole = body, self._weights[body.mem_id].own
        while True:
            below = [
                child
                for child in children(node)
                if child.mem_id in self._weights
                and child.mem_id not in self._skipped
                and self._weights[child.mem_id].own >= whole * _CONTENT_SHARE
                and self._weights[child.mem_id].own
            ]
            if (
                not below
                or not BLOCKS.fullmatch(below[0].tag)
                or below[0].tag in ("tr", "p")
                or below[0].mem_id in self._data_tables
            ):
                return node
            if below[0].tag in ("tbody", "thead"):
                rows = [c for c in children(below[0]) if c.tag == "tr"]
                cells = [c for row in rows for c in children(row) if c.tag in ("td", "th")]
                heavy = [
                    c
                    for c in cells
                    if c.mem_id in self._weights and self._weights[c.mem_id].own >= whole * _CONTENT_SHARE
                ]
                if not heavy:
                    return node
                node = heavy[0]
                continue
            node = below[0]

    def _title(self, body: Any, main: Any) -> str:
        """The page's title where it stands outside the content: as the page's data states it, its first heading, or its window's title.

        Headings and windows also say whose site it is: that is no title.
        """
        for name in ("ArticleTitle", "article:title", "og:title"):
            found = self._parsed.css_first(f'meta[name="{name}"], meta[property="{name}"]')
            if found is not None and (content := (found.attributes.get("content") or "").strip(SPACE)):
                return BLANKS.sub(" ", content)[:200]
        inside = {main.mem_id}
        for tag in ("h1", "h2"):
            for node in self._parsed.css(tag):
                if node.mem_id in self._weights and not inside & set(_ancestors(node)):
                    shown = BLANKS.sub(" ", node.text(deep=True)).strip(SPACE)
                    if len(shown) >= 6 and _DOCUMENT.search(shown):
                        return shown[:200]
        if self._is_of_office():
            # it is the file's property, often that of the file it was copied from
            return ""
        window = self._parsed.css_first("title")
        shown = BLANKS.sub(" ", window.text(deep=True)).strip(SPACE) if window is not None else ""
        named = next((part for part in _TITLE_END.split(shown) if _DOCUMENT.search(part)), "")
        return named.strip(SPACE)[:200]

    def _is_of_office(self) -> bool:
        """Whether a word processor or spreadsheet saved the page."""
        return bool(_OFFICE.search(self._programs()))

    def _programs(self) -> str:
        """The programs that the page says it is of."""
        return " ".join(
            meta.attributes.get("content") or ""
            for meta in self._parsed.css("meta")
            if (meta.attributes.get("name") or "").lower() in ("generator", "progid")
        )

    def _sheet_rules(self) -> frozenset[str] | None:
        """The classes of ruled cells where a spreadsheet saved the page, whose tables are whole sheets; None elsewhere."""
        styles = " ".join(style.text(deep=True) for style in self._parsed.css("style"))
        is_sheet = "excel" in self._programs().lower() or _CALC.search(styles)
        if not is_sheet or not self._is_of_office():
            return None
        return frozenset(found[1].lower() for found in _CLASS_STYLE.finditer(styles) if RULED.search(found[2]))


def _stands_in(title: str, items: list[Item]) -> bool:
    """Whether a title is said at the start of the content already, perhaps over several lines."""

    def plain(words: str) -> str:
        return re.sub(r"[\s\u3000\u00a0]+", "", words)

    start = "".join(plain(item.text) for item in items if item.table is None)
    wanted = plain(title)
    return not wanted or wanted in start


def _ancestors(node: Any) -> Iterator[int]:
    parent = node.parent
    while parent is not None:
        yield parent.mem_id
        parent = parent.parent


def _is_never_shown(node: Any) -> bool:
    if _NEVER_SHOWN.fullmatch(node.tag):
        return True
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
        or (node.tag == "a" and bool(_NOTE_MARK.match(attributes.get("href") or "")))
    )


def _looks_like_chrome(node: Any) -> bool:
    if node.tag in _CHROME_TAGS:
        return True
    if node.tag in ("body", "main", "article", "td", "th", "tr", "tbody"):
        return False
    attributes = node.attributes
    if not attributes:
        return node.tag == "header" and _is_page_header(node)
    if (attributes.get("role") or "") in _CHROME_ROLES or (node.tag == "header" and _is_page_header(node)):
        return True
    words = re.split(r"[\s_-]+", f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    return any(_CHROME_WORDS.fullmatch(re.sub(r"[0-9]+$", "", word).lower()) for word in words)


def _is_page_header(node: Any) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main", "section"):
            return False
        parent = parent.parent
    return True

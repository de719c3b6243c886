"""The given pages, and the blocks of text in them as a reader would tell them apart. Shared by annotate.py and defects.py."""
import json
import lzma
import os
import re
import zlib

from lxml import html as lxml_html

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("DATA", os.path.join(HERE, "../../../../shared/data/extract"))

BLOCKS = set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
UNSEEN = set("head script style noscript template svg button select option textarea object audio video iframe title".split())


def pages(name):
    """The pages of a set: {id, url, html}."""
    with lzma.open(f"{DATA}/{name}/pages.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def parse(html):
    """A document, or None where there is nothing to parse."""
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html or "")
    try:
        return lxml_html.document_fromstring(html) if html.strip() else None
    except Exception:  # lxml raises several kinds; all mean "no document"
        return None


class Block:
    """A run of text that no block element interrupts; a blank line made of <br> ends one too."""

    def __init__(self, text, element, link_share):
        self.text, self.element, self.link_share = text, element, link_share

    @property
    def tag(self):
        return self.element.tag

    def is_within(self, *tags):
        return self.element.tag in tags or any(up.tag in tags for up in self.element.iterancestors())

    def kind(self):
        """p, h2…h6, li, quote, cell, pre, caption: what it should be in an article."""
        if self.is_within("figcaption"):
            return "caption"
        if re.fullmatch("h[1-6]", self.tag):
            return "h2" if self.tag == "h1" else self.tag
        for kind, tags in (("cell", ("td", "th")), ("li", ("li", "dt", "dd")), ("pre", ("pre",)), ("quote", ("blockquote",))):
            if self.is_within(*tags):
                return kind
        return "p"

    def key(self):
        """What finds it again on its page: its first words, how many it has, and a checksum of all."""
        return key(self.text)

    def path(self, levels=4):
        """Its nearest elements with their names, innermost first."""
        out, element = [], self.element
        while element is not None and element.tag not in ("body", "html") and len(out) < levels:
            names = " ".join(filter(None, [element.get("class"), element.get("id") and "#" + element.get("id"), element.get("itemprop")]))
            out.append(f"{element.tag}[{names[:70]}]" if names else element.tag)
            element = element.getparent()
        return " < ".join(out)


def key(text):
    words = text.split()
    return [" ".join(words[:6])[:60], len(words), zlib.crc32(" ".join(words).encode()) & 0xFFFFFF]


def blocks(root):
    """All blocks of text in an element, in order."""
    found, run = [], []

    def flush(element):
        texts = "".join(text for text, _ in run)
        linked = sum(len(text.strip()) for text, in_link in run if in_link)
        for piece in re.split(r"\n\s*\n", texts) if element.tag != "pre" else [texts]:
            text = re.sub(r"\s+", " ", piece).strip()
            if text:
                found.append(Block(text, element, min(1.0, linked / max(1, len(texts.strip())))))
        run.clear()

    def walk(element, owner, in_link):
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        if element.tag == "br":
            run.append(("\n", False))
            return
        is_block = element.tag in BLOCKS
        if is_block:
            flush(owner)
            owner_inside = element
        else:
            owner_inside = owner
        in_link = in_link or element.tag == "a"
        space = (lambda text: text) if element.tag == "pre" else (lambda text: re.sub(r"\s+", " ", text))
        if element.text:
            run.append((space(element.text), in_link))
        for child in element:
            walk(child, owner_inside, in_link)
            if child.tail:
                run.append((space(child.tail), in_link))
        if is_block:
            flush(element)

    body = root.find(".//body")
    body = body if body is not None else root
    import sys

    sys.setrecursionlimit(20000)
    walk(body, body, False)
    flush(body)
    return found

#!/usr/bin/env python3
"""annotate.py show SET ID          the page's blocks, numbered, with what its head claims
annotate.py add SPEC...             makes annotations out of specs (JSON, one page a file) and prints what a reader would get
annotate.py check                   every annotation still fits its page
annotate.py pages                   the annotated pages as JSON Lines, for `extract --batch`

An annotation says what a careful reader keeps of a page: fields, and the body's blocks in order. It holds no publisher's
text but the first words of each block, a count and a checksum, so that it can lie in this repository.

A SPEC: {"set", "id", "title", "byline", "published" (YYYY-MM-DD), "section", "site", "deck", "lead": {"src", "caption",
"credit"}, "body": "12-18 20:h2 21-30 33:skip", "captions": "19", "notes"}. Fields may be absent or null when the page has
none. A number in "body" is a block of `show`; `:h2` (h3, p, li, quote, cell, pre, pull) corrects its kind. "captions":
blocks that are captions or credits of figures inside the body. Everything else on the page must not appear in the body.
"""
import json
import os
import sys
from urllib.parse import urlparse

from pages import HERE, blocks, pages, parse

ANNOTATED = os.environ.get("ANNOTATED", os.path.join(HERE, "annotated.jsonl"))
FIELDS = ["title", "byline", "published", "section", "site", "deck", "lead"]


def page_of(name, identity):
    page = next((page for page in pages(name) if page["id"] == identity), None)
    if page is None:
        sys.exit(f"error: {name} has no page {identity}: ids are those of its pages.jsonl.xz")
    return page


def show(name, identity):
    page = page_of(name, identity)
    root = parse(page["html"])
    print("url:", page["url"])
    print("title:", root.findtext(".//title"))
    for meta in root.iter("meta"):
        names = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if any(part in names.lower() for part in ("title", "desc", "author", "date", "time", "image", "site_name", "section", "publish")):
            print(f"  meta {names} = {(meta.get('content') or '')[:200]}")
    for number, block in enumerate(blocks(root)):
        text = block.text if len(block.text) <= 260 else block.text[:170] + " […] " + block.text[-70:]
        link = f" L{block.link_share:.1f}" if block.link_share > 0.3 else ""
        print(f"{number} {block.path(3)}{link}\n    {text}")


def numbers(spec):
    """'12-18 20:h2' -> [(12, None), …, (20, 'h2')]."""
    for part in (spec or "").replace(",", " ").split():
        span, _, kind = part.partition(":")
        first, _, last = span.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield number, kind or None


def annotation(spec):
    page = page_of(spec["set"], spec["id"])
    found = blocks(parse(page["html"]))
    listed = lambda field: [(found[number], kind) for number, kind in numbers(spec.get(field)) if kind != "skip"]
    return {
        "set": spec["set"],
        "id": spec["id"],
        "host": urlparse(page["url"]).netloc,
        **{field: spec.get(field) for field in FIELDS},
        "body": [[kind or block.kind(), *block.key()] for block, kind in listed("body")],
        "captions": [block.key() for block, _ in listed("captions")],
        **({"notes": spec["notes"]} if spec.get("notes") else {}),
    }


def read():
    if not os.path.exists(ANNOTATED):
        return []
    with open(ANNOTATED, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(all_of_them):
    all_of_them.sort(key=lambda one: (one["set"], one["id"]))
    with open(ANNOTATED, "w", encoding="utf-8") as out:
        for one in all_of_them:
            out.write(json.dumps(one, ensure_ascii=False) + "\n")


def add(files):
    known = {(one["set"], one["id"]): one for one in read()}
    for file in files:
        with open(file, encoding="utf-8") as spec:
            made = annotation(json.load(spec))
        known[made["set"], made["id"]] = made
        print(f"{made['set']} {made['id']}: {len(made['body'])} blocks, {sum(block[2] for block in made['body'])} words")
        for kind, start, words, _ in made["body"]:
            print(f"   {kind:8} {start} ({words})")
    write(list(known.values()))


def resolve(annotated, found):
    """The page's blocks an annotation names, as (kind, Block); None for one that is not there."""
    by_key = {}
    for block in found:
        by_key.setdefault(tuple(block.key()), []).append(block)
    out = []
    for kind, *key in annotated["body"]:
        same = by_key.get(tuple(key), [])
        out.append((kind, same.pop(0) if len(same) > 1 else same[0] if same else None))
    return out


def check():
    wanted = {(one["set"], one["id"]): one for one in read()}
    bad = 0
    for name in sorted({name for name, _ in wanted}):
        for page in pages(name):
            one = wanted.get((name, page["id"]))
            if one and any(block is None for _, block in resolve(one, blocks(parse(page["html"])))):
                bad += 1
                print(f"{name} {page['id']}: a block is not on its page")
    print(f"{len(wanted)} annotations, {bad} do not fit")
    sys.exit(bad > 0)


def annotated_pages():
    wanted = {(one["set"], one["id"]) for one in read()}
    for name in sorted({name for name, _ in wanted}):
        for page in pages(name):
            if (name, page["id"]) in wanted:
                print(json.dumps({**page, "id": f"{name}/{page['id']}"}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["show", name, identity]:
            show(name, identity)
        case ["add", *files] if files:
            add(files)
        case ["check"]:
            check()
        case ["pages"]:
            annotated_pages()
        case _:
            sys.exit(__doc__)

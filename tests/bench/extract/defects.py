#!/usr/bin/env python3
"""defects.py PREDICTIONS.jsonl [--dump FILE] [--pages IDFILE]
What a careful reader would notice, by kind and per 100 articles, on the pages annotated by hand (annotated.jsonl):
leaks (text in the body that is none of it), losses (text, subheads, lists, quotes, tables, captions that are missing or
flat), and wrong fields; beside it F1 and exact match of the body's words (4-grams, as the article extraction
benchmark counts them). Printed for all pages and for the two parts they are split in by site (three quarters and one): `development`, whose errors
may be looked at, and `check`, whose errors may not.

PREDICTIONS: one JSON a line, as `standfirst extract --batch` prints them for `annotate.py pages`.
"""
import argparse
import json
import re
import zlib
from collections import Counter, defaultdict

from annotate import read, resolve
from pages import blocks, key, pages, parse

LEAK_NAMES = {
    "related": r"related|also-?read|read-?more|recirc|recommend|most-?(read|popular)|popular|trending|teaser|promo|more-",
    "share": r"share|social|follow", "newsletter": r"newsletter|subscri|sign-?up|paywall", "comments": r"comment|respond",
    "byline": r"byline|author|\bbio\b|dateline|timestamp|meta", "caption": r"caption|credit", "nav": r"nav|menu|footer|breadcrumb|tags?\b",
    "ad": r"advert|\bads?\b|sponsor",
}


def part(annotated):
    """The part a page's site belongs to."""
    host = annotated["host"] if annotated["host"] != "fakehost" else annotated["id"].split("-")[0]
    return "check" if annotated["set"] == "hd" else "development"


def words(text):
    return re.findall(r"\w+", text or "")


def loose(text):
    return " ".join(words((text or "").lower()))


def shingles(text, n=4):
    tokens = words(text)
    return Counter(tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1)) if tokens[i : i + n])


def overlap(truth, got):
    """Precision and recall of 4-grams, as shares of one page."""
    truth, got = shingles(truth), shingles(got)
    both = sum((truth & got).values())
    return both, sum(got.values()) - both, sum(truth.values()) - both


def leak_kind(block, source):
    """The kind of a block that should not be there, by where it stood on its page."""
    names = source.path(4).lower() if source else ""
    for kind, pattern in LEAK_NAMES.items():
        if re.search(pattern, names):
            return kind
    return "related" if block.link_share > 0.8 else "other"


def judge(annotated, page, got):
    """(kind, text) of each defect, and the counts behind F1."""
    found = []
    page_blocks = blocks(parse(page["html"]))
    truth = [(kind, block) for kind, block in resolve(annotated, page_blocks) if block]
    by_key = {tuple(block.key()): block for block in page_blocks}
    root = parse("<body>" + (got.get("html") or "") + "</body>")
    output = blocks(root) if root is not None else []
    truth_text = "\n".join(block.text for _, block in truth)
    # A deck of whole sentences may be the first paragraph, once; it is then no part of what is compared.
    deck = loose(annotated.get("deck"))
    body = [block for block in output if block.kind() != "caption"]
    for block in body[:3]:
        if deck and loose(block.text) and (loose(block.text) in deck or deck in loose(block.text)):
            body.remove(block)
            break
    got_text = "\n".join(block.text for block in body)
    counts = overlap(truth_text, got_text)
    truth_shingles = shingles(truth_text)
    got_shingles = shingles(got_text)
    captions = {tuple(one) for one in annotated["captions"]}
    lead = annotated.get("lead") or {}
    caption_texts = {loose(by_key[one].text) for one in captions if one in by_key} | {loose(lead.get("caption")), loose(lead.get("credit"))} - {""}

    def share(block, of):
        own = shingles(block.text)
        return sum(1 for one in own if one in of) / max(1, len(own))

    title = loose(annotated.get("title"))
    last = None
    for block in body:
        text = loose(block.text)
        if not text or share(block, truth_shingles) >= 0.5 or (len(words(block.text)) < 4 and text in loose(truth_text)):
            last = None
            continue
        if title and text == title:
            kind = "leak: headline"
        elif annotated.get("deck") and text == loose(annotated["deck"]):
            kind = "leak: deck"
        elif text in caption_texts or any(len(text) > 20 and text in one for one in caption_texts):
            kind = "leak: caption"
        else:
            kind = "leak: " + leak_kind(block, by_key.get(tuple(key(block.text))))
        if kind != last:
            found.append((kind, block.text[:160]))
        last = kind
    kinds = defaultdict(set)
    for block in output:
        kinds[loose(block.text)].add(block.kind())
    shown_deck = loose(got.get("deck"))
    for kind, block in truth:
        text = loose(block.text)
        if not text or (shown_deck and text in shown_deck):
            continue
        if share(block, got_shingles) < 0.5 and not (len(words(block.text)) < 4 and text in loose(got_text)):
            found.append(("lost: " + ("subhead" if kind.startswith("h") else "paragraph" if kind == "p" else kind), block.text[:160]))
        elif kind.startswith("h") and not any(one.startswith("h") for one in kinds[text]):
            found.append(("flat: subhead", block.text[:160]))
        elif kind in ("li", "cell", "pre", "quote") and kinds[text] and kind not in kinds[text]:
            found.append(("flat: " + kind, block.text[:160]))
    everything = " " + loose(" ".join(block.text for block in output) + " " + (got.get("caption") or "") + " " + (got.get("credit") or "")) + " "
    for one in captions:
        text = loose(by_key[one].text) if one in by_key else ""
        if len(text) > 12 and text[:80] not in everything:
            found.append(("lost: caption", text[:160]))
    if title and loose(got.get("title")) != title:
        found.append(("field: title", f"{got.get('title')!r} for {annotated['title']!r}"[:200]))
    if annotated.get("byline") and set(words(loose(got.get("byline")))) != set(words(loose(annotated["byline"]))):
        found.append(("field: byline", f"{got.get('byline')!r} for {annotated['byline']!r}"[:200]))
    if annotated.get("published") and (got.get("published") or "")[:10] != annotated["published"]:
        found.append(("field: published", f"{got.get('published')!r} for {annotated['published']!r}"))
    if annotated.get("deck") and loose(annotated["deck"])[:80] not in shown_deck + " " + loose(" ".join(block.text for block in output)):
        found.append(("field: deck", f"{got.get('deck')!r} for {annotated['deck']!r}"[:300]))
    if annotated.get("section") and loose(got.get("section")) != loose(annotated["section"]):
        found.append(("field: section", f"{got.get('section')!r} for {annotated['section']!r}"))
    for field in ("caption", "credit"):
        if lead.get(field) and loose(lead[field])[:60] not in everything:
            found.append((f"field: lead {field}", f"{got.get(field)!r} for {lead[field]!r}"[:200]))
    # One kind counts three times a page at most, so that a single gallery does not decide the table.
    seen, kept = Counter(), []
    for kind, text in found:
        seen[kind] += 1
        if seen[kind] <= 3:
            kept.append((kind, text))
    return kept, counts


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("predictions")
    options.add_argument("--dump", help="write the defects of the development part here")
    options = options.parse_args()
    with open(options.predictions, encoding="utf-8") as lines:
        got = {(one["id"]): one for one in map(json.loads, lines)}
    wanted = {(one["set"], one["id"]): one for one in read()}
    rows = []
    for name in sorted({name for name, _ in wanted}):
        for page in pages(name):
            one = wanted.get((name, page["id"]))
            if one:
                defects, counts = judge(one, page, got.get(f"{name}/{page['id']}", {}))
                rows.append((part(one), f"{name}/{page['id']}", defects, counts))
    columns = {"all": rows, "development": [row for row in rows if row[0] == "development"], "check": [row for row in rows if row[0] == "check"]}
    kinds = sorted({kind for _, _, defects, _ in rows for kind, _ in defects})
    print(f"{'':22}" + "".join(f"{name:>14}" for name in columns))
    print(f"{'pages':22}" + "".join(f"{len(of):14}" for of in columns.values()))
    per100 = lambda of, test: 100 * sum(test(kind) for _, _, defects, _ in of for kind, _ in defects) / max(1, len(of))
    for kind in kinds:
        print(f"{kind:22}" + "".join(f"{per100(of, lambda one: one == kind):14.1f}" for of in columns.values()))
    for label, start in (("leaks", "leak"), ("losses", ("lost", "flat")), ("fields", "field")):
        print(f"{label:22}" + "".join(f"{per100(of, lambda one: one.startswith(start)):14.1f}" for of in columns.values()))
    body = lambda kind: not kind.startswith("field")
    print(f"{'body defects':22}" + "".join(f"{per100(of, body):14.1f}" for of in columns.values()))
    clean = lambda of, test: 100 * sum(not any(test(kind) for kind, _ in defects) for _, _, defects, _ in of) / max(1, len(of))
    print(f"{'clean bodies, %':22}" + "".join(f"{clean(of, body):14.1f}" for of in columns.values()))

    def f1(of):
        shares = [(b, x, m, b + x + m) for _, _, _, (b, x, m) in of]
        tp, fp, fn = (sum(row[i] / max(1, row[3]) for row in shares) for i in range(3))
        precision, recall = tp / max(1e-9, tp + fp), tp / max(1e-9, tp + fn)
        return 2 * precision * recall / max(1e-9, precision + recall)

    print(f"{'F1':22}" + "".join(f"{f1(of):14.3f}" for of in columns.values()))
    exact = lambda of: sum(x == 0 and m == 0 for _, _, _, (_, x, m) in of) / max(1, len(of))
    print(f"{'exact':22}" + "".join(f"{exact(of):14.3f}" for of in columns.values()))
    if options.dump:
        with open(options.dump, "w", encoding="utf-8") as out:
            for which, name, defects, counts in rows:
                if which == "development" and defects:
                    out.write(f"== {name} {counts}\n" + "".join(f"   {kind}: {text}\n" for kind, text in defects))


if __name__ == "__main__":
    main()

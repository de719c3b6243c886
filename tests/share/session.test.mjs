// Sharing by what a Linux session has: mocked phones and Contractor on a real bus, and a bus on which nobody answers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { until } from "../e2e/webdriver.mjs";
import { Session } from "./session.mjs";

describe("a session with phones and Contractor", () => {
  let session;
  before(async () => {
    session = await Session.start();
    await Promise.all(["kdeconnect", "gsconnect", "contractor"].map((name) => session.service(name)));
  });
  after(() => session.end());

  const link = () => session.site.url("/harbour/ferry");

  test("offers what is paired and reachable, each phone once", async () => {
    const targets = await session.json("share", session.article.id);
    const devices = targets.filter(({ kind }) => kind === "device").map(({ id, name }) => [id, name]);
    assert.deepEqual(devices, [["kdeconnect:ab12_cd", "Pixel 9"], ["gsconnect:a1", "Phone a1"]]);
    const ids = targets.map(({ id }) => id);
    assert.ok(ids.includes("contract:notes.contract"), "Contractor's program is offered");
    assert.ok(!ids.includes("contract:kdeconnect.contract"), "and its entry for the phone is not there twice");
    assert.ok(!ids.includes("open-with"), "there is no portal on this bus");
  });

  test("hands a link to a phone, and says no more than that", async () => {
    const { kind, message } = await session.share("Pixel 9");
    assert.equal(kind, "handedOver");
    assert.match(message, /^Handed to KDE Connect/u);
    assert.deepEqual(session.asked("kdeconnect").at(-1), ["shareUrl", link()]);
    await session.share("gsconnect:a1");
    assert.deepEqual(session.asked("gsconnect").at(-1), ["Activate", "shareUri", [link()], {}]);
  });

  test("hands a passage to a phone as a text", async () => {
    await session.share("kdeconnect:ab12_cd", "--quote", "the gangway went up\nwith eleven people aboard");
    const [method, text] = session.asked("kdeconnect").at(-1);
    assert.equal(method, "shareText");
    assert.match(text, /^“the gangway went up with eleven people aboard”, .*Night ferry.* — http/u);
    assert.ok(text.endsWith(link()));
  });

  test("says that a phone is not paired, and what to do", async () => {
    const { code, stderr } = await session.cli("share", session.article.id, "--to", "kdeconnect:ef34");
    assert.equal(code, 1);
    assert.match(stderr, /^error: Sharing: KDE Connect refused it \(Device is not paired\): .*copy the link/u);
    assert.equal((await session.cli("share", session.article.id, "--to", "kdeconnect:gone")).code, 1);
    assert.equal((await session.cli("share", session.article.id, "--to", "kdeconnect:../x")).code, 1);
  });

  test("runs a contract on the link", async () => {
    await session.share("Add to notes");
    assert.deepEqual(session.asked("contractor").at(-1), ["ExecuteWithUri", "notes.contract", link()]);
  });

  test("has what was used last first", async () => {
    await session.share("copy-link");
    await session.share("kdeconnect:ab12_cd");
    const targets = await session.json("share", session.article.id);
    assert.deepEqual(targets.slice(0, 2).map(({ id, recent }) => [id, recent]), [["kdeconnect:ab12_cd", true], ["copy-link", true]]);
    assert.equal(targets.filter(({ id }) => id === "copy-link").length, 1);
  });

  test("shares several articles as a list of titles and links", async () => {
    const [one, two] = session.articles;
    const ids = (await session.json("share", one.id, two.id)).map(({ id }) => id);
    assert.ok(ids.includes("kdeconnect:ab12_cd") && ids.includes("copy-quote"), ids.join(" "));
    for (const single of ["copy-link", "browser", "contract:notes.contract", "hacker-news"]) assert.ok(!ids.includes(single), single);
    const { text } = await session.json("share", one.id, two.id, one.id, "--to", "copy-quote");
    assert.equal(text, `${one.title} — ${one.url}\n${two.title} — ${two.url}`);
    await session.json("share", one.id, two.id, "--to", "kdeconnect:ab12_cd");
    assert.deepEqual(session.asked("kdeconnect").at(-1), ["shareText", text]);
  });
});

describe("a session without services", () => {
  let session;
  before(async () => void (session = await Session.start()));
  after(() => session.end());

  test("offers an app once it has registered its scheme, and hands it one address", async () => {
    assert.ok(!(await session.targets()).includes("telegram"));
    session.handler("telegram", "x-scheme-handler/tg");
    assert.ok((await session.targets()).includes("telegram"));
    await session.share("Telegram");
    const [address] = session.given("xdg-open");
    assert.equal(new URL(address).protocol, "tg:");
    assert.equal(new URL(address).searchParams.get("url"), session.site.url("/harbour/ferry"));
    assert.equal(new URL(address).searchParams.get("text"), session.article.title);
  });

  test("begins a mail by xdg-email", async () => {
    await session.share("email");
    assert.match(session.given("xdg-email")[0], /^mailto:\?subject=Night%20ferry/u);
  });

  test("names the program that fails, and what to do", async () => {
    session.program("xdg-open", 3);
    const { code, stderr } = await session.cli("share", session.article.id, "--to", "bluesky");
    assert.equal(code, 1);
    assert.match(stderr, /^error: Sharing: xdg-open found no program to open it with: set a default program/u);
    session.program("xdg-open");
  });

  test("has places of the reader's own, and refuses what leads elsewhere", async () => {
    await session.json("share-targets", "add", "Notes", "https://notes.example/new?u={url}&t={title}");
    await session.json("share-targets", "server", "Mastodon", "@me@social.example");
    const ids = await session.targets();
    assert.ok(ids.includes("own:Notes") && ids.includes("mastodon"), ids.join(" "));
    await session.share("notes");
    assert.equal(session.given("xdg-open").at(-1), `https://notes.example/new?u=${encodeURIComponent(session.site.url("/harbour/ferry"))}&t=${encodeURIComponent(session.article.title)}`);
    for (const bad of ["javascript:alert({url})", "file:///tmp/{title}", "https://{title}.example/", "https://a.example/"]) {
      const { code, stderr } = await session.cli("share-targets", "add", "Bad", bad);
      assert.equal(code, 1, bad);
      assert.match(stderr, /write it like https:\/\/example\.org/u);
    }
    await session.json("share-targets", "remove", "notes");
    await session.json("share-targets", "server", "mastodon");
    assert.ok(!(await session.targets()).some((id) => id === "own:Notes" || id === "mastodon"));
  });

  test("leaves out what only tracks, unless told otherwise, and keeps the address as it came", async () => {
    session.site.answers.set("/tracked.xml", (_, response) =>
      response.writeHead(200, { "content-type": "application/rss+xml" }).end(
        "<rss version='2.0'><channel><title>Tracked</title><item><title>Tracked story</title><link>https://e.example/a?id=1&amp;utm_source=rss</link></item></channel></rss>",
      ),
    );
    await session.json("follow", session.site.url("/tracked.xml"));
    const { id, url } = (await session.json("list")).find(({ title }) => title === "Tracked story");
    const copied = async () => (await session.json("share", id, "--to", "copy-link")).text;
    assert.equal(await copied(), "https://e.example/a?id=1");
    await session.json("share-targets", "clean", "off");
    assert.equal(await copied(), "https://e.example/a?id=1&utm_source=rss");
    await session.json("share-targets", "clean", "on");
    assert.equal(url, "https://e.example/a?id=1&utm_source=rss");
    assert.equal((await session.json("show", id)).url, url);
  });
});

describe("a bus on which nobody answers", () => {
  let session;
  before(async () => {
    session = await Session.start({ dropsReplies: true });
    await session.service("kdeconnect").catch(() => undefined);
  });
  after(() => session.end());

  test("holds nothing up: the rest is offered in time", async () => {
    const { code, stdout, took } = await session.cli("--json", "share", session.article.id);
    assert.equal(code, 0);
    assert.ok(stdout.includes('"copy-link"') && stdout.includes('"email"'));
    // Two steps of 400 ms, and what a busy machine takes to start a program.
    assert.ok(took < 5000, `${took} ms`);
  });

  test("ends a call in time, and says so", async () => {
    const { code, stderr, took } = await session.cli("share", session.article.id, "--to", "kdeconnect:ab12_cd");
    assert.equal(code, 1);
    assert.match(stderr, /^error: Sharing: KDE Connect gave no answer in time: look whether it runs/u);
    assert.ok(took < 12_000, `${took} ms`);
  });
});

describe("a portal that takes calls and answers none", () => {
  let session;
  before(async () => {
    session = await Session.start();
    await session.service("silent");
  });
  after(() => session.end());

  test("is not waited for: the mail begins by xdg-email", async () => {
    const began = performance.now();
    const { message } = await session.share("email");
    assert.match(message, /Handed to your e-mail program/u);
    assert.equal(session.asked("silent")[0][0], "ComposeEmail");
    await until("xdg-email was asked", () => session.given("xdg-email").length > 0);
    assert.ok(performance.now() - began < 15_000);
  });

  test("fails a choice of programs in time", async () => {
    const { code, stderr } = await session.cli("share", session.article.id, "--to", "open-with");
    assert.equal(code, 1);
    assert.match(stderr, /The desktop portal gave no answer in time/u);
  });
});

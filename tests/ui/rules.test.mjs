// Rules and mute words: tried as they are typed, made, with an account, and taken back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

const feed = (site, titles) => (_, response) => {
  const items = titles.map((title, n) => `<item><title>${title}</title><guid>g${n}</guid><link>${site.url(`/post/${n}`)}</link><pubDate>${new Date(Date.now() - n * 60_000).toUTCString()}</pubDate><description>Text of number ${n}, a royal one.</description></item>`);
  response.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>The Morning Post</title>${items.join("")}</channel></rss>`);
};
const SOME = ["Mud on the quay", "Ferries wait", "A royal wedding"];
const MORE = [...SOME, "Mud again", "Ferries sail", "Royal wedding, the day after"];

describe("rules and mute words", () => {
  let browser, site, page;
  const shot = async (name) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  };
  before(async () => {
    browser = await Browser.open();
    ({ site, page } = browser);
    site.failing.clear();
    site.answers.set("/post/feed.xml", feed(site, SOME));
    await browser.cli("follow", site.url("/post/feed.xml"), "--folder", "The coast");
    await browser.row("Ferries wait").waitFor();
  });
  after(() => browser.close());

  test("a rule shows what it would have caught as it is typed, and is completed as the search is", async () => {
    await browser.press("g", "r");
    await browser.get("rules-page").waitFor();
    await browser.get("new-rule").click();
    await browser.get("rule-query-input").pressSequentially("tit");
    await browser.get("rule-query-proposals").getByRole("option", { name: "title:" }).waitFor();
    await browser.press("ArrowDown", "Enter");
    await browser.get("rule-query-input").pressSequentially("mud");
    await browser.get("rule-preview").filter({ hasText: "It would have caught 1 of the 3 articles of the last month." }).waitFor();
    assert.equal(await browser.get("rule-keep").isDisabled(), true, "it does nothing yet");
    await browser.get("rule-read").check();
    await browser.get("rule-tags").fill("quay");
    await shot("rule-editor");
    await browser.get("rule-keep").click();
    await browser.get("rule-row").filter({ hasText: "Mark read, tag “quay”." }).waitFor();
    const [rule] = (await browser.cli("--json", "rules")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    assert.deepEqual([rule.query, rule.read, rule.tags], ["title:mud", true, ["quay"]]);
  });

  test("a word is muted for a week, and what comes then is hidden and told of", async () => {
    await browser.get("mute-word").fill("royal wedding");
    await browser.get("mute-until").selectOption("1w");
    await browser.get("mute-confirm").click();
    await browser.get("mute-row").filter({ hasText: "royal wedding" }).waitFor();
    site.answers.set("/post/feed.xml", feed(site, MORE));
    await browser.cli("refresh", "--force");
    await until("one of the three is hidden", async () => (await browser.list()).length === 5);
    await browser.get("mute-row").filter({ hasText: "1 article" }).waitFor();
    await shot("rules-page");
    await browser.get("rule-row").getByTestId("rule-open").click();
    await browser.get("deed").filter({ hasText: "Mud again" }).filter({ hasText: "marked read, tagged “quay”" }).waitFor();
    await shot("rule-account");
  });

  test("a word is muted for a folder alone, and its row says so", async () => {
    await browser.press("g", "r");
    await browser.get("mute-word").fill("quay");
    await browser.get("mute-where").selectOption({ label: "Only the folder The coast" });
    await browser.get("mute-confirm").click();
    await browser.get("mute-row").filter({ hasText: 'folder:"The coast"' }).waitFor();
    const rules = (await browser.cli("--json", "rules")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    assert.match(rules.at(-1).query, /^title:quay OR text:quay folder:"The coast"$/u);
    await browser.get("undo-button").click();
    await until("it is muted no longer", async () => (await browser.get("mute-row").count()) === 1);
    await browser.get("rule-row").getByTestId("rule-open").click();
  });

  test("all a rule did is undone at once, and undone again", async () => {
    await browser.get("rule-undo").click();
    await until("it is as before", async () => (await browser.list("--tag", "quay")).length === 0);
    await browser.get("undo-button").click();
    await until("it is done again", async () => (await browser.list("--tag", "quay")).length === 1);
  });

  test("what is hidden can be looked at and shown again", async () => {
    await browser.press("g", "i");
    await browser.row("Royal wedding, the day after").click();
    await shot("hidden");
    await browser.headline("Royal wedding, the day after");
    await browser.press(".");
    await until("it is in the lists", async () => (await browser.list()).length === 6);
    assert.deepEqual([browser.errors, browser.strangers], [[], []]);
  });
});

// Shows payloads behind one wall in one engine, many to a page, and says what each of them did.
import { pause } from "./engines.mjs";

/** Payloads to a page. */
const BATCH = 40;
/** What a payload has to act in: once after loading, once after being clicked. */
const SETTLE_MS = 250;
const LOAD_MS = 8000;

const HERE = "http://walls.test/top";

const FRAMES = "const bare = [...document.querySelectorAll('iframe')].map((frame) => frame.contentWindow);";

/** One page of payloads. `null` when the page itself did not stay. */
async function look(engine, site, wall, payloads) {
  site.show(wall, payloads);
  engine.tried = [];
  await engine.go(`${HERE}?${Math.random()}`);
  const end = Date.now() + LOAD_MS;
  const ready = `if (!location.href.startsWith("${HERE}")) return "gone"; ${FRAMES} return bare.length > 0 && bare.every((one) => { try { return one.Watch?.ready() } catch { return true } });`;
  let state = false;
  while (state !== true && Date.now() < end) {
    state = await engine.call(ready).catch(() => false);
    if (state !== true) await pause(40);
  }
  await pause(SETTLE_MS);
  await engine.call(`${FRAMES} for (const one of bare) { try { one.Watch.touch() } catch {} }`);
  await pause(SETTLE_MS);
  const reports = await engine.call(`if (!location.href.startsWith("${HERE}") || document.title !== "top") return null; ${FRAMES}
    return bare.map((one) => { try { return one.Watch.report() } catch (error) { return { seen: ["went elsewhere: " + error], pictures: [], ready: false } } });`);
  if (!Array.isArray(reports) || reports.length !== payloads.length) return null;
  const host = (address) => {
    const url = URL.parse?.(address) ?? new URL(address);
    return url.protocol === "https:" ? `https://${url.host}/` : url.href;
  };
  const pictures = new Set(reports.flatMap((report) => report.pictures).filter((address) => /^https?:/.test(address)).map(host));
  // Pictures are what a sanitised article may have; in the window even they come from the library.
  const asked = [...new Set(site.asked)].filter((address) => !pictures.has(host(address)) && !engine.constructor.own.test(address));
  return { reports, strays: [...engine.tried, ...asked.map((address) => `asked for ${address.slice(0, 100)}`)] };
}

async function lookWell(engine, site, wall, items) {
  let found = null;
  try {
    found = await look(engine, site, wall, items.map(({ html }) => html));
  } catch (error) {
    if (items.length === 1) return [{ ...items[0], seen: [`broke the page: ${String(error).slice(0, 100)}`] }];
  }
  if (items.length === 1) {
    const seen = found ? [...found.reports[0].seen, ...found.strays] : ["took the page away"];
    if (found && !found.reports[0].ready) seen.push("never finished");
    return [{ ...items[0], seen }];
  }
  // Whose it was shows when they are looked at apart.
  if (!found || found.strays.length > 0) {
    const half = Math.ceil(items.length / 2);
    return [...(await lookWell(engine, site, wall, items.slice(0, half))), ...(await lookWell(engine, site, wall, items.slice(half)))];
  }
  const done = items.map((item, place) => ({ ...item, seen: found.reports[place].seen, ready: found.reports[place].ready }));
  // A page that was not there in time says nothing yet; with fewer beside it, it will.
  for (const [place, one] of done.entries()) {
    if (!one.ready) [done[place]] = await lookWell(engine, site, wall, [items[place]]);
  }
  return done;
}

/** What each of `items` ({id, html}) did, in order. */
export async function examine(engine, site, wall, items, progress = () => {}) {
  const found = [];
  for (let from = 0; from < items.length; from += BATCH) {
    found.push(...(await lookWell(engine, site, wall, items.slice(from, from + BATCH))));
    progress(found.length);
  }
  return found;
}

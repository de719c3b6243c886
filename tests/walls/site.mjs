// The web the payloads meet: a proxy on loopback. It serves the harness's pages under http://walls.test and answers
// nothing else, but writes down who was asked for.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

import { bare, top } from "./pages.mjs";

const here = (path) => new URL(path, import.meta.url);
const { rolldown } = createRequire(here("../../ui/package.json"))("rolldown");

/** The frame's own wall, as a script that defines `Wall`. */
async function wall() {
  const bundle = await rolldown({ input: here("../../ui/src/article/document.ts").pathname });
  const { output } = await bundle.generate({ format: "iife", name: "Wall" });
  await bundle.close();
  return output[0].code;
}

export class Site {
  /** What was asked for that is not ours. */
  asked = [];
  /** What the pages show: the wall's name, and a payload for each place. */
  wall = "none";
  payloads = [];

  static async start() {
    const site = new Site();
    const scripts = { "/wall.js": await wall(), "/watch.js": readFileSync(here("watch.js"), "utf8") };
    site.server = createServer((request, response) => {
      const url = new URL(request.url, "http://walls.test");
      // Pictures of the library have an origin of their own, as in the window. Any answer will do.
      const page = { "walls.test": () => site.#page(url, scripts), "library.test": () => ({ body: "" }) }[url.host]?.();
      if (!page && url.pathname !== "/favicon.ico") site.asked.push(url.href);
      response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...page?.headers });
      response.end(page?.body);
    });
    site.server.on("connect", ({ url }, socket) => {
      site.asked.push(`https://${url.replace(/:443$/, "")}/`);
      socket.destroy();
    });
    site.server.on("clientError", (_, socket) => socket.destroy());
    site.server.listen(0, "127.0.0.1");
    await once(site.server, "listening");
    site.port = site.server.address().port;
    return site;
  }

  #page({ pathname, searchParams }, scripts) {
    const script = scripts[pathname];
    if (script !== undefined) return { body: script, headers: { "content-type": "text/javascript" } };
    if (pathname === "/top") return { body: top(this.payloads.length) };
    // A page is asked for once. Whoever asks again was sent there by a payload.
    const place = Number(searchParams.get("place"));
    if (pathname === "/bare" && this.payloads[place] !== undefined) return bare(this.wall, this.payloads[place]);
    return undefined;
  }

  show(wall, payloads) {
    this.wall = wall;
    this.payloads = payloads;
    this.asked = [];
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

// The harness's pages: one on top, in it a bare page for each payload, and in that the payload behind one wall or none.

/** The walls, each alone. `raw` says whether the payload comes unsanitised. */
export const WALLS = {
  none: { raw: true, says: "no wall at all: what the harness can see" },
  sanitiser: { raw: false, says: "what `article::sanitize` made, in a bare page" },
  contained: { raw: true, says: "what the frame's allow-list made of the raw payload, in a bare page" },
  policy: { raw: true, says: "the raw payload under the frame's sandbox and policy, without its allow-list" },
  frame: { raw: true, says: "the raw payload in the article frame as it is" },
};

const quote = (text) => JSON.stringify(text).replace(/</g, "\\u003c").replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");

export function top(count) {
  const frames = [...Array(count).keys()].map((place) => `<iframe src="/bare?place=${place}"></iframe>`).join("");
  return `<!doctype html><meta charset="utf-8"><title>top</title><style>iframe{width:300px;height:240px;border:0;float:left}</style>${frames}`;
}

/** A page that only reports what a strict policy would have stopped, so that whatever would run is heard of. */
export function bare(wall, payload) {
  const parsed = wall === "none" || wall === "sanitiser";
  const body = `<!doctype html><html><head><meta charset="utf-8"><title>bare</title>
<script nonce="walls" src="/wall.js"></script><script nonce="walls" src="/watch.js"></script>
<style>body{margin:0}#bar{height:30px}#art{margin:4px}iframe{width:100%;height:150px;border:0}</style></head>
<body><div id="bar"><button id="probe">ours</button></div><main id="art">${parsed ? payload : ""}</main>
${parsed ? "" : `<script nonce="walls">Watch.show(${quote(wall)}, ${quote(payload)})</script>`}</body></html>`;
  // Behind the frame's walls stands the window's own policy: no document in it but what is written into it.
  const policy = wall === "policy" || wall === "frame" ? { "content-security-policy": "frame-src 'none'" } : {};
  return { body, headers: { "content-security-policy-report-only": "script-src 'nonce-walls'", ...policy } };
}

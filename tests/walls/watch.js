// Inside a bare page: sees what a payload does. The page it watches may try to stand in its way, so what it needs is
// taken from the prototypes before the payload comes.
"use strict";
const Watch = (() => {
  const method = (owner, name) => Function.prototype.call.bind(owner.prototype[name]);
  const getter = (owner, name) => Function.prototype.call.bind(Object.getOwnPropertyDescriptor(owner.prototype, name).get);
  const all = method(Element, "querySelectorAll");
  const names = method(Element, "getAttributeNames");
  const value = method(Element, "getAttribute");
  const localName = getter(Element, "localName");
  const byId = method(Document, "getElementById").bind(null, document);
  const inner = getter(Element, "innerHTML");
  const listen = method(EventTarget, "addEventListener");
  const atPoint = method(Document, "elementFromPoint").bind(null, document);
  const click = method(HTMLElement, "click");
  const focus = method(HTMLElement, "focus");
  const submit = method(HTMLFormElement, "submit");

  const seen = [];
  const see = (what) => seen.push(String(what).slice(0, 120));
  let wall = "parsed";
  let frame = null;
  let loads = 0;
  /** Chromium reports handlers of an inert document too, as it is parsed: what counts is what comes out of the wall. */
  let listening = true;
  let shown = true;

  /** Whatever asks the person something, opens something or prints: a payload's first choice. */
  function hook(view) {
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
      view[name] = () => void see(`ran ${name}`);
    }
  }
  hook(window);
  // What runs, or is armed to: the report-only policy names each.
  listen(document, "securitypolicyviolation", ({ effectiveDirective, disposition }) => {
    if (listening && disposition === "report" && effectiveDirective.startsWith("script-src")) see(`armed ${effectiveDirective}`);
  });
  // As the app does: links are for the browser, and nothing is sent.
  const follow = (event) => {
    const link = event.target?.closest?.("a, area");
    if (link && /^(https?|mailto):/.test(link.href)) event.preventDefault();
  };
  listen(window, "click", follow, true);

  /** Puts the payload behind a wall of the frame's. */
  async function show(name, payload) {
    wall = name;
    shown = false;
    listening = false;
    const article = byId("art");
    const backend = { imageUrl: (key) => `http://library.test/${key}`, imageOrigins: ["http://library.test"] };
    if (name === "contained") {
      const html = Wall.contained(payload, backend);
      await quiet();
      article.innerHTML = html;
      shown = true;
      return;
    }
    const whole = Wall.frameDocument({ html: name === "frame" ? payload : "", lang: "en", dir: "ltr" }, backend);
    await quiet();
    frame = document.createElement("iframe");
    // As in ui/src/components/ArticleFrame.svelte.
    frame.setAttribute("sandbox", "allow-same-origin allow-scripts");
    frame.referrerPolicy = "no-referrer";
    frame.srcdoc = name === "frame" ? whole : whole.replace("<body></body></html>", "<body>") + payload;
    listen(frame, "load", () => {
      loads += 1;
      const view = frame.contentWindow;
      try {
        hook(view);
        for (const kind of ["click", "auxclick"]) {
          listen(view, kind, (event) => event.target?.closest?.("a, area") && event.preventDefault());
        }
        for (const kind of ["submit", "dragstart"]) listen(view, kind, (event) => event.preventDefault());
      } catch {
        see("went elsewhere");
      }
    });
    article.append(frame);
    shown = true;
  }

  /** Until what was reported so far has been told. */
  async function quiet() {
    await new Promise((done) => setTimeout(done, 60));
    listening = true;
  }

  /** What the payload made of the place it is in; null when it is not there any more. */
  function place() {
    if (!frame) return byId("art");
    try {
      return frame.contentDocument?.URL === "about:srcdoc" ? frame.contentDocument.documentElement : null;
    } catch {
      return null;
    }
  }

  /** Clicks, focuses and submits what is there. */
  function touch() {
    const root = place();
    if (!root) return;
    const press = "a, area, button, input, summary, label, option, details, img, video, audio, object, embed, svg *, math *";
    for (const element of [...all(root, press)].slice(0, 25)) {
      try {
        focus(element);
      } catch {
        // Not everything can have the focus.
      }
      try {
        click(element);
      } catch {
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      }
    }
    for (const element of [...all(root, "*")].slice(0, 200)) {
      for (const name of names(element)) {
        if (/^on/i.test(name)) EventTarget.prototype.dispatchEvent.call(element, new Event(name.slice(2).toLowerCase()));
      }
    }
    if (wall !== "parsed") for (const form of [...all(root, "form")].slice(0, 3)) submit(form);
  }

  const FORBIDDEN =
    "form, input, button, select, textarea, option, datalist, output, fieldset, label, iframe, frame, frameset, object, embed, applet, portal, fencedframe, base, meta, link, style, script, svg, math, template, marquee, dialog, plaintext, title, xmp, noembed, noscript, noframes, area, map, video, audio, source";
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite", "ping", "srcset", "longdesc", "usemap", "codebase", "archive", "lowsrc"];
  const PRIVATE =
    /^(.*\.)?(localhost|local|internal|lan)\.?$|^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^\[(::|f[cde])/;

  function address(name, written) {
    if (!ADDRESSES.includes(name)) return;
    if (name !== "href" && name !== "src") see(`attribute ${name}`);
    let url;
    try {
      url = new URL(written, document.baseURI);
    } catch {
      return;
    }
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) see(`scheme ${url.protocol}`);
    if (PRIVATE.test(url.hostname)) see(`private ${url.hostname}`);
    if (url.username) see(`credentials ${url.href}`);
  }

  /** What a clean article never has. */
  function inspect(root) {
    for (const element of all(root, FORBIDDEN)) see(`element ${localName(element)}`);
    for (const element of all(root, "*")) {
      if (localName(element).includes("-")) see("custom element");
      for (const name of names(element)) {
        if (/^(on.*|id|name|style|class|target|ping|srcdoc|accesskey|tabindex|autofocus|popover.*|slot|is|nonce|usemap|background)$/i.test(name)) see(`attribute ${name}`);
        address(name.toLowerCase(), value(element, name));
      }
      if (/fixed|sticky|absolute/.test(getComputedStyle(element).position)) see("positioned");
    }
  }

  const CLOBBERED = ["getElementById", "querySelector", "createElement", "cookie", "body", "head", "forms", "title", "location", "documentElement", "addEventListener", "write", "defaultView", "implementation", "activeElement", "URL", "domain", "scripts", "images", "currentScript"];
  const OWN_ELEMENTS = ["body", "head", "documentElement", "activeElement", "currentScript"];

  function clobbered() {
    for (const name of CLOBBERED) {
      const found = document[name];
      const isElement = found?.nodeType === 1;
      if (isElement && !OWN_ELEMENTS.includes(name)) see(`clobbers document.${name}`);
      if ((name === "body" || name === "head") && isElement && localName(found) !== name) see(`clobbers document.${name}`);
    }
    for (const name of ["__TAURI__", "__TAURI_INTERNALS__", "config", "app", "state", "settings", "isolation"]) {
      if (window[name] !== undefined) see(`clobbers window.${name}`);
    }
  }

  /** What was seen, and which pictures the payload may show. */
  function report() {
    const root = place();
    if (!root && loads > 0) see("went elsewhere");
    if (document.title !== "bare") see("ran: title");
    if (window.name !== "") see("ran: window.name");
    const probe = byId("probe").getBoundingClientRect();
    if (atPoint(probe.left + probe.width / 2, probe.top + probe.height / 2) !== byId("probe")) see("covers what is ours");
    if (root && wall !== "policy") {
      if (frame) all(root, "head, head *").forEach((own) => own.remove());
      inspect(root);
    }
    if (!frame) clobbered();
    if (root && !frame) {
      const again = document.createElement("main");
      again.innerHTML = inner(root);
      if (inner(again) !== inner(root)) see("parses differently the second time");
    }
    const pictures = root && !frame ? [...all(root, "img")].map((picture) => picture.src) : [];
    return { seen: [...new Set(seen)], pictures, ready: ready() };
  }

  function ready() {
    return shown && document.readyState === "complete" && (!frame || loads > 0);
  }

  return { show, touch, report, ready };
})();
window.Watch = Watch;

// What is run inside the page that is saved. Each function is sent there as its text and must not use anything around it.

/**
 * The page as it stands: the document the scripts have built, with what lies in shadow roots put where it is seen. Scripts,
 * styles and whatever was typed into forms are left out. Nothing of the page is changed, run or loaded: the copy is made
 * in a document that is not shown.
 *
 * Returns `{ url, title, html, pictures }`, or `{ refused }`: "file" for what is no page, "large" beyond `limit` bytes.
 */
export function capture(limit) {
  const GONE = new Set(["script", "style", "template", "input", "textarea", "select", "datalist", "canvas", "object", "embed", "base"]);
  const LINKS = /^(canonical|alternate|amphtml|author|license|icon|shortcut icon|apple-touch-icon|next|prev)$/i;
  const LONGEST = 8192;
  const LONGEST_DATA = 4096;
  const LEAST = 48;
  const MOST_PICTURES = 60;

  if (!/^(text\/html|application\/xhtml\+xml|text\/plain)$/.test(document.contentType)) return { refused: "file" };

  const runtime = globalThis.chrome ?? globalThis.browser;
  const shadowOf = (element) => {
    try {
      if (element.openOrClosedShadowRoot !== undefined) return element.openOrClosedShadowRoot;
      if (runtime?.dom?.openOrClosedShadowRoot && element instanceof HTMLElement) return runtime.dom.openOrClosedShadowRoot(element);
    } catch {
      // An element that can have none.
    }
    return element.shadowRoot;
  };

  /** Pictures of the page's own server, which perhaps shows them only to whoever is logged in: the address that is shown. */
  const ownAddress = (image) => {
    if (!image?.currentSrc || !image.complete || image.naturalWidth < LEAST || image.naturalHeight < LEAST) return undefined;
    const address = URL.parse?.(image.currentSrc) ?? new URL(image.currentSrc);
    return /^https?:$/.test(address.protocol) && address.origin === location.origin ? image.currentSrc : undefined;
  };

  const isLeftOut = (element, lean) => {
    const name = element.localName;
    if (name === "script") return element.type !== "application/ld+json";
    if (name === "link") return !LINKS.test(element.rel);
    if (name === "meta") return /csrf|token|nonce/i.test(element.name) || /^(refresh|content-security-policy)$/i.test(element.httpEquiv);
    if (name === "source") return Boolean(ownAddress(element.parentElement?.querySelector?.("img")));
    return GONE.has(name) || (lean && (name === "svg" || name === "iframe" || name === "noscript"));
  };

  const copy = (lean) => {
    const paper = document.implementation.createHTMLDocument("");
    const pictures = new Set();
    const root = paper.importNode(document.documentElement, false);
    const work = [[document.documentElement, root]];
    while (work.length > 0) {
      const [from, to] = work.pop();
      const shadow = from.nodeType === Node.ELEMENT_NODE ? shadowOf(from) : null;
      for (const node of shadow ? shadow.childNodes : from.childNodes) put(node, to);
    }
    return { root, pictures: [...pictures] };

    function put(node, to) {
      if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
        to.append(node.data);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || isLeftOut(node, lean)) return;
      if (node.localName === "slot" && node.getRootNode() instanceof ShadowRoot) {
        // What is put into a slot is seen there; its own content only without that.
        const seen = node.assignedNodes();
        for (const one of seen.length > 0 ? seen : node.childNodes) put(one, to);
        return;
      }
      const made = paper.importNode(node, false);
      for (const { name, value } of [...made.attributes]) {
        const isData = /^\s*(data|blob):/i.test(value);
        const tooLong = value.length > (isData ? LONGEST_DATA : LONGEST);
        if (tooLong || /^(on|nonce$|integrity$|srcdoc$|value$|ping$)/i.test(name) || /^\s*blob:/i.test(value) || (lean && name.startsWith("data-"))) {
          made.removeAttribute(name);
        }
      }
      const own = node.localName === "img" && ownAddress(node);
      if (own) {
        for (const name of ["srcset", "sizes", "loading", "data-src", "data-srcset", "data-lazy-src", "data-original"]) made.removeAttribute(name);
        made.setAttribute("src", own);
        if (pictures.size < MOST_PICTURES) pictures.add(own);
      }
      to.append(made);
      work.push([node, made]);
    }
  };

  for (const lean of [false, true]) {
    const { root, pictures } = copy(lean);
    if (document.baseURI !== location.href) {
      const base = root.ownerDocument.createElement("base");
      base.setAttribute("href", document.baseURI);
      (root.querySelector("head") ?? root).prepend(base);
    }
    const html = `<!doctype html>${root.outerHTML}`;
    if (new TextEncoder().encode(html).length <= limit) return { url: location.href, title: document.title, html, pictures };
  }
  return { refused: "large" };
}

/**
 * A picture as the page has it, with the page's own login: `{ media_type, data }` with `data` in Base64; null when it cannot
 * be had within `seconds`, or has more than `most` bytes. What the browser has already is not asked for again.
 */
export async function picture(address, most, seconds) {
  try {
    // The tab may show another page by now.
    if (new URL(address).origin !== location.origin) return null;
    const answer = await fetch(address, { cache: "force-cache", credentials: "same-origin", signal: AbortSignal.timeout(seconds * 1000) });
    if (!answer.ok || new URL(answer.url).origin !== location.origin) return null;
    const file = await answer.blob();
    if (!file.type.startsWith("image/") || file.size > most) return null;
    const reader = new FileReader();
    const read = new Promise((done, fail) => {
      reader.onload = () => done(reader.result);
      reader.onerror = () => fail(reader.error);
    });
    reader.readAsDataURL(file);
    const data = (await read).split(",", 2)[1] ?? "";
    return { media_type: file.type.slice(0, 100), data };
  } catch {
    return null;
  }
}

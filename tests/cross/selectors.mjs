// What rustc does not see in an Objective-C class of ours: whether the protocol has the method, with these types, and
// whether the oldest system we run on has what is used. Read from the bindings' source and from the table below.

/**
 * Since when macOS has what we name of AppKit and Foundation, if that is later than `oldest`; null for what is older. A name
 * that is not here is a fault: look it up (developer.apple.com has it on each page) and add it.
 */
export const since = {
  NSApplication: null, NSArray: null, NSError: null, NSImage: null, NSMenu: null, NSMenuItem: null, NSPasteboard: null,
  NSPasteboardTypeString: null, NSPasteboardTypeURL: null, NSPoint: null, NSPreviewRepresentingActivityItem: 13,
  NSRect: null, NSRectEdge: null, NSSharingContentScope: null, NSSharingService: null, NSSharingServiceDelegate: null,
  NSSharingServicePicker: null, NSSharingServicePickerDelegate: null, NSSize: null, NSString: null, NSURL: null,
  NSView: null, NSWindow: null,
};

/** Methods that came later than their class. */
const later = { standardShareMenuItem: 13 };

/** The text between a bracket at `from` and the one that closes it. */
function inside(text, from) {
  const [open, close] = { "{": "{}", "(": "()" }[text[from]];
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === open) depth++;
    if (text[at] === close && --depth === 0) return text.slice(from + 1, at);
  }
  throw new Error(`nothing closes ${open} at ${from}`);
}

const uncommented = (text) => text.replace(/\/\/.*$/gm, "");

/** `a: A<B, C>, d: D` in two. */
function split(list) {
  const parts = [""];
  let depth = 0;
  for (const c of list) {
    if ("<([".includes(c)) depth++;
    if (">)]".includes(c)) depth--;
    if (c === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

const plain = (type) => type.replace(/\s+/g, "").replace(/,([>)])/g, "$1");

/** Each method of a block that has a selector: the selector, and the types of its arguments and of its answer. */
function methods(block) {
  const found = [];
  for (const match of block.matchAll(/#\[unsafe\(method(?:_id)?\(([^)]+)\)\)\]/g)) {
    const rest = block.slice(match.index + match[0].length);
    const begin = rest.search(/\bfn\s+\w+\s*\(/);
    const open = rest.indexOf("(", begin);
    const list = inside(rest, open);
    const answer = rest.slice(open + list.length + 2).match(/^\s*(?:->\s*([^;{]+?))?\s*[;{]/)?.[1] ?? "()";
    const types = split(list).filter((part) => !/^&(mut\s+)?self$/.test(part) && part !== "self")
      .map((part) => plain(part.slice(part.indexOf(":") + 1)))
      .filter((type) => type !== "MainThreadMarker"); // it exists in Rust only
    found.push({ selector: match[1].trim(), types, answer: plain(answer) });
  }
  return found;
}

/** Protocol -> selector -> method, of the bindings' source. */
export function protocols(source) {
  const all = new Map();
  for (const match of source.matchAll(/extern_protocol!\(/g)) {
    const block = uncommented(inside(source, match.index + match[0].length - 1));
    const name = block.match(/pub unsafe trait (\w+)/)?.[1];
    if (name) all.set(name, new Map(methods(block).map((method) => [method.selector, method])));
  }
  return all;
}

/**
 * What is wrong, one line each; and how many methods were compared.
 * `sources`: our files' texts by name; `bindings`: of protocols(); `messages`: NSMessage of Info.plist.
 */
export function check({ sources, bindings, messages, oldest }) {
  const faults = [];
  const answered = [];
  let compared = 0;
  for (const [file, text] of Object.entries(sources)) {
    const source = uncommented(text);
    for (const match of source.matchAll(/(unsafe )?impl (?:(\w+) for )?(\w+) \{/g)) {
      if (match.index < source.indexOf("define_class!(")) continue;
      const [, , protocol, type] = match;
      const block = inside(source, match.index + match[0].length - 1);
      for (const { selector, types, answer } of methods(block)) {
        compared++;
        const place = `${file}: ${protocol ?? type} ${selector}`;
        if (selector.split(":").length - 1 !== types.length) faults.push(`${place} takes ${selector.split(":").length - 1} arguments, the method ${types.length}`);
        if (!protocol) {
          answered.push(selector);
          continue;
        }
        const known = bindings.get(protocol)?.get(selector);
        if (!known) faults.push(`${place}: the protocol has no such method`);
        else if (`${known.types}` !== `${types}`) faults.push(`${place} takes (${known.types}), the method (${types})`);
        else if (known.answer !== answer) faults.push(`${place} answers ${known.answer}, the method ${answer}`);
      }
    }
    faults.push(...unguarded(file, source, oldest));
  }
  const wanted = messages.map((message) => `${message}:userData:error:`);
  for (const selector of wanted) if (!answered.includes(selector)) faults.push(`Info.plist names ${selector}, which nothing answers`);
  for (const selector of answered) if (!wanted.includes(selector)) faults.push(`${selector} is not in Info.plist`);
  return { faults, compared };
}

/** Names of a later system than the oldest in a function that does not ask for it first, and names nobody looked up. */
function unguarded(file, source, oldest) {
  const faults = [];
  const named = [...source.matchAll(/use objc2_(?:app_kit|foundation)::(?:\{([^}]+)\}|(\w+));/g)]
    .flatMap((match) => (match[1] ?? match[2]).split(",").map((name) => name.trim()).filter(Boolean));
  for (const name of named) if (!(name in since)) faults.push(`${file}: since when is there ${name}? It is not in the table`);
  const late = { ...Object.fromEntries(named.map((name) => [name, since[name]])), ...later };
  for (const match of source.matchAll(/\bfn \w+[^;{]*\{/g)) {
    const body = inside(source, match.index + match[0].length - 1);
    for (const [name, version] of Object.entries(late)) {
      const use = version > oldest ? body.search(new RegExp(`\\b${name}\\b`)) : -1;
      const asked = body.search(new RegExp(`available!\\(macos = ${version}\\.0\\)`));
      if (use >= 0 && (asked < 0 || asked > use)) faults.push(`${file}: ${name} is of macOS ${version}, and nobody asked for that`);
    }
  }
  return faults;
}

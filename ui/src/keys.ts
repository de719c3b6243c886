// From key presses to actions: chords like "shift+s", and sequences like "g a".

/** A press as the actions table writes it: "j", "shift+s", "mod+k", "shift+space", "?". Null for a modifier alone. */
export function chordOf(event: KeyboardEvent): string | null {
  const { key } = event;
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead", "Process", "Unidentified"].includes(key)) return null;
  if (event.altKey) return null;
  const mod = event.ctrlKey || event.metaKey;
  const name = nameOf(event);
  // "?" and its like already say that Shift was held; letters and named keys do not.
  const shift = event.shiftKey && key !== "+" && (name.length > 1 || /[a-z]/u.test(name));
  return `${mod ? "mod+" : ""}${shift ? "shift+" : ""}${name}`;
}

function nameOf({ key, code }: KeyboardEvent): string {
  if (key === " ") return "space";
  // The sign that joins the parts of a chord cannot be one.
  if (key === "+") return "plus";
  // On a Cyrillic, Greek or Arabic layout the key where j is stays j.
  const place = /^Key([A-Z])$/u.exec(code)?.[1];
  if (key.length === 1 && key.charCodeAt(0) > 127 && place) return place.toLowerCase();
  return key.toLowerCase();
}

/** Milliseconds in which the second key of a sequence has to follow. */
const PATIENCE = 1500;

/** Follows presses and tells which of the known key strings has been completed. */
export class KeyReader {
  private first: { chord: string; at: number } | null = null;

  constructor(private readonly known: ReadonlySet<string>) {}

  /** `done`: this key string is complete. `waiting`: it begins one. `none`: it means nothing. */
  press(chord: string, now: number): { kind: "done"; keys: string } | { kind: "waiting" } | { kind: "none" } {
    const first = this.first;
    this.first = null;
    if (first && now - first.at <= PATIENCE) {
      const keys = `${first.chord} ${chord}`;
      if (this.known.has(keys)) return { kind: "done", keys };
    }
    if (this.known.has(chord)) return { kind: "done", keys: chord };
    for (const keys of this.known) {
      if (keys.startsWith(`${chord} `)) {
        this.first = { chord, at: now };
        return { kind: "waiting" };
      }
    }
    return { kind: "none" };
  }
}

/** Where the focus is, as far as keys are concerned. */
export type Ground = "page" | "field" | "control" | "overlay";

/** Keys typed into a field or meant for a dialog or menu are not for the window. */
export function groundOf(target: EventTarget | null): Ground {
  const element = elementOf(target);
  if (!element) return "page";
  if (element.closest("[role=dialog], [role=alertdialog], [role=menu]")) return "overlay";
  if (element.closest("input, textarea, select, [contenteditable='true']")) return "field";
  if (element.closest("button, a[href], summary, [role=separator]")) return "control";
  return "page";
}

// The target may come from the article frame, whose Element is another realm's: no instanceof.
function elementOf(target: EventTarget | null): Element | null {
  const node = target as Node | null;
  return node && node.nodeType === 1 ? (node as Element) : null;
}

/** Whether a chord acts although the focus is on `ground`. */
export function passes(chord: string, ground: Ground): boolean {
  switch (ground) {
    case "page": return true;
    // Space and Enter press the button; arrows belong to whoever has the focus.
    case "control": return !["space", "shift+space", "enter", "arrowup", "arrowdown", "arrowleft", "arrowright"].includes(chord);
    case "field": return chord === "mod+k" || chord === "escape";
    case "overlay": return false;
  }
}

const SIGNS: Record<string, string> = {
  mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl",
  shift: "Shift", plus: "+", space: "Space", escape: "Esc", arrowdown: "↓", arrowup: "↑", arrowleft: "←", arrowright: "→", enter: "Enter",
};

/** Key strings as caps to be drawn: "g a" gives [["G"], ["A"]], "mod+k" gives [["Ctrl", "K"]]. */
export function capsOf(keys: string): string[][] {
  return keys.split(" ").map((chord) => chord.split("+").map((part) => SIGNS[part] ?? part.toUpperCase()));
}

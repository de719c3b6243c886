// The small box beside a reference, with its note in it. It is drawn inside the frame: what an article says stays there.
import { contentOf, type Notes } from "./notes";
import { words } from "../words";

/** Pixels between the reference and its box, and between the box and the text's edges. */
const GAP = 6;

export class NoteBox {
  private box: HTMLElement | null = null;
  private from: HTMLElement | null = null;

  constructor(private readonly page: Document, private readonly notes: Notes, private readonly reveal: (element: Element) => void) {}

  /** Shows the note of a reference; a second time takes it away. */
  open(reference: Element, note: Element): void {
    const again = this.from === reference;
    this.close();
    if (again) return;
    const box = this.page.createElement("aside");
    box.className = "note-box";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", words.note(reference.textContent?.replace(/[[\]()\s]/gu, "") ?? ""));
    box.append(contentOf(note, this.notes.back));
    const go = this.page.createElement("button");
    go.type = "button";
    go.className = "note-go";
    go.textContent = words.toNote;
    go.addEventListener("click", () => {
      this.close();
      this.reveal(note);
    });
    box.append(go);
    this.page.body.append(box);
    this.box = box;
    this.from = reference as HTMLElement;
    this.place(reference, box);
    box.focus({ preventScroll: true });
  }

  /** Takes it away, with the focus back on the reference. Whether there was one. */
  close(): boolean {
    const { box, from } = this;
    if (!box) return false;
    const held = box.contains(this.page.activeElement);
    box.remove();
    this.box = this.from = null;
    if (held) from?.focus({ preventScroll: true });
    return true;
  }

  holds(element: Element | null): boolean {
    return element !== null && (this.box?.contains(element) ?? false);
  }

  /** Under its reference, or over it where the text ends. */
  private place(reference: Element, box: HTMLElement): void {
    const at = reference.getBoundingClientRect();
    const body = this.page.body.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = Math.max(0, Math.min(at.left - body.left + at.width / 2 - width / 2, body.width - width));
    const under = at.bottom - body.top + GAP;
    const top = under + height > body.height ? Math.max(0, at.top - body.top - height - GAP) : under;
    // Through the CSSOM, which the frame's policy leaves to us.
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
  }
}

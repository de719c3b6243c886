// What happens in the article frame when it is pointed at, clicked and typed into. Nothing runs in there: these are
// listeners of the window's own, and all they do is ask the window.
import { linkOf } from "./document";
import { picturesIn } from "./figures";
import { NoteBox } from "./noteBox";
import { headingNamed, notesIn } from "./notes";

/** What the window does for the frame. Places are in pixels of the frame. */
export interface Asks {
  /** Opens an address outside. */
  follow(address: string): void;
  /** Tells where the link under the pointer or the focus leads; null for none. */
  hint(address: string | null): void;
  /** Opens the menu of a link. */
  menu(address: string, x: number, y: number): void;
  /** Opens a picture large, by its place among those of the text. */
  enlarge(at: number): void;
  /** Brings a part of the text into sight. */
  reveal(element: Element): void;
}

export function behave(page: Document, asks: Asks): void {
  const notes = notesIn(page.body);
  const pictures = picturesIn(page.body);
  const box = new NoteBox(page, notes, (element) => asks.reveal(element));

  for (const picture of pictures) {
    picture.tabIndex = 0;
    picture.setAttribute("role", "button");
    picture.classList.add("opens");
    // Nobody said how large it is: room for most photographs is kept until it comes.
    if (!picture.complete && !picture.hasAttribute("width")) picture.classList.add("coming");
  }
  for (const reference of notes.note.keys()) reference.setAttribute("role", "doc-noteref");
  for (const link of notes.back.keys()) link.setAttribute("role", "doc-backlink");
  scrollable(page);

  const activate = (event: MouseEvent): void => {
    const target = event.target as Element | null;
    if (event.button === 2) return;
    const at = pictures.findIndex((picture) => picture === target);
    if (at >= 0 && event.button === 0) {
      event.preventDefault();
      return asks.enlarge(at);
    }
    const link = target?.closest?.("a, area");
    if (!link) {
      if (!box.holds(target)) box.close();
      return;
    }
    event.preventDefault();
    if (event.button === 0 && inside(link)) return;
    const address = linkOf(link);
    if (address !== null) asks.follow(address);
  };

  /** A link to a part of this text. Whether it was one. */
  function inside(link: Element): boolean {
    const note = notes.note.get(link);
    if (note) {
      box.open(link, note);
      return true;
    }
    const place = notes.back.get(link) ?? (link.getAttribute("href")?.includes("#") ? headingNamed(link, page.body) : null);
    if (!place) return false;
    box.close();
    asks.reveal(place);
    if (notes.back.has(link)) (place as HTMLElement).focus({ preventScroll: true });
    return true;
  }

  page.addEventListener("click", activate);
  page.addEventListener("auxclick", activate);
  page.addEventListener("submit", (event) => event.preventDefault());
  page.addEventListener("dragstart", (event) => event.preventDefault());
  page.addEventListener("keydown", (event) => {
    const at = pictures.findIndex((picture) => picture === event.target);
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      asks.enlarge(at);
    } else if (event.key === "Escape" && box.close()) event.preventDefault();
  });
  const lead = (event: Event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    asks.hint(link && !notes.note.has(link) && !notes.back.has(link) ? linkOf(link) : null);
  };
  page.addEventListener("pointerover", lead);
  page.addEventListener("focusin", lead);
  page.addEventListener("focusout", () => asks.hint(null));
  page.documentElement.addEventListener("pointerleave", () => asks.hint(null));
  page.addEventListener("contextmenu", (event) => {
    const address = linkOf(event.target);
    // Over a selection the system's own menu copies it.
    if (address === null || page.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    asks.menu(address, event.clientX, event.clientY);
  });
}

/** What scrolls sideways by itself has to be reachable by keys. */
function scrollable(page: Document): void {
  for (const wide of page.querySelectorAll<HTMLElement>("pre, table")) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.tabIndex = 0;
  }
}

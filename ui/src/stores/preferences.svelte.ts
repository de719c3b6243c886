// What the reader has set: kept in the library, so that every face of it looks alike.
import type { Backend } from "../backend/backend";
import type { Settings } from "../backend/generated/Settings";

/** Percent of the size everything has by itself. Browsers have the same steps. */
const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200];
const ZOOM_KEPT = "standfirst.zoom";

/** What holds until the library has been asked. */
const UNTOLD: Settings = {
  theme: "system", textSize: 18, typeface: "serif", width: "medium", spacing: "normal", justify: false, cite: true,
  refreshMinutes: 30, unreadOnly: false, savedOrder: "newest", proxy: "", pictureLimitMb: 2048, savedOffline: true, folding: true,
  keepRunning: false, tray: true, quietFrom: "", quietUntil: "",
};

/** The sizes of an article's text, in CSS pixels; the library keeps to the same bounds. */
export const SMALLEST_TEXT = 14;
export const LARGEST_TEXT = 28;

/** The attributes that tokens.css sets an article by. */
export function lookOf({ theme, typeface, width, spacing, justify }: Settings): Record<string, string> {
  return { theme, typeface, width, spacing, justify: String(justify) };
}

export class Preferences {
  now = $state.raw<Settings>(UNTOLD);
  /** The size of everything in this window, in percent. A matter of the screen, so it stays in the window's own storage. */
  zoom = $state(100);
  /** What the library has. */
  private kept = this.now;

  constructor(private readonly backend: Backend) {
    const kept = Number(localStorage.getItem(ZOOM_KEPT));
    this.put(ZOOMS.includes(kept) ? kept : 100);
  }

  /** One step larger or smaller, or back to how it was. */
  zoomBy(step: 1 | -1 | 0): void {
    const at = ZOOMS.indexOf(this.zoom);
    this.put((step === 0 ? 100 : ZOOMS[at + step]) ?? this.zoom);
    localStorage.setItem(ZOOM_KEPT, String(this.zoom));
  }

  /** Whether there is a further step. */
  canZoom(step: 1 | -1): boolean {
    return ZOOMS[ZOOMS.indexOf(this.zoom) + step] !== undefined;
  }

  async load(): Promise<void> {
    this.kept = await this.backend.call("settings", {});
    this.now = this.kept;
  }

  /** Changes some of it; the rest stays. What the library made of it is what counts. */
  async change(part: Partial<Settings>): Promise<void> {
    this.show(part);
    await this.keep();
  }

  /** Shows a change that is not made yet, such as a slider's on its way. `change` keeps where it ends. */
  show(part: Partial<Settings>): void {
    this.now = { ...this.now, ...part };
  }

  /** Every measure of the window is in rem, the panes' breaks among them: they follow the root. */
  private put(zoom: number): void {
    this.zoom = zoom;
    // Written here and not in an effect: the article's frame reads the outcome in one of its own.
    document.documentElement.style.fontSize = zoom === 100 ? "" : `${zoom}%`;
  }

  private async keep(): Promise<void> {
    const sent = this.now;
    try {
      this.kept = await this.backend.call("set_settings", { settings: sent });
      // What was changed since is on its way too.
      if (this.now === sent) this.now = this.kept;
    } catch (thrown) {
      if (this.now === sent) this.now = this.kept;
      throw thrown;
    }
  }
}

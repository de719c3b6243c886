// Times as a newspaper says them: how long ago for what is fresh, a date for the rest.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "now", "5 min", "3 h", "Tue", "4 Mar", "4 Mar 2023". Empty for what is no time. */
export function shortTime(iso: string, now: Date): string {
  const then = new Date(iso);
  const age = now.getTime() - then.getTime();
  if (Number.isNaN(age)) return "";
  // Feeds from the future are mostly clocks that go fast.
  if (age < MINUTE && age > -DAY) return "now";
  if (age >= 0 && age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age >= 0 && age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age >= 0 && age < 6 * DAY) return then.toLocaleDateString("en-GB", { weekday: "short" });
  const sameYear = then.getFullYear() === now.getFullYear();
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** "Thursday, 5 June 2025 at 09:12", in the reader's time zone. Empty for what is no time. */
export function longTime(iso: string): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "";
  return then.toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** "Monday, 24 November": the date line of the paper. */
export function dateLine(now: Date): string {
  return now.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

/** "just now", "5 min ago", "3 h ago", "on Tue", "on 4 Mar". Empty for what is no time. */
export function ago(iso: string, now: Date): string {
  const short = shortTime(iso, now);
  if (short === "now") return "just now";
  return /\d (min|h)$/u.test(short) ? `${short} ago` : short && `on ${short}`;
}

/** "in 5 min", "in 3 h", "on Tue 09:12", "on 4 Mar 09:12"; null for what has passed or is no time. */
export function ahead(iso: string, now: Date): string | null {
  const wait = new Date(iso).getTime() - now.getTime();
  if (Number.isNaN(wait) || wait <= 0) return null;
  if (wait < HOUR) return `in ${Math.max(1, Math.round(wait / MINUTE))} min`;
  return wait < DAY ? `in ${Math.round(wait / HOUR)} h` : `on ${momentOf(iso, now)}`;
}

/** When something was, to the minute and no longer than a column: "09:12" today, "Tue 09:12", "4 Mar 09:12", "4 Mar 2023". */
export function momentOf(iso: string, now: Date): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "";
  const clock = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return clock;
  if (then.getFullYear() !== now.getFullYear()) return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  const near = Math.abs(now.getTime() - then.getTime()) < 6 * DAY;
  return `${then.toLocaleDateString("en-GB", near ? { weekday: "short" } : { day: "numeric", month: "short" })} ${clock}`;
}

/** "4 March 2025": a day in a sentence. Empty for what is no time. */
export function dayOf(iso: string): string {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? "" : then.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** "84 ms", "1.2 s", "30 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${ms < 9950 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`;
}

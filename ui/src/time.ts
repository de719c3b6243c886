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

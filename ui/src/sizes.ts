// Sizes of files, for people.

/** "48 MB", "1.2 GB". */
export function bytes(count: number): string {
  const unit = count >= 1e9 ? "gigabyte" : count >= 1e6 ? "megabyte" : "kilobyte";
  const by = { gigabyte: 1e9, megabyte: 1e6, kilobyte: 1e3 }[unit];
  return (count / by).toLocaleString("en", { style: "unit", unit, maximumFractionDigits: unit === "gigabyte" ? 1 : 0 });
}

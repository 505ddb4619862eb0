export interface Sort {
  key: string;
  direction: "ascending" | "descending";
}

/** What a click on a heading makes of the order: figures begin with the largest, names with A; a second click turns it round. */
export function nextSort(sort: Sort | null, key: string, isNumber: boolean): Sort {
  if (sort?.key !== key) return { key, direction: isNumber ? "descending" : "ascending" };
  return { key, direction: sort.direction === "ascending" ? "descending" : "ascending" };
}

/** The rows in order. What has no value comes last, whichever way the order goes; equal rows stay as they came. */
export function sorted<T>(
  rows: readonly T[],
  sort: Sort | null,
  value: ((row: T) => number | string | null) | undefined,
): readonly T[] {
  if (sort === null || value === undefined) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    return sign * compare(left, right);
  });
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "string" || typeof b === "string" ? String(a).localeCompare(String(b), "en") : a - b;
}

/**
 * The same thing found on several pages, once: a page covers some thousand spans, and the next ones say the same again.
 */
export function addUp<T>(items: readonly T[], keyOf: (item: T) => string, join: (a: T, b: T) => T): T[] {
  const known = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = known.get(key);
    known.set(key, before === undefined ? item : join(before, item));
  }
  return [...known.values()];
}

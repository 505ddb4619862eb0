/** A condition of the query language. A value is put in quotes unless it is a plain word, so that none can say anything else. */
export function term(field: string, value: string): string {
  return `${field}:${quoted(value)}`;
}

export function quoted(value: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(value) && !/^(?:and|or|not)$/i.test(value)
    ? value
    : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Several conditions that all must hold. */
export function every(...terms: (string | null)[]): string {
  return terms.filter((text) => text !== null && text !== "").join(" ");
}

const fields: Readonly<Record<string, string>> = { environment: "env" };

/** A condition on what the roll-ups tell apart; the query language calls one of them otherwise. */
export function termOf(dimension: string, value: string): string {
  return term(fields[dimension] ?? dimension, value);
}

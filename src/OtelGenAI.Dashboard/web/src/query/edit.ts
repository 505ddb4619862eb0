/** Cuts a query into its terms at spaces outside of quotes and brackets. What is not closed is one term up to the end. */
export function termsOf(query: string): string[] {
  const terms: string[] = [];
  let begin = -1;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < query.length; at++) {
    const character = query[at] as string;
    if (isQuoted && character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth++;
    else if (!isQuoted && character === ")") depth--;
    if (/\s/.test(character) && !isQuoted && depth <= 0) {
      if (begin >= 0) terms.push(query.slice(begin, at));
      begin = -1;
    } else if (begin < 0) begin = at;
  }
  if (begin >= 0) terms.push(query.slice(begin));
  return terms;
}

export function hasTerm(query: string, term: string): boolean {
  return termsOf(query).includes(term);
}

/** Adds a condition to a query, or takes it away again. One that is added holds for all of the query, alternatives included. */
export function toggleTerm(query: string, term: string): string {
  const terms = termsOf(query);
  if (terms.includes(term)) return terms.filter((other) => other !== term).join(" ");
  const isAlternative = terms.some((other) => other.toLowerCase() === "or");
  return [isAlternative ? `(${query.trim()})` : query.trim(), term].filter((text) => text !== "").join(" ");
}

/** Whether a query looks for words, besides whatever else it asks for. */
export function hasWords(query: string): boolean {
  return termsOf(query).some((term) => {
    if (/^(?:and|or|not)$/i.test(term)) return false;
    const inner = /^\w*\((.*)\)$/s.exec(term)?.[1];
    if (inner !== undefined) return hasWords(inner);
    return term.startsWith('"') || !/[:<>=[]/.test(term);
  });
}

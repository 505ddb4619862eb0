/**
 * The beginning of a text, at most so many characters and lines. Text only a little longer is left whole: a button
 * that reveals three words is a nuisance.
 */
export function shorten(text: string, characters: number, lines: number): string {
  let end = text.length > characters * 1.2 ? characters : text.length;
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf("\n", at + 1);
    if (at < 0 || at >= end) return cleanCut(text, end);
  }
  end = at;
  return cleanCut(text, end);
}

/** Not between the two halves of a character outside the basic plane, such as an emoji. */
function cleanCut(text: string, end: number): string {
  const last = text.charCodeAt(end - 1);
  const isHalf = end < text.length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? end - 1 : end);
}

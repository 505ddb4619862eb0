export interface Piece {
  kind: "key" | "string" | "number" | "word";
  text: string;
}

const token = /("(?:[^"\\]|\\.)*"?)(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** Splits printed JSON, possibly cut off, into what is coloured and what is not. The pieces joined are the text. */
export function colourJson(json: string): (string | Piece)[] {
  const pieces: (string | Piece)[] = [];
  let done = 0;
  for (const match of json.matchAll(token)) {
    const text = match[1] ?? match[0];
    if (match.index > done) pieces.push(json.slice(done, match.index));
    pieces.push({ kind: kindOf(match), text });
    done = match.index + text.length;
  }
  if (done < json.length) pieces.push(json.slice(done));
  return pieces;
}

function kindOf(match: RegExpMatchArray): Piece["kind"] {
  if (match[1] !== undefined) return match[2] === undefined ? "string" : "key";
  return /^[-\d]/.test(match[0]) ? "number" : "word";
}

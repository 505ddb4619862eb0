import type { TextHit } from "../api/contract";
import "./find.css";

/** Words with what stands around them, on one line. */
export function Snippet({ hit }: { hit: TextHit }) {
  return (
    <span className="said" dir="auto" title={`${hit.before}${hit.match}${hit.after}`}>
      {lastOf(hit.before)}
      <mark>{hit.match}</mark>
      {hit.after}
    </span>
  );
}

/** What stands before the words gives way, or they would be off the line. */
const before = 40;

function lastOf(text: string): string {
  return text.length <= before ? text : `…${text.slice(-before).replace(/^[\udc00-\udfff]/, "")}`;
}

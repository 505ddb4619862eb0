import type { DiffLine } from "../api/contract";
import { plural } from "../format/number";

const marks: Record<DiffLine["kind"], string> = { same: " ", removed: "−", added: "+", skipped: "⋯" };

/** What changed in a text, line by line. */
export function DiffLines({ title, lines }: { title: string; lines: DiffLine[] }) {
  return (
    <figure className="diff" data-testid="diff">
      <figcaption>{title}</figcaption>
      <pre>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <span key={index} className="diff-line" data-kind={line.kind}>
            {marks[line.kind]} {line.kind === "skipped" ? plural(Number(line.text), "line") : line.text}
            {"\n"}
          </span>
        ))}
      </pre>
    </figure>
  );
}

import { useState } from "react";
import type { Attributes } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { plainValue } from "../format/json";
import { LongText } from "./LongText";

interface Props {
  attributes: Attributes;
  /** Off for the few attributes of a resource or an event. */
  isSearchable?: boolean;
}

export function AttributeTable({ attributes, isSearchable = true }: Props) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const entries = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, plainValue(value)] as const);
  const shown = entries.filter(
    ([key, value]) => wanted === "" || key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  );

  if (entries.length === 0) return <p className="dim">No attributes.</p>;
  return (
    <div className="attributes">
      {isSearchable && (
        <input
          type="search"
          value={text}
          placeholder="Filter by name or value"
          aria-label="Filter attributes"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <dl>
        {shown.map(([key, value]) => (
          <div key={key} className="attribute" data-long={isLong(value)}>
            <dt>{key}</dt>
            <dd>
              <LongText text={value} shownCharacters={600} shownLines={20} />
            </dd>
            <dd>
              <CopyButton text={value} what={key} />
            </dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p className="dim">No attribute contains “{text}”.</p>}
    </div>
  );
}

function isLong(value: string): boolean {
  return value.length > 160 || value.includes("\n");
}

import { useState } from "react";
import type { UsageGroup } from "../api/contract";
import { formatCost, formatCount, formatShare, plural } from "../format/number";
import { Link } from "../routing/Link";

const measures = {
  cost: { title: "Cost", of: (group: UsageGroup) => group.costUsd, text: formatCost },
  tokens: { title: "Tokens", of: (group: UsageGroup): number | null => group.totalTokens, text: countText },
  calls: { title: "Model calls", of: (group: UsageGroup): number | null => group.calls, text: countText },
  errors: { title: "Failed spans", of: (group: UsageGroup): number | null => group.errors, text: countText },
};

type Measure = keyof typeof measures;

interface Props {
  /** What is ranked: "user". */
  what: string;
  groups: readonly UsageGroup[];
  hrefOf(name: string): string;
}

/** They may be thousands, of which lines over time show a few: the largest of them, with their share of all. */
export function Ranking({ what, groups, hrefOf }: Props) {
  const [chosen, setChosen] = useState<Measure>("cost");
  const measure = measures[chosen];
  const named = groups.flatMap((group) => {
    const name = group.key[what] ?? null;
    return name === null ? [] : [{ name, value: measure.of(group) }];
  });
  const all = groups.reduce((sum, group) => sum + (measure.of(group) ?? 0), 0);
  const ranked = named.sort((a, b) => (b.value ?? -1) - (a.value ?? -1)).slice(0, 50);
  const largest = ranked[0]?.value ?? 0;
  return (
    <section aria-label={`The largest by ${what}`}>
      <div className="legend">
        <label className="labelled">
          <span className="dim">The largest by</span>
          <select value={chosen} onChange={(event) => setChosen(event.target.value as Measure)}>
            {(Object.keys(measures) as Measure[]).map((name) => (
              <option key={name} value={name}>
                {measures[name].title}
              </option>
            ))}
          </select>
        </label>
        <span className="dim">
          the first {formatCount(ranked.length)} of {plural(named.length, what)}
        </span>
      </div>
      <ol className="ranking">
        {ranked.map(({ name, value }) => (
          <li key={name} data-testid="ranked">
            <Link href={hrefOf(name)}>{name}</Link>
            <span className="ranking-bar" aria-hidden="true">
              <span style={{ width: `${largest > 0 ? ((value ?? 0) / largest) * 100 : 0}%` }} />
            </span>
            <span className="number">{value === null ? "—" : measure.text(value)}</span>
            <span className="number dim">{formatShare(value ?? 0, all)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function countText(value: number | null): string {
  return formatCount(value ?? 0);
}

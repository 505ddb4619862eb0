import { useMemo, useState } from "react";
import { getTrace } from "../api/calls";
import type { Trace } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { formatCount } from "../format/number";
import { Link } from "../routing/Link";
import { compareUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { buildSpanTree } from "../trace/spanTree";
import { AlignedTree } from "./AlignedTree";
import { alignTraces } from "./alignTraces";
import { ChooseTrace } from "./ChooseTrace";
import { countDifferences, isDifferent, onlyDifferent } from "./differences";
import { PairPanel } from "./PairPanel";
import { Totals } from "./Totals";
import "./compare.css";

interface Props {
  left: string | null;
  right: string | null;
}

/** Two runs beside each other: what differs in calls, prompts, tokens, cost and time. */
export function ComparePage({ left, right }: Props) {
  const { answer, error, retry } = useAnswer(`${left} ${right}`, (signal) =>
    Promise.all([left === null ? null : getTrace(left, signal), right === null ? null : getTrace(right, signal)]),
  );
  const [a, b] = answer ?? [null, null];
  return (
    <ListPage
      title="Compare"
      controls={
        left !== null &&
        right !== null && (
          <Link className="button" href={compareUrl(right, left)}>
            Swap sides
          </Link>
        )
      }
    >
      {error !== null && <ErrorNotice error={error} what="traces" onRetry={retry} />}
      {error === null && answer === null && <p className="loading late">Loading traces…</p>}
      {error === null && answer !== null && (a === null || b === null) && (
        <ChooseTrace left={left} right={right} known={a ?? b} />
      )}
      {error === null && a !== null && b !== null && <Comparison a={a} b={b} />}
    </ListPage>
  );
}

function Comparison({ a, b }: { a: Trace; b: Trace }) {
  const [isAllShown, setIsAllShown] = useState(false);
  const [selected, setSelected] = useState<number | null>(null);
  const trees = useMemo(() => [buildSpanTree(a.spans), buildSpanTree(b.spans)] as const, [a, b]);
  const all = useMemo(() => alignTraces(...trees), [trees]);
  const rows = useMemo(() => (isAllShown ? all : onlyDifferent(all, ...trees)), [all, isAllShown, trees]);
  const counts = useMemo(() => countDifferences(...trees), [trees]);
  const different = useMemo(() => all.filter((row) => isDifferent(row, ...trees)).length, [all, trees]);
  const row = selected === null ? undefined : rows[selected];

  return (
    <>
      <Totals left={a.summary} right={b.summary} />
      {counts.length > 0 && (
        <ul className="step-counts" aria-label="Steps that one run has more of">
          {counts.slice(0, 8).map((count) => (
            <li key={count.step} className="chip">
              {count.step}: {formatCount(count.left)} → {formatCount(count.right)}
            </li>
          ))}
        </ul>
      )}
      <div className="compare-tools">
        <span>
          {different === 0
            ? "Every step is the same on both sides, in outcome, model and tokens."
            : `${formatCount(different)} of ${formatCount(all.length)} steps differ.`}
        </span>
        <button
          type="button"
          aria-pressed={isAllShown}
          onClick={() => {
            setIsAllShown(!isAllShown);
            setSelected(null);
          }}
        >
          Show all steps
        </button>
      </div>
      <div className="compare-split">
        <AlignedTree rows={rows} left={trees[0]} right={trees[1]} selected={selected} onSelect={setSelected} />
        {row !== undefined && (
          <PairPanel
            key={`${row.left} ${row.right}`}
            leftId={a.summary.traceId}
            rightId={b.summary.traceId}
            left={row.left === null ? null : (a.spans[row.left] ?? null)}
            right={row.right === null ? null : (b.spans[row.right] ?? null)}
          />
        )}
      </div>
    </>
  );
}

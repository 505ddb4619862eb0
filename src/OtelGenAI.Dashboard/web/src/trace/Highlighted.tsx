import type { ReactNode } from "react";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, formatShare } from "../format/number";
import type { Contributor, Highlights } from "./highlights";
import { QuestionAndAnswer } from "./QuestionAndAnswer";
import type { SpanTree } from "./spanTree";

interface Props {
  tree: SpanTree;
  highlights: Highlights;
  traceId: string;
  onSelect(index: number): void;
}

/** The run in a few lines: what was asked and answered, what failed, where the time and the tokens went. */
export function Highlighted({ tree, highlights, traceId, onSelect }: Props) {
  const cause = highlights.causes[0];
  const { mostTime, mostTokens, mostCost } = highlights;
  return (
    <div className="highlights">
      <QuestionAndAnswer traceId={traceId} spanCount={tree.spans.length} />
      <div className="highlight-cards">
        {cause !== undefined && (
          <Card label="Failed at" tone="error" name={nameOf(tree, cause)} onClick={() => onSelect(cause)}>
            {tree.spans[cause]?.errorType ?? "error"}
            {highlights.causes.length > 1 && ` · ${highlights.causes.length - 1} more`}
          </Card>
        )}
        {mostTime !== null && tree.spans.length > 1 && (
          <Card label="Most time" name={groupName(tree, mostTime)} onClick={() => onSelect(mostTime.index)}>
            {formatDuration(mostTime.sum)} · {shareOfRun(mostTime.sum, tree.durationMs)}
          </Card>
        )}
        {mostTokens !== null && (
          <Card label="Most tokens" name={groupName(tree, mostTokens)} onClick={() => onSelect(mostTokens.index)}>
            {formatCompact(mostTokens.sum)}
          </Card>
        )}
        {mostCost !== null && (
          <Card label="Most cost" name={groupName(tree, mostCost)} onClick={() => onSelect(mostCost.index)}>
            {formatCost(mostCost.sum)}
          </Card>
        )}
      </div>
    </div>
  );
}

interface CardProps {
  label: string;
  name: string;
  tone?: "plain" | "error";
  onClick(): void;
  children: ReactNode;
}

function Card({ label, name, tone = "plain", onClick, children }: CardProps) {
  return (
    <button type="button" className={`highlight ${tone}`} onClick={onClick} title={`Show ${name}`}>
      <span className="highlight-label">{label}</span>
      <span className="highlight-name">{name}</span>
      <span className="highlight-figure">{children}</span>
    </button>
  );
}

function nameOf(tree: SpanTree, index: number): string {
  return tree.spans[index]?.name ?? "";
}

/** Steps that ran side by side can be busy for longer than the run took; a percentage of it would only puzzle. */
function shareOfRun(sumMs: number, runMs: number): string {
  return sumMs > runMs ? "in parallel" : formatShare(sumMs, runMs);
}

function groupName(tree: SpanTree, group: Contributor): string {
  return group.count === 1 ? nameOf(tree, group.index) : `${nameOf(tree, group.index)} ×${formatCount(group.count)}`;
}

import { memo } from "react";
import type { SpanNode } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, plural } from "../format/number";
import { describeFlag, describeShift } from "./flags";
import { KindBadge } from "./KindBadge";
import { isPlaceholder } from "./spanTree";

interface Props {
  span: SpanNode;
  index: number;
  row: number;
  top: number;
  depth: number;
  hasChildren: boolean;
  isCollapsed: boolean;
  hiddenErrors: number;
  /** The error only came up from below, so the row is marked more quietly than the one that failed. */
  hasErrorsBelow: boolean;
  hiddenSpans: number;
  /** It is, or leads to, what failed first. */
  isOnWayToError: boolean;
  /** The service differs from the parent's, which is where a reader wants to know it. */
  isOtherService: boolean;
  left: number;
  width: number;
  startOffsetMs: number;
  /** Part of its time that was on the critical path, null when nobody asks. */
  critical: number | null;
  isSelected: boolean;
  /** Selected only in place of a span inside its closed subtree. */
  isStandIn: boolean;
  onSelect(index: number): void;
  onToggle(index: number): void;
}

const indentPx = 14;
/** Deeper rows are no further to the right, or their names would leave the column; they say their depth instead. */
const deepest = 10;

export const SpanRow = memo(function SpanRow(props: Props) {
  const { span, index, depth, isCollapsed, onSelect, onToggle } = props;
  const isFailed = span.status === "error";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid handles the keys of its rows (useTreeKeys)
    <div
      id={`row-${index}`}
      className="tree-columns span-row"
      role="row"
      aria-level={depth + 1}
      aria-rowindex={props.row + 1}
      aria-selected={props.isSelected}
      aria-expanded={props.hasChildren ? !isCollapsed : undefined}
      data-testid="span-row"
      data-span-id={span.spanId}
      data-depth={span.depth}
      data-kind={span.kind}
      data-failed={isFailed}
      data-cause={isFailed && !props.hasErrorsBelow}
      data-error-path={props.isOnWayToError}
      data-stand-in={props.isStandIn}
      data-placeholder={isPlaceholder(span)}
      data-critical={props.critical === null ? undefined : props.critical > 0}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => onSelect(index)}
    >
      <span role="gridcell" className="t-span" style={{ paddingLeft: Math.min(depth, deepest) * indentPx }}>
        {props.hasChildren ? (
          <button
            type="button"
            className="twist"
            tabIndex={-1}
            aria-label={`${isCollapsed ? "Expand" : "Collapse"} ${span.name}`}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(index);
            }}
          >
            <span aria-hidden="true">{isCollapsed ? "▸" : "▾"}</span>
          </button>
        ) : (
          <span className="twist" />
        )}
        {depth > deepest && (
          <span className="dim deep" title={`Depth ${depth}`}>
            {depth}
          </span>
        )}
        <KindBadge kind={span.kind} />
        <span className="span-name" title={span.name}>
          {span.name}
        </span>
        {isFailed && (
          <span className="error-chip" title={span.errorType ?? "error"}>
            {shortType(span.errorType)}
          </span>
        )}
        {isCollapsed && (
          <span className={props.hiddenErrors > 0 ? "error-text hidden-count" : "dim hidden-count"}>
            {props.hiddenErrors > 0
              ? `${plural(props.hiddenErrors, "error")} inside`
              : `+${formatCount(props.hiddenSpans)}`}
          </span>
        )}
        <FlagMark flags={rowFlags(span)} />
        {props.isOtherService && (
          <span className="span-service" title={`service ${span.service}`}>
            {span.service}
          </span>
        )}
      </span>
      <span role="gridcell" className="t-model" title={modelTitle(span)}>
        {span.responseModel ?? span.requestModel ?? ""}
      </span>
      <TokensCell span={span} />
      <CostCell span={span} />
      <span role="gridcell" className="t-duration number">
        {formatDuration(span.durationMs)}
      </span>
      <span role="gridcell" className="t-bar" title={barTitle(span, props.startOffsetMs)}>
        <span className="bar" data-kind={span.kind} style={{ left: `${props.left}%`, width: `${props.width}%` }} />
      </span>
    </div>
  );
});

/** A step that makes no call itself shows the sum of those below it; what it reports about them is in the panel. */
function TokensCell({ span }: { span: SpanNode }) {
  const isReported = span.flags.includes("reported_tokens");
  const { subtree } = span;
  if ((span.tokens === null || isReported) && subtree !== undefined && subtree.inputTokens + subtree.outputTokens > 0) {
    return (
      <span role="gridcell" className="t-tokens number dim" title={`sum of ${plural(subtree.calls, "call")} below it`}>
        Σ {formatCompact(subtree.inputTokens)} → {formatCompact(subtree.outputTokens)}
      </span>
    );
  }
  if (span.tokens === null) return <span role="gridcell" className="t-tokens" />;
  const { input, output } = span.tokens;
  return (
    <span
      role="gridcell"
      className={isReported ? "t-tokens number dim" : "t-tokens number"}
      title={isReported ? describeFlag("reported_tokens").meaning : "input → output tokens"}
    >
      {input === null ? "?" : formatCompact(input)}
      {output !== null && (
        <>
          <span className="dim"> → </span>
          {formatCompact(output)}
        </>
      )}
    </span>
  );
}

function CostCell({ span }: { span: SpanNode }) {
  if (span.costUsd !== null) {
    return (
      <span role="gridcell" className="t-cost number">
        {formatCost(span.costUsd)}
      </span>
    );
  }
  const sum = span.subtree?.costUsd ?? null;
  return (
    <span role="gridcell" className="t-cost number dim" title={sum === null ? undefined : "sum of the calls below it"}>
      {sum === null ? "" : formatCost(sum)}
    </span>
  );
}

function barTitle(span: SpanNode, startOffsetMs: number): string {
  const parts = [`starts after ${formatDuration(startOffsetMs)}, lasts ${formatDuration(span.durationMs)}`];
  if (span.selfMs < span.durationMs) parts.push(`${formatDuration(span.selfMs)} itself`);
  const criticalMs = span.subtree?.criticalMs ?? span.criticalMs;
  if (criticalMs > 0) parts.push(`${formatDuration(criticalMs)} on the critical path`);
  if (span.shiftMs !== undefined) parts.push(describeShift(span.shiftMs));
  return parts.join(", ");
}

function modelTitle(span: SpanNode): string | undefined {
  const models = [span.requestModel, span.responseModel].filter((model) => model !== null);
  return models.length === 0 ? undefined : [...new Set(models)].join(" → ");
}

/** That something is odd about a span; what it is, the tooltip and the panel say. */
function FlagMark({ flags }: { flags: string[] }) {
  if (flags.length === 0) return null;
  const meanings = flags.map((flag) => `${describeFlag(flag).label}: ${describeFlag(flag).meaning}`).join("\n");
  return (
    <span className="flag-mark" role="img" aria-label={meanings} title={meanings}>
      <svg viewBox="0 0 16 16" width="12" height="12" fill="currentColor" aria-hidden="true">
        <path d="M3 1.5h1.4V15H3zM5 2h8.5l-2.2 3.2 2.2 3.3H5z" />
      </svg>
    </span>
  );
}

/** Reported tokens are told by the token column, which shows them dimmed. */
function rowFlags(span: SpanNode): string[] {
  return span.flags.length === 0 ? span.flags : span.flags.filter((flag) => flag !== "reported_tokens");
}

/** System.TimeoutException → TimeoutException; the whole name is in the tooltip and the panel. */
function shortType(errorType: string | null): string {
  return errorType?.split(".").at(-1) || "error";
}

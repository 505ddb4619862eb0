import type { ReactNode } from "react";
import type { SpanDetail, SpanNode, Subtree, Tokens } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { formatDuration } from "../format/duration";
import { formatCost, formatCount, plural } from "../format/number";
import { describeFlag, describeShift } from "../trace/flags";
import { KindBadge } from "../trace/KindBadge";

interface Props {
  span: SpanNode;
  /** Null while it is loading; everything but the error's message is known without it. */
  detail: SpanDetail | null;
  startOffsetMs: number;
}

export function SpanHeader({ span, detail, startOffsetMs }: Props) {
  const hasOwnTime = span.selfMs < span.durationMs * 0.995;
  return (
    <header className="span-header">
      <div className="span-title">
        <KindBadge kind={span.kind} />
        <h2 title={span.name}>{span.name}</h2>
        <span className="span-id mono">
          {span.spanId} <CopyButton text={span.spanId} what="span id" />
        </span>
      </div>
      {span.status === "error" && (
        <div className="span-error" role="note">
          <strong>{span.errorType ?? "Error"}</strong>
          <span>{detail === null ? "…" : (detail.statusMessage ?? "No message was recorded.")}</span>
        </div>
      )}
      <dl className="facts small">
        <Fact name="Duration">
          {formatDuration(span.durationMs)}
          {hasOwnTime && (
            <span className="dim" title="time in which no child span was running">
              {" "}
              ({formatDuration(span.selfMs)} itself)
            </span>
          )}
        </Fact>
        <Fact name="Starts after">{formatDuration(startOffsetMs)}</Fact>
        {models(span) !== null && <Fact name="Model">{models(span)}</Fact>}
        {span.provider !== null && <Fact name="Provider">{span.provider}</Fact>}
        {span.tokens !== null && (
          <Fact name={span.flags.includes("reported_tokens") ? "Tokens (reported)" : "Tokens"}>
            {tokensText(span.tokens)}
          </Fact>
        )}
        {span.subtree !== undefined && span.subtree.calls > 0 && span.kind !== "llm" && (
          <Fact name="Below it" title="Model calls that count, each once.">
            {subtreeText(span.subtree)}
          </Fact>
        )}
        {(span.costUsd !== null || span.kind === "llm") && (
          <Fact name="Cost" title={span.costUsd === null ? "not priced yet" : `$${span.costUsd}`}>
            {formatCost(span.costUsd)}
            {typeof span.reportedCostUsd === "number" && (
              <span className="dim" title="what the client reported">
                {" "}
                ({formatCost(span.reportedCostUsd)} reported)
              </span>
            )}
          </Fact>
        )}
        {typeof span.serviceTier === "string" && <Fact name="Service tier">{span.serviceTier}</Fact>}
        {span.agentName !== null && <Fact name="Agent">{span.agentName}</Fact>}
        {span.toolName !== null && <Fact name="Tool">{span.toolName}</Fact>}
        {span.service !== null && <Fact name="Service">{span.service}</Fact>}
      </dl>
      {span.shiftMs !== undefined && (
        <p className="span-flags" role="note">
          It is {describeShift(span.shiftMs)}, so that it can be seen where it ran. Its times are as they were sent.
        </p>
      )}
      {span.flags.length > 0 && (
        <ul className="span-flags">
          {span.flags.map((flag) => (
            <li key={flag}>
              <span className="flag">{describeFlag(flag).label}</span> {describeFlag(flag).meaning}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function subtreeText(sum: Subtree): string {
  const parts = [
    plural(sum.calls, "call"),
    `${formatCount(sum.inputTokens)} → ${formatCount(sum.outputTokens)} tokens`,
    ...(sum.costUsd === null ? [] : [formatCost(sum.costUsd)]),
    ...(sum.unpricedCalls > 0 ? [`${formatCount(sum.unpricedCalls)} unpriced`] : []),
    ...(sum.errors > 0 ? [plural(sum.errors, "error")] : []),
  ];
  return parts.join(" · ");
}

function models(span: SpanNode): string | null {
  const { requestModel, responseModel } = span;
  if (requestModel === null || responseModel === null || requestModel === responseModel)
    return responseModel ?? requestModel;
  return `${requestModel} → ${responseModel}`;
}

/** "4,161 in (2,560 cached) → 297 out (64 reasoning)": the brackets are parts of the figure before them. */
function tokensText(tokens: Tokens): string {
  const input = side(tokens.input, "in", [
    [tokens.cacheRead, "cached"],
    [tokens.cacheWrite, "cache write"],
    [tokens.cacheWrite1h ?? null, "of it for an hour"],
    [tokens.audioInput ?? null, "audio"],
    [tokens.imageInput ?? null, "images"],
  ]);
  const output = side(tokens.output, "out", [
    [tokens.reasoning, "reasoning"],
    [tokens.audioOutput ?? null, "audio"],
    [tokens.imageOutput ?? null, "images"],
  ]);
  return [input, output].filter((text) => text !== null).join(" → ");
}

function side(count: number | null, name: string, parts: [number | null, string][]): string | null {
  if (count === null) return null;
  const some = parts.flatMap(([part, label]) => (part ? [`${formatCount(part)} ${label}`] : []));
  return `${formatCount(count)} ${name}${some.length > 0 ? ` (${some.join(", ")})` : ""}`;
}

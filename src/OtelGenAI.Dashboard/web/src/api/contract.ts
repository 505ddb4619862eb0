/**
 * What the server says, word for word (design.md §6). Times are RFC 3339 with sub-second digits, ids lower-case hex,
 * money in USD, durations in milliseconds.
 */

export type Status = "unset" | "ok" | "error";

export const kinds = [
  "llm",
  "embedding",
  "retrieval",
  "rerank",
  "tool",
  "agent",
  "workflow",
  "guardrail",
  "evaluator",
  "memory",
  "mcp",
  "prompt",
  "span",
] as const;

export type Kind = (typeof kinds)[number];

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Attributes = Record<string, Json>;

export interface TraceSummary {
  traceId: string;
  name: string;
  startTime: string;
  durationMs: number;
  spanCount: number;
  errorCount: number;
  status: Status;
  /** Includes what was read from and written to the cache; the cache figures are parts of it. */
  inputTokens: number;
  /** Includes reasoning. */
  outputTokens: number;
  totalTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  /** Of the cache writes, those for an hour; they cost more. */
  cacheWrite1hTokens: number;
  audioInputTokens: number;
  audioOutputTokens: number;
  imageInputTokens: number;
  imageOutputTokens: number;
  /** Null until the trace has been priced: unknown is never $0. */
  costUsd: number | null;
  /** Calls whose model has no price; they are missing from `costUsd`. */
  unpricedCalls: number;
  models: string[];
  services: string[];
  sessionId: string | null;
  userId: string | null;
  tags: string[];
  environment: string | null;
  release: string | null;
  /** Version of the prompts, agents or chains that ran. */
  version: string | null;
  metadata: Record<string, Json>;
  scores: TraceScore[];
  flags: string[];
  /** How many there are; absent when nobody has looked since the trace changed last. */
  findings?: Record<Severity, number>;
  /** Retention leaves it alone. */
  pinned: boolean;
}

/** What evaluations of one name found about a trace. */
export interface TraceScore {
  name: string;
  /** The mean of their scores; null where there are only labels. */
  value: number | null;
  /** The last one's score in words. */
  label: string | null;
  count: number;
}

export interface TracePage {
  items: TraceSummary[];
  /** Cursor of the page with older traces, null on the last one. */
  next: string | null;
  /** What it took to find them; only where a query was asked. */
  search?: Search;
}

export interface Search {
  /** How much of a trace had to be read; payloads take longest. */
  reads: "lines" | "spans" | "payloads";
  examined: number;
  /** The time was over before the page was full; the cursor is where the search goes on. */
  ranOutOfTime: boolean;
}

export interface Tokens {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  /** Of the cache writes, those for an hour; they cost more. */
  cacheWrite1h?: number | null;
  reasoning: number | null;
  audioInput?: number | null;
  audioOutput?: number | null;
  imageInput?: number | null;
  imageOutput?: number | null;
}

export interface SpanNode {
  spanId: string;
  parentSpanId: string | null;
  depth: number;
  name: string;
  kind: Kind;
  operation: string | null;
  startTime: string;
  durationMs: number;
  status: Status;
  errorType: string | null;
  provider: string | null;
  requestModel: string | null;
  responseModel: string | null;
  tokens: Tokens | null;
  costUsd: number | null;
  /** What the client reported; shown beside. */
  reportedCostUsd?: number | null;
  serviceTier?: string | null;
  agentName: string | null;
  toolName: string | null;
  service: string | null;
  /** What a span that is not GenAI does; absent for all others. */
  infra?: "http" | "db" | "messaging" | "rpc";
  flags: string[];
  /** How far from its true time it is drawn; a flag says why. Absent when it is drawn where it says. */
  shiftMs?: number;
  /** Time in which none of its children ran. */
  selfMs: number;
  /** How long it was itself on the critical path of the trace. */
  criticalMs: number;
  /** It and everything below it, summed up; absent when nothing is below it. */
  subtree?: Subtree;
}

/** Sums by the rules of the trace's own: model calls that count, each once. */
export interface Subtree {
  spans: number;
  calls: number;
  errors: number;
  durationMs: number;
  criticalMs: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  costUsd: number | null;
  unpricedCalls: number;
}

/** Spans in tree order: depth first, parents before their children. */
export interface Trace {
  summary: TraceSummary;
  spans: SpanNode[];
  /** Null when nobody has looked since the trace changed last; asking for the findings is looking. */
  findings: Record<Severity, number> | null;
  /** The first of the log records that name no span. */
  logs: LogLine[];
}

export interface LogLine {
  time: string;
  /** Null for an ordinary record. */
  eventName: string | null;
  /** As the source calls it. */
  severity: string | null;
  /** OTLP's number: 1 to 4 trace, then debug, info, warn, error, and 21 to 24 fatal; 0 when nobody said. */
  severityNumber: number;
  body: Json;
  attributes: Attributes;
}

/** The result of an evaluation. */
export interface Score {
  name: string;
  /** Null where there is only a label. */
  value: number | null;
  label: string | null;
  explanation: string | null;
  /** Why there is no score. */
  errorType: string | null;
  time: string;
  /** Where it was read: events[0] or logs[2] of the span, or "trace". */
  source: string;
}

/** Why the totals of a trace are what they are. */
export interface TraceCost {
  /** By the prices in force; null when no call has a price. */
  costUsd: number | null;
  unpricedCalls: number;
  /** As lists show it: by the prices when its calls arrived, or of the last repricing. */
  storedCostUsd: number | null;
  storedPriceTable: string | null;
  priceTable: string;
  tokens: Tokens | null;
  /** The calls that were added up. */
  calls: CountedCall[];
  /** The spans that report tokens and were not added up. */
  ignored: IgnoredSpan[];
}

export interface CountedCall {
  spanId: string;
  name: string;
  provider: string | null;
  model: string | null;
  tokens: Tokens | null;
  costUsd: number | null;
  /** The arithmetic with its price row, the tier, and what the client reported. */
  explain: Explanation[];
}

export interface IgnoredSpan {
  spanId: string;
  name: string;
  kind: Kind;
  tokens: Tokens | null;
  because: string;
}

export type Severity = "error" | "warning" | "info";

/** Something about a run that a rule found. */
export interface Finding {
  rule: string;
  severity: Severity;
  title: string;
  explanation: string;
  /** Spans that show it, the first to look at first. */
  spanIds: string[];
}

export interface FindingPage {
  /** What matters most first, then by time. */
  items: Finding[];
  /** False when the payload of the trace is too large and only its beginning was looked at. */
  isWhole: boolean;
}

export interface DiffLine {
  kind: "same" | "removed" | "added" | "skipped";
  /** The line; of skipped ones how many. */
  text: string;
}

export interface ToolChange {
  change: "added" | "removed" | "changed";
  name: string;
  lines: DiffLine[];
}

export interface ServedBy {
  spanId: string;
  kind: Kind;
  name: string;
  service: string | null;
  durationMs: number;
  errorType: string | null;
}

export interface TurnToolCall {
  id: string;
  name: string;
  arguments: Json;
  result: Json;
  /** Whether a later turn of the model was told the result. */
  isAnswered: boolean;
  hasFailed: boolean;
  /** The execution, and the MCP calls and agents below it, the outermost first. */
  servedBy: ServedBy[];
}

/** A step of a run with only what is new in it. */
export interface Turn {
  spanId: string;
  name: string;
  kind: Kind;
  agent: string;
  startTime: string;
  durationMs: number;
  status: Status;
  errorType: string | null;
  model: string | null;
  finishReasons: string | null;
  tokens: Tokens | null;
  costUsd: number | null;
  content: "captured" | "cut_off" | "missing";
  cutOff: string[];
  system: string | null;
  systemChanges: DiffLine[];
  toolChanges: ToolChange[];
  /** Messages of its input that turns before show. */
  repeated: number;
  /** Messages of the turn before that its input has no more. */
  forgotten: number;
  messages: { isOutput: boolean; message: Message }[];
  toolCalls: TurnToolCall[];
  documents: Json;
}

export interface Transcript {
  traceId: string;
  turns: Turn[];
  missingTurns: number;
  cutOffTurns: number;
  isWhole: boolean;
}

/** A part of a message. Types the conventions will add later keep their `type` and are shown as JSON. */
export interface Part {
  type: string;
  [field: string]: Json | undefined;
}

export interface Message {
  role: string;
  name?: string | null;
  finishReason?: string | null;
  parts: Part[];
}

export interface SpanEvent {
  name: string;
  time: string;
  attributes: Attributes;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

export interface Resource {
  attributes: Attributes;
  schemaUrl: string | null;
}

export interface InstrumentationScope {
  name: string;
  version: string | null;
  attributes: Attributes;
  schemaUrl: string | null;
}

/** Why a field has its value: which rule read it from which attribute. */
export interface Explanation {
  field: string;
  value: Json;
  because: string;
}

export interface SpanDetail extends SpanNode {
  traceId: string;
  spanKind: "internal" | "server" | "client" | "producer" | "consumer" | "unspecified";
  /** The retention rule that dropped what the span said; null while it is there. */
  payloadDroppedBy: string | null;
  statusMessage: string | null;
  input: Message[] | null;
  output: Message[] | null;
  systemInstructions: Part[] | null;
  toolDefinitions: Json;
  toolArguments: Json;
  toolResult: Json;
  documents: Json;
  /** What of this a length limit of the client left only the beginning of. */
  cutOff: string[];
  /** The client says that it left out parts to keep to its own limit. */
  isTruncated: boolean;
  attributes: Attributes;
  resource: Resource;
  scope: InstrumentationScope;
  events: SpanEvent[];
  links: SpanLink[];
  logs: LogLine[];
  scores: Score[];
  explain: Explanation[];
}

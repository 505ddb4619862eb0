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
  scores: Json[];
  flags: string[];
  /** Retention leaves it alone. */
  pinned: boolean;
}

export interface TracePage {
  items: TraceSummary[];
  /** Cursor of the page with older traces, null on the last one. */
  next: string | null;
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
  flags: string[];
}

/** Spans in tree order: depth first, parents before their children. */
export interface Trace {
  summary: TraceSummary;
  spans: SpanNode[];
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
  attributes: Attributes;
  resource: Resource;
  scope: InstrumentationScope;
  events: SpanEvent[];
  links: SpanLink[];
  logs: Json[];
  scores: Json[];
  explain: Explanation[];
}

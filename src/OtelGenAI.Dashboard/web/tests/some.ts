import type { SpanDetail, SpanNode, Subtree, Tokens, TraceSummary, UsageGroup } from "../src/api/contract";

/** Builders for the parts of a test that are not its point. */

export const startMs = Date.UTC(2026, 10, 20, 8, 0, 0);

export function traceId(number: number): string {
  return number.toString(16).padStart(32, "0");
}

export function spanId(number: number): string {
  return number.toString(16).padStart(16, "0");
}

export function span(number: number, over: Partial<SpanNode> = {}): SpanNode {
  return {
    spanId: spanId(number),
    parentSpanId: null,
    depth: 0,
    name: `span ${number}`,
    kind: "agent",
    operation: null,
    startTime: new Date(startMs).toISOString(),
    durationMs: 100,
    status: "unset",
    errorType: null,
    provider: null,
    requestModel: null,
    responseModel: null,
    tokens: null,
    costUsd: null,
    reportedCostUsd: null,
    serviceTier: null,
    agentName: null,
    toolName: null,
    service: "api",
    flags: [],
    selfMs: 100,
    criticalMs: 0,
    ...over,
  };
}

export function tokens(over: Partial<Tokens> = {}): Tokens {
  return {
    input: null,
    output: null,
    cacheRead: null,
    cacheWrite: null,
    cacheWrite1h: null,
    reasoning: null,
    audioInput: null,
    audioOutput: null,
    imageInput: null,
    imageOutput: null,
    ...over,
  };
}

/** Sums of no call. */
export function usage(over: Partial<UsageGroup> = {}): UsageGroup {
  return {
    key: {},
    count: 0,
    errors: 0,
    errorRate: 0,
    calls: 0,
    inputTokens: 0,
    outputTokens: 0,
    totalTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    cacheWrite1hTokens: 0,
    reasoningTokens: 0,
    audioInputTokens: 0,
    audioOutputTokens: 0,
    imageInputTokens: 0,
    imageOutputTokens: 0,
    costUsd: null,
    unpricedCalls: 0,
    durationMs: null,
    timeToFirstChunkMs: null,
    ...over,
  };
}

export const subtree: Subtree = {
  spans: 2,
  calls: 0,
  errors: 0,
  durationMs: 100,
  criticalMs: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  costUsd: null,
  unpricedCalls: 0,
};

/** A span that starts so many milliseconds after the trace. */
export function timed(number: number, depth: number, atMs: number, durationMs: number, over: Partial<SpanNode> = {}) {
  return span(number, {
    depth,
    durationMs,
    selfMs: durationMs,
    startTime: new Date(startMs + atMs).toISOString(),
    ...over,
  });
}

export function detail(node: SpanNode, over: Partial<SpanDetail> = {}): SpanDetail {
  return {
    ...node,
    traceId: traceId(1),
    spanKind: "internal",
    payloadDroppedBy: null,
    statusMessage: null,
    input: null,
    output: null,
    systemInstructions: null,
    toolDefinitions: null,
    toolArguments: null,
    toolResult: null,
    documents: null,
    cutOff: [],
    isTruncated: false,
    attributes: {},
    resource: { attributes: {}, schemaUrl: null },
    scope: { name: "test", version: null, attributes: {}, schemaUrl: null },
    events: [],
    links: [],
    logs: [],
    scores: [],
    explain: [],
    ...over,
  };
}

export function summary(number: number, over: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId: traceId(number),
    name: `run ${number}`,
    startTime: new Date(startMs + number * 1000).toISOString(),
    durationMs: 1_500,
    spanCount: 3,
    errorCount: 0,
    status: "unset",
    inputTokens: 0,
    outputTokens: 0,
    totalTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    cacheWrite1hTokens: 0,
    audioInputTokens: 0,
    audioOutputTokens: 0,
    imageInputTokens: 0,
    imageOutputTokens: 0,
    costUsd: null,
    unpricedCalls: 0,
    priceTable: null,
    models: [],
    services: [],
    sessionId: null,
    userId: null,
    tags: [],
    environment: null,
    release: null,
    version: null,
    metadata: {},
    scores: [],
    flags: [],
    pinned: false,
    ...over,
  };
}

import { askFor, type TimeRange } from "../range/timeRange";
import type { Json } from "./contract";
import { getJson } from "./request";
import type { Page } from "./usage";

export interface SpanExample {
  traceId: string;
  spanId: string;
}

export interface UnpricedModel {
  provider: string | null;
  model: string | null;
  reason: "no_price" | "no_tokens" | "no_model";
  calls: number;
  inputTokens: number;
  outputTokens: number;
  firstSeen: string;
  lastSeen: string;
  example: SpanExample;
  /** A row for the file of prices; null where a price would not help. */
  row: Json;
}

export interface UnpricedPage extends Page<UnpricedModel> {
  traces: number;
  priceTable: string;
}

export interface UnmappedAttribute {
  service: string | null;
  attribute: string;
  source: "span" | "resource";
  spans: number;
  types: string[];
  lastSeen: string;
  /** Finds the traces that have it. */
  query: string;
}

export interface UnmappedPage extends Page<UnmappedAttribute> {
  /** Attributes that were not counted apart, because there were too many different ones. */
  uncounted: number;
  /** False where a range was asked for: it is whole days of arrival. */
  isExact: boolean;
}

export interface ConventionFinding {
  level: "violation" | "improvement" | "information";
  rule: string;
  service: string;
  attribute: string;
  message: string;
  successor: string | null;
  count: number;
  example: SpanExample;
}

export interface ConventionPage extends Page<ConventionFinding> {
  checkedSpans: number;
  genAISpans: number;
  notListed: number;
}

function pathOf(list: string, range: TimeRange, cursor: string | null): string {
  const parameters = new URLSearchParams({ limit: "1000" });
  askFor(parameters, range, Date.now());
  if (cursor !== null) parameters.set("cursor", cursor);
  return `/api/v1/${list}?${parameters}`;
}

export function getUnpriced(range: TimeRange, cursor: string | null, signal: AbortSignal): Promise<UnpricedPage> {
  return getJson(pathOf("unpriced", range, cursor), signal);
}

export function getUnmapped(range: TimeRange, cursor: string | null, signal: AbortSignal): Promise<UnmappedPage> {
  return getJson(pathOf("unmapped", range, cursor), signal);
}

export function getConventionFindings(
  range: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ConventionPage> {
  return getJson(pathOf("findings/conventions", range, cursor), signal);
}

import type { Message } from "../src/api/contract";
import { buildTrace, type Example, type ExampleTrace } from "./spanBuilder.ts";

const question =
  "I need to be in Lisbon on 4 December before noon and back in Hamburg on the 7th, at most 420 €. Please book the hotel near the conference too.";

const instructions = `You are the planner of a travel desk. Work in small steps and call one tool at a time.

Rules:
1. Never book without the price in euros being below the traveller's limit.
2. Prefer direct flights; a connection of more than 3 hours needs the traveller's consent.
3. Ask the hotel agent for rooms; do not search hotels yourself.
4. Answer in the language of the question, in at most six sentences, with the confirmation codes in a list.

${"Context of the company's travel policy, chapter 4: economy class within Europe; rail below 4 hours; receipts within 14 days. ".repeat(24)}`;

const user: Message = { role: "user", parts: [{ type: "text", content: question }] };
const callFlights: Message = {
  role: "assistant",
  finishReason: "tool_calls",
  parts: [
    {
      type: "reasoning",
      content: "Morning arrival is the hard constraint. Search HAM→LIS arriving before 12:00, then the return.",
    },
    {
      type: "tool_call",
      id: "call_f1",
      name: "search_flights",
      arguments: { from: "HAM", to: "LIS", date: "2026-12-04", arriveBefore: "12:00", maxPriceEur: 420 },
    },
  ],
};
const flights = {
  offers: [
    { id: "TP557", departs: "06:05", arrives: "08:40", priceEur: 188.4, direct: true },
    { id: "LH1166", departs: "05:55", arrives: "10:35", priceEur: 214.1, direct: false, via: "FRA" },
  ],
};
const flightsResult: Message = {
  role: "tool",
  parts: [{ type: "tool_call_response", id: "call_f1", response: flights }],
};
const callHotel: Message = {
  role: "assistant",
  finishReason: "tool_calls",
  parts: [
    {
      type: "tool_call",
      id: "call_h1",
      name: "hotel_agent",
      arguments: '{"city":"Lisbon","near":"Centro de Congressos","nights":3}',
    },
  ],
};
const hotelResult: Message = {
  role: "tool",
  parts: [
    {
      type: "tool_call_response",
      id: "call_h1",
      response: "Hotel Vila Galé Ópera, 3 nights, 141.00 € in total, 300 m from the venue. Code VG-88213.",
    },
  ],
};
const answer: Message = {
  role: "assistant",
  finishReason: "stop",
  parts: [
    {
      type: "text",
      content:
        "You arrive in Lisbon on 4 December at 08:40 with TP 557 (188.40 €, direct) and fly back on the 7th at 18:20 with TP 566.\nThe hotel is 300 m from the venue. Together 417.80 €, within your limit.\n\n- Flights: TPX4L2\n- Hotel: VG-88213",
    },
  ],
};

const tools = [
  {
    type: "function",
    name: "search_flights",
    description: "Flights of one day, cheapest first.",
    parameters: {
      type: "object",
      properties: { from: { type: "string" }, to: { type: "string" }, date: { type: "string", format: "date" } },
    },
  },
  {
    type: "function",
    name: "hotel_agent",
    description: "Hands over to the agent that books hotels.",
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
];

const chat = { operation: "chat", provider: "openai", requestModel: "gpt-4o", responseModel: "gpt-4o-2024-11-20" };
const http: Pick<Example, "kind" | "spanKind"> = { kind: "span", spanKind: "client" };

/** A planner that searches over MCP and hands over to a second agent; two services besides its own take part. */
export function travelTrace(traceId: string, startMs: number): ExampleTrace {
  const examples: Example[] = [
    { depth: 0, kind: "span", name: "POST /assistant/messages", at: 0, durationMs: 9_412.75, spanKind: "server" },
    {
      depth: 1,
      kind: "agent",
      name: "invoke_agent travel-planner",
      at: 6.2,
      durationMs: 9_399.1,
      operation: "invoke_agent",
      provider: "openai",
      agentName: "travel-planner",
      requestModel: "gpt-4o",
      tokens: { input: 8_912, output: 486, cacheRead: 4_608, cacheWrite: null, reasoning: 128 },
      flags: ["reported_tokens"],
      input: [user],
      output: [answer],
      systemInstructions: [{ type: "text", content: instructions }],
    },
    {
      depth: 2,
      kind: "memory",
      name: "search_memory traveller-profile",
      at: 8.4,
      durationMs: 41.2,
      operation: "search_memory",
    },
    { depth: 3, ...http, name: "SELECT traveller", at: 9.1, durationMs: 11.07 },
    {
      depth: 2,
      kind: "guardrail",
      name: "guardrail prompt-injection",
      at: 50.3,
      durationMs: 122.9,
      status: "ok",
      attributes: { "gen_ai.guardrail.verdict": "pass", "gen_ai.guardrail.score": 0.02 },
    },
    {
      depth: 2,
      kind: "llm",
      name: "chat gpt-4o",
      at: 175,
      durationMs: 1_803.4,
      ...chat,
      tokens: { input: 2_140, output: 131, cacheRead: 0, cacheWrite: null, reasoning: 64 },
      costUsd: 0.00666,
      input: [user],
      output: [callFlights],
      systemInstructions: [{ type: "text", content: instructions }],
      toolDefinitions: tools,
      events: [
        {
          name: "gen_ai.first_token",
          time: new Date(startMs + 601).toISOString(),
          attributes: { "gen_ai.ttft_ms": 426 },
        },
      ],
    },
    { depth: 3, ...http, name: "POST", at: 176.8, durationMs: 1_799.2 },
    {
      depth: 2,
      kind: "tool",
      name: "execute_tool search_flights",
      at: 1_981,
      durationMs: 1_212.6,
      operation: "execute_tool",
      toolName: "search_flights",
      toolArguments: callFlights.parts[1]?.arguments ?? null,
      toolResult: flights,
    },
    { depth: 3, kind: "mcp", name: "tools/call search_flights", at: 1_984.2, durationMs: 1_206.3, spanKind: "client" },
    {
      depth: 4,
      kind: "mcp",
      name: "tools/call search_flights",
      at: 1_991.5,
      durationMs: 1_190.8,
      spanKind: "server",
      service: "flights-mcp",
      toolName: "search_flights",
      toolArguments: callFlights.parts[1]?.arguments ?? null,
      toolResult: flights,
    },
    { depth: 5, ...http, name: "GET /v2/offers", at: 1_999, durationMs: 640.1, service: "flights-mcp" },
    { depth: 5, ...http, name: "GET /v2/prices", at: 2_004, durationMs: 1_171.4, service: "flights-mcp" },
    {
      depth: 5,
      kind: "rerank",
      name: "rerank offers",
      at: 3_177.2,
      durationMs: 3.914,
      service: "flights-mcp",
      requestModel: "offer-ranker-2",
    },
    {
      depth: 2,
      kind: "llm",
      name: "chat gpt-4o",
      at: 3_196,
      durationMs: 1_121.8,
      ...chat,
      tokens: { input: 2_611, output: 58, cacheRead: 2_048, cacheWrite: null, reasoning: 0 },
      costUsd: 0.00455,
      input: [user, callFlights, flightsResult],
      output: [callHotel],
      systemInstructions: [{ type: "text", content: instructions }],
      toolDefinitions: tools,
    },
    { depth: 3, ...http, name: "POST", at: 3_197.5, durationMs: 1_118.9 },
    {
      depth: 2,
      kind: "tool",
      name: "execute_tool hotel_agent",
      at: 4_320,
      durationMs: 3_098.3,
      operation: "execute_tool",
      toolName: "hotel_agent",
      toolArguments: callHotel.parts[0]?.arguments ?? null,
      toolResult: hotelResult.parts[0]?.response ?? null,
    },
    {
      depth: 3,
      kind: "agent",
      name: "invoke_agent hotel-desk",
      at: 4_331,
      durationMs: 3_081.6,
      operation: "invoke_agent",
      service: "hotel-desk",
      agentName: "hotel-desk",
      provider: "anthropic",
      requestModel: "claude-sonnet-4-5",
      tokens: { input: 1_920, output: 142, cacheRead: 1_024, cacheWrite: 512, reasoning: null },
      flags: ["reported_tokens", "clock_skew"],
    },
    {
      depth: 4,
      kind: "retrieval",
      name: "retrieve hotels",
      at: 4_340,
      durationMs: 210.4,
      service: "hotel-desk",
      operation: "retrieve",
      documents: [
        { id: "h-1", score: 0.91, content: "Hotel Vila Galé Ópera, Travessa do Conde da Ponte" },
        { id: "h-2", score: 0.74, content: "Pestana Palace Lisboa, Rua Jau 54" },
      ],
    },
    {
      depth: 5,
      kind: "embedding",
      name: "embeddings text-embedding-3-small",
      at: 4_342,
      durationMs: 88.1,
      service: "hotel-desk",
      operation: "embeddings",
      provider: "openai",
      requestModel: "text-embedding-3-small",
      tokens: { input: 14, output: null, cacheRead: null, cacheWrite: null, reasoning: null },
      costUsd: 0.00000028,
    },
    {
      depth: 5,
      ...http,
      name: "POST /collections/hotels/points/query",
      at: 4_432,
      durationMs: 116.2,
      service: "hotel-desk",
    },
    {
      depth: 4,
      kind: "llm",
      name: "chat claude-sonnet-4-5",
      at: 4_552,
      durationMs: 2_590.2,
      service: "hotel-desk",
      operation: "chat",
      provider: "anthropic",
      requestModel: "claude-sonnet-4-5",
      responseModel: "claude-sonnet-4-5-20250929",
      tokens: { input: 1_920, output: 142, cacheRead: 1_024, cacheWrite: 512, reasoning: null },
      costUsd: 0.00703,
    },
    { depth: 5, ...http, name: "POST /v1/messages", at: 4_553, durationMs: 2_586, service: "hotel-desk" },
    {
      depth: 4,
      kind: "tool",
      name: "execute_tool book_room",
      at: 7_150,
      durationMs: 255,
      service: "hotel-desk",
      operation: "execute_tool",
      toolName: "book_room",
      toolArguments: { hotel: "h-1", nights: 3 },
      toolResult: { code: "VG-88213", totalEur: 141 },
    },
    {
      depth: 2,
      kind: "llm",
      name: "chat gpt-4o",
      at: 7_424,
      durationMs: 1_902,
      ...chat,
      tokens: { input: 4_161, output: 297, cacheRead: 2_560, cacheWrite: null, reasoning: 64 },
      costUsd: 0.01017,
      input: [user, callFlights, flightsResult, callHotel, hotelResult],
      output: [answer],
      systemInstructions: [{ type: "text", content: instructions }],
      toolDefinitions: tools,
    },
    { depth: 3, ...http, name: "POST", at: 7_425.1, durationMs: 1_899.4 },
    {
      depth: 2,
      kind: "evaluator",
      name: "evaluate faithfulness",
      at: 9_330,
      durationMs: 68.2,
      status: "ok",
      scores: [
        {
          name: "faithfulness",
          value: 0.94,
          label: "faithful",
          explanation: "Every price in the answer is in a tool result.",
          errorType: null,
          time: new Date(startMs + 9_000).toISOString(),
          source: "logs[1]",
        },
      ],
      logs: [
        {
          time: new Date(startMs + 8_100).toISOString(),
          eventName: null,
          severity: "WARN",
          severityNumber: 13,
          body: "The answer is longer than the page shows; it will be folded.",
          attributes: { "code.function.name": "render" },
        },
        {
          time: new Date(startMs + 9_000).toISOString(),
          eventName: "gen_ai.evaluation.result",
          severity: null,
          severityNumber: 0,
          body: { score: 0.94, judged: ["prices", "dates"] },
          attributes: {},
        },
      ],
    },
  ];
  return buildTrace(traceId, startMs, examples, {
    sessionId: "conv-4711",
    userId: "ute@example.com",
    tags: ["travel", "eu"],
  });
}

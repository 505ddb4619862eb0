import type { Message } from "../src/api/contract";
import { buildTrace, type Example, type ExampleTrace } from "./spanBuilder.ts";

const user: Message = {
  role: "user",
  parts: [{ type: "text", content: "Where is my order 88-1204? It should have come on Monday." }],
};
const call: Message = {
  role: "assistant",
  finishReason: "tool_calls",
  parts: [{ type: "tool_call", id: "toolu_01", name: "get_order", arguments: { orderId: "88-1204" } }],
};
const failure: Message = {
  role: "tool",
  parts: [
    {
      type: "tool_call_response",
      id: "toolu_01",
      response: { error: "upstream timed out after 5000 ms", retryable: true },
    },
  ],
};
/** What an attacker would put into a prompt or an answer. It must arrive on screen as these characters. */
const hostile: Message = {
  role: "assistant",
  finishReason: "stop",
  parts: [
    {
      type: "text",
      content: `I could not reach the order system. <img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\n[click](javascript:alert(1))`,
    },
  ],
};

export function failedTrace(traceId: string, startMs: number): ExampleTrace {
  const chat = {
    operation: "chat",
    provider: "anthropic",
    requestModel: "claude-sonnet-4-5",
    responseModel: "claude-sonnet-4-5-20250929",
    service: "support-bot",
  };
  const tool = (at: number, attempt: number): Example => ({
    depth: 2,
    kind: "tool",
    name: "execute_tool get_order",
    at,
    durationMs: 5_011.2,
    service: "support-bot",
    operation: "execute_tool",
    toolName: "get_order",
    status: "error",
    errorType: "System.TimeoutException",
    statusMessage: `The request to orders-api timed out after 5000 ms (attempt ${attempt} of 2).`,
    toolArguments: { orderId: "88-1204", includeHistory: false },
    events: [
      {
        name: "exception",
        time: new Date(startMs + at + 5_011).toISOString(),
        attributes: {
          "exception.type": "System.TimeoutException",
          "exception.message": "The request to orders-api timed out after 5000 ms.",
          "exception.stacktrace":
            "System.TimeoutException: The request to orders-api timed out after 5000 ms.\n   at Support.Orders.OrderClient.GetAsync(String id, CancellationToken ct) in OrderClient.cs:line 41\n   at Support.Tools.GetOrder.InvokeAsync(JsonElement arguments, CancellationToken ct) in GetOrder.cs:line 18",
        },
      },
    ],
  });
  const tools = [{ type: "function", name: "get_order", description: "One order with its shipments." }];
  const examples: Example[] = [
    {
      depth: 0,
      kind: "workflow",
      name: "invoke_workflow support",
      at: 0,
      durationMs: 13_920,
      service: "support-bot",
      operation: "invoke_workflow",
      status: "error",
      errorType: "System.TimeoutException",
      input: [user],
      output: [hostile],
    },
    {
      depth: 1,
      kind: "agent",
      name: "invoke_agent order-helper",
      at: 12,
      durationMs: 13_890,
      service: "support-bot",
      operation: "invoke_agent",
      agentName: "order-helper",
      status: "error",
      errorType: "System.TimeoutException",
      input: [user],
      output: [hostile],
    },
    {
      depth: 2,
      kind: "llm",
      name: "chat claude-sonnet-4-5",
      at: 20,
      durationMs: 1_420,
      ...chat,
      tokens: { input: 911, output: 61, cacheRead: 0, cacheWrite: 800, reasoning: null },
      costUsd: 0.0042,
      input: [user],
      output: [call],
      toolDefinitions: tools,
    },
    { ...tool(1_450, 1) },
    {
      depth: 3,
      kind: "span",
      name: "GET /orders/88-1204",
      at: 1_452,
      durationMs: 5_008,
      service: "support-bot",
      status: "error",
      errorType: "TaskCanceledException",
      spanKind: "client",
      statusMessage: "The operation was canceled.",
    },
    {
      depth: 2,
      kind: "llm",
      name: "chat claude-sonnet-4-5",
      at: 6_470,
      durationMs: 1_180,
      ...chat,
      tokens: { input: 1_040, output: 48, cacheRead: 800, cacheWrite: 0, reasoning: null },
      costUsd: 0.0017,
      input: [user, call, failure],
      output: [call],
      toolDefinitions: tools,
    },
    { ...tool(7_660, 2), flags: ["duplicate"] },
    {
      depth: 2,
      kind: "llm",
      name: "chat claude-sonnet-4-5",
      at: 12_680,
      durationMs: 1_205,
      ...chat,
      tokens: { input: 1_160, output: 74, cacheRead: 800, cacheWrite: 0, reasoning: null },
      costUsd: null,
      input: [user, call, failure, call, failure],
      output: [hostile],
      toolDefinitions: tools,
    },
    {
      depth: 0,
      kind: "span",
      name: "webhook delivery",
      at: 13_930,
      durationMs: 0.41,
      service: "webhooks",
      flags: ["orphan", "missing_parent"],
    },
  ];
  return buildTrace(traceId, startMs, examples, { sessionId: "chat-2201", userId: "u-31" });
}

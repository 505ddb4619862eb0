import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { Message, Part } from "../../src/api/contract";
import { Conversation } from "../../src/span/Conversation";
import { promptOf } from "../../src/span/prompt";
import { ToolExecution } from "../../src/span/ToolExecution";
import * as some from "../some";

const hostile = `<script>window.owned = true</script><img src=x onerror="window.owned = true">[a](javascript:alert(1)) **b**`;
const llm = some.span(1, { kind: "llm" });

function show(input: Message[], output: Message[] = []) {
  return render(<Conversation detail={some.detail(llm, { input, output })} />);
}

function says(role: string, ...parts: Part[]): Message {
  return { role, parts };
}

describe("what a model or a user wrote", () => {
  const places: [string, Message][] = [
    ["text", says("user", { type: "text", content: hostile })],
    ["reasoning", says("assistant", { type: "reasoning", content: hostile })],
    ["tool arguments", says("assistant", { type: "tool_call", id: hostile, name: hostile, arguments: { a: hostile } })],
    ["a tool's answer", says("tool", { type: "tool_call_response", id: "1", response: hostile })],
    ["an address", says("user", { type: "uri", uri: `javascript:${hostile}`, mimeType: "text/html" })],
    ["an SVG", says("user", { type: "blob", mimeType: "image/svg+xml", content: "PHN2Zz48L3N2Zz4=" })],
    ["a part nobody knows", says("user", { type: hostile, content: hostile })],
    ["a role", says(hostile, { type: "text", content: "x" })],
  ];

  test.each(places)("makes no element, link or script when it is %s", (_place, message) => {
    const { container } = show([message]);

    expect(container.querySelectorAll("script, img, a, iframe, svg image, object, strong b")).toHaveLength(0);
    expect("owned" in window).toBe(false);
  });

  test("is shown character for character", () => {
    show([places[0]?.[1] as Message]);

    expect(screen.getByTestId("message").textContent).toContain(hostile);
  });

  test("is text in a tool's result as well", () => {
    const { container } = render(
      <ToolExecution detail={some.detail(llm, { toolArguments: hostile, toolResult: hostile })} />,
    );

    expect(container.querySelectorAll("script, img")).toHaveLength(0);
    expect(screen.getByTestId("tool-result").textContent).toContain(hostile);
  });
});

describe("a conversation", () => {
  test("names the role of each message, the system's first", () => {
    const detail = some.detail(llm, {
      systemInstructions: [{ type: "text", content: "Be brief." }],
      input: [says("user", { type: "text", content: "Hi" })],
      output: [says("assistant", { type: "text", content: "Hello" })],
    });
    render(<Conversation detail={detail} />);

    expect(screen.getAllByTestId("message").map((message) => message.dataset.role)).toEqual([
      "system",
      "user",
      "assistant",
    ]);
  });

  test("links a tool call and its result to each other", () => {
    show([
      says("assistant", { type: "tool_call", id: "c1", name: "search", arguments: { q: "a" } }),
      says("tool", { type: "tool_call_response", id: "c1", response: { hits: 3 } }),
    ]);
    const [call, result] = screen.getAllByTestId("message") as [HTMLElement, HTMLElement];

    expect(within(call).getByTitle("tool call id c1").textContent).toBe(
      within(result).getByTitle("tool call id c1").textContent,
    );
    expect(within(result).getByText("search")).toBeDefined();
    fireEvent.click(within(result).getByText("call ↑"));
    expect(document.activeElement?.id).toBe("call-c1");
  });

  test("keeps a long text short until asked", () => {
    const long = `start ${"word ".repeat(2_000)}end`;
    show([says("user", { type: "text", content: long })]);
    expect(screen.getByTestId("message").textContent).not.toContain("end");

    fireEvent.click(screen.getByText(/^Show all/));

    expect(screen.getByTestId("message").textContent).toContain("end");
  });

  test("reveals a huge text in steps, so that one click does not freeze the page", () => {
    const huge = `${"word ".repeat(100_000)}end`;
    show([says("user", { type: "text", content: huge })]);

    fireEvent.click(screen.getByText("Show more of 500k characters"));
    expect(screen.getByTestId("message").textContent).not.toContain("end");
    fireEvent.click(screen.getByText("Show all (500k characters)"));

    expect(screen.getByTestId("message").textContent).toContain("end");
  });

  test("keeps the beginning of a long history for later", () => {
    const history = Array.from({ length: 30 }, (_, i) => says("user", { type: "text", content: `message ${i}` }));
    show(history);
    expect(screen.queryByText("message 0")).toBeNull();

    fireEvent.click(screen.getByText("Show 22 earlier messages"));

    expect(screen.getAllByTestId("message")).toHaveLength(30);
  });

  test("shows a picture made of pixels and fetches none from elsewhere", () => {
    const { container } = show([
      says("user", { type: "blob", mimeType: "image/png", content: "iVBORw0KGgo=" }),
      says("user", { type: "uri", mimeType: "image/png", uri: "https://attacker.example/pixel.png" }),
    ]);

    expect([...container.querySelectorAll("img")].map((image) => image.getAttribute("src"))).toEqual([
      "data:image/png;base64,iVBORw0KGgo=",
    ]);
    expect(container.textContent).toContain("https://attacker.example/pixel.png");
  });

  test("opens arguments that came as text", () => {
    show([says("assistant", { type: "tool_call", id: "1", name: "f", arguments: '{"city":"Lisbon"}' })]);

    expect(screen.getByTestId("message").textContent).toContain('"city": "Lisbon"');
  });
});

describe("content that is not all there", () => {
  test("names what a length limit cut off, and the settings", () => {
    render(<Conversation detail={some.detail(llm, { input: [], cutOff: ["input", "systemInstructions"] })} />);

    const note = screen.getByTestId("cut-off");
    expect(note.textContent).toContain("A length limit of api cut off the input and the system instructions");
    expect(note.textContent).toContain("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT");
  });

  test("tells what a client left out by itself", () => {
    render(<Conversation detail={some.detail(llm, { input: [], isTruncated: true })} />);

    expect(screen.getByTestId("cut-off").textContent).toContain("api left parts out to keep to its limit");
  });
});

test("the prompt is copied whole, however little of it is shown", () => {
  const messages = Array.from({ length: 40 }, (_, at) => says("user", { type: "text", content: `message ${at}` }));
  const prompt = promptOf(some.detail(llm, { input: messages }));

  expect(JSON.parse(prompt).input).toEqual(messages);
});

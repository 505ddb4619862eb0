import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { forgetSpans } from "../src/span/spanCache";
import { forgetSearch } from "../src/traces/lastSearch";
import { forgetExchanges } from "../src/traces/useExchanges";
import { forgetTraceList } from "../src/traces/useTraceList";

// jsdom lays nothing out. A fixed size makes the virtual lists believe in a window of about twenty rows.
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: 800 });
Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: 1200 });
Object.defineProperty(HTMLElement.prototype, "scrollHeight", { configurable: true, value: 10_000_000 });
HTMLElement.prototype.scrollIntoView = () => {};
HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, options?: ScrollToOptions | number) {
  this.scrollTop = typeof options === "object" ? (options.top ?? 0) : 0;
  this.dispatchEvent(new Event("scroll"));
} as typeof HTMLElement.prototype.scrollTo;
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

beforeEach(() => {
  history.replaceState(null, "", "/");
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  forgetSpans();
  forgetTraceList();
  forgetExchanges();
  forgetSearch();
  vi.useRealTimers();
});

import { useEffect, useState } from "react";

/** Enough to be told apart; a chart with more lines than this says nothing anyway. */
export const palette = [
  "--kind-agent",
  "--kind-tool",
  "--kind-retrieval",
  "--kind-guardrail",
  "--kind-embedding",
  "--kind-memory",
] as const;

/** Colours of the style sheet as a canvas wants them, again whenever the theme is another. */
export function useColours(names: readonly string[]): string[] {
  const key = names.join(" ");
  const [colours, setColours] = useState(() => readColours(names));
  useEffect(() => {
    const read = () => setColours(readColours(key.split(" ")));
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", read);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", read);
    };
  }, [key]);
  return colours;
}

/** A variable may be light-dark(…), which only the browser can decide: an element is asked what became of it. */
function readColours(names: readonly string[]): string[] {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}

import { type RefObject, useEffect } from "react";
import { placeOf } from "./sought";

/** The name of our marks for the style sheet. */
const name = "sought";
/** More than these nobody counts, and each is a rectangle to paint. */
const mostMarks = 500;

/**
 * Marks every place where a text is shown within an element, without touching the element: what a model wrote stays the
 * one text node that it is. The first place is brought into view, once for each text and each key.
 */
export function useMarks(frame: RefObject<HTMLElement | null>, sought: string | null, key: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another place to show
  useEffect(() => {
    const root = frame.current;
    const highlights = typeof CSS === "undefined" ? undefined : CSS.highlights;
    if (root === null || sought === null || highlights === undefined) return;
    let isShown = false;

    function mark(root: HTMLElement, text: string) {
      const ranges = rangesOf(root, text);
      highlights?.set(name, new Highlight(...ranges));
      const first = ranges[0]?.startContainer.parentElement;
      if (isShown || first == null) return;
      isShown = true;
      first.scrollIntoView({ block: "center" });
    }

    mark(root, sought);
    // The span may still be loading, or unfold.
    const observer = new MutationObserver(() => mark(root, sought));
    observer.observe(root, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      highlights.delete(name);
    };
  }, [frame, sought, key]);
}

function rangesOf(root: HTMLElement, text: string): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < mostMarks; node = walker.nextNode()) {
    const shown = node.nodeValue ?? "";
    for (let from = 0; ranges.length < mostMarks; ) {
      const at = placeOf(text, shown.slice(from));
      if (at < 0) break;
      const range = new Range();
      range.setStart(node, from + at);
      range.setEnd(node, from + at + text.length);
      ranges.push(range);
      from += at + text.length;
    }
  }
  return ranges;
}

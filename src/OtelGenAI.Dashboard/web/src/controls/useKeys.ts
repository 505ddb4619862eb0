import { useLayoutEffect, useRef } from "react";
import { isTyping } from "./isTyping";

/**
 * Keys of the whole page, while nobody types. They work as soon as what they move in is painted: an ordinary effect runs a moment later, and who is quick
 * would press in vain.
 */
export function useKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  useLayoutEffect(() => {
    latest.current = press;
  });
  useLayoutEffect(() => {
    function listen(event: KeyboardEvent) {
      if (!isTyping(event)) latest.current(event);
    }
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

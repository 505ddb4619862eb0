import { useCallback, useRef } from "react";

/** A reader about to click needs about this long from the last movement to the click. */
const restMs = 1_200;

/** Tells whether the pointer has been still for a moment, so that nothing slides away from under a click. */
export function usePointerRest() {
  const movedAt = useRef(Number.NEGATIVE_INFINITY);
  const onPointerMove = useCallback(() => {
    movedAt.current = performance.now();
  }, []);
  const isResting = useCallback(() => performance.now() - movedAt.current > restMs, []);
  return { isResting, onPointerMove };
}

import { useEffect, useRef, useState } from "react";
import type { TraceSummary } from "../api/contract";
import { isAbort } from "../api/request";
import { useKeys } from "../controls/useKeys";
import { navigate } from "../routing/navigation";
import { traceUrl } from "../routing/route";
import { type Direction, findFailed } from "./failedTraces";

/** From one failure to the next without the list in between: Shift+J to the older one, Shift+K to the newer one. */
export function FailedNeighbours({ summary }: { summary: TraceSummary }) {
  const [said, setSaid] = useState("");
  const asked = useRef<AbortController | null>(null);

  async function go(direction: Direction) {
    asked.current?.abort();
    const controller = new AbortController();
    asked.current = controller;
    try {
      const traceId = await findFailed(summary, direction, controller.signal);
      if (traceId === null) setSaid(`no ${direction} one failed`);
      else navigate(traceUrl(traceId));
    } catch (error) {
      if (!isAbort(error)) setSaid((error as Error).message);
    }
  }

  useKeys((event) => {
    if (event.key !== "J" && event.key !== "K") return;
    event.preventDefault();
    void go(event.key === "J" ? "older" : "newer");
  });
  useEffect(() => () => asked.current?.abort(), []);

  return (
    <>
      <span className="dim" role="status">
        {said}
      </span>
      <button
        type="button"
        className="quiet"
        onClick={() => void go("older")}
        title="The next older trace that failed (Shift+J); the next newer one (Shift+K)"
      >
        Next failed
      </button>
    </>
  );
}

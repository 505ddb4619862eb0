import type { TraceSummary } from "../api/contract";
import { useKeys } from "../controls/useKeys";

interface Keys {
  items: readonly TraceSummary[];
  selectedId: string | null;
  onSelect(traceId: string, index: number): void;
  onOpen(traceId: string): void;
  onPeek(): void;
  onLive(): void;
}

/** The keys of the list: j and k, Enter, Space, l. Controls that have the focus keep those that are theirs. */
export function useListKeys(keys: Keys): void {
  useKeys((event) => {
    const { items, selectedId, onSelect, onOpen, onPeek, onLive } = keys;
    const isOperating = event.target instanceof Element && event.target.closest("button, a, summary") !== null;
    const step =
      event.key === "j" || event.key === "ArrowDown" ? 1 : event.key === "k" || event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const from = items.findIndex((item) => item.traceId === selectedId);
      const to = Math.max(0, Math.min(items.length - 1, from + step));
      const item = items[to];
      if (item !== undefined) onSelect(item.traceId, to);
    } else if (event.key === "Enter" && selectedId !== null && !isOperating) {
      event.preventDefault();
      onOpen(selectedId);
    } else if (event.key === " " && !isOperating) {
      event.preventDefault();
      onPeek();
    } else if (event.key === "l") onLive();
  });
}

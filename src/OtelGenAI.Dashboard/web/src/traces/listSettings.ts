import { useCallback, useState } from "react";

/** What a reader chose for the list; it lasts in the browser. */
export interface ListSettings {
  /** Keys of the columns in their order. */
  columns: readonly string[];
  areFacetsOpen: boolean;
}

const storageKey = "otelgenai.traces";

export const defaultColumns = ["duration", "spans", "errors", "models", "services", "tokens", "cost", "session"];

export function useListSettings(): [ListSettings, (change: Partial<ListSettings>) => void] {
  const [settings, setSettings] = useState(readSettings);
  const change = useCallback((some: Partial<ListSettings>) => {
    setSettings((before) => {
      const after = { ...before, ...some };
      try {
        localStorage.setItem(storageKey, JSON.stringify(after));
      } catch {
        // The choice then lasts as long as the page.
      }
      return after;
    });
  }, []);
  return [settings, change];
}

/** What an earlier version of the page, or another hand, has written is taken as far as it makes sense. */
export function readSettings(): ListSettings {
  const defaults: ListSettings = { columns: defaultColumns, areFacetsOpen: window.innerWidth >= 1200 };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Partial<Record<keyof ListSettings, unknown>>;
    return {
      columns: isTexts(stored.columns) ? stored.columns : defaults.columns,
      areFacetsOpen: typeof stored.areFacetsOpen === "boolean" ? stored.areFacetsOpen : defaults.areFacetsOpen,
    };
  } catch {
    return defaults;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

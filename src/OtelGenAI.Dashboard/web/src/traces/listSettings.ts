import { useCallback, useState } from "react";

/** What a reader chose for the list; it lasts in the browser. */
export interface ListSettings {
  /** Keys of the columns in their order. */
  columns: readonly string[];
  areFacetsOpen: boolean;
  views: readonly SavedView[];
}

/** A search to come back to. Whoever wants to share it shares its address. */
export interface SavedView {
  name: string;
  /** The address: query and range. */
  url: string;
  columns: readonly string[];
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
  const defaults: ListSettings = { columns: defaultColumns, areFacetsOpen: window.innerWidth >= 1200, views: [] };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Partial<Record<keyof ListSettings, unknown>>;
    return {
      columns: isTexts(stored.columns) ? stored.columns : defaults.columns,
      areFacetsOpen: typeof stored.areFacetsOpen === "boolean" ? stored.areFacetsOpen : defaults.areFacetsOpen,
      views: Array.isArray(stored.views) ? stored.views.filter(isView) : [],
    };
  } catch {
    return defaults;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isView(value: unknown): value is SavedView {
  const view = value as Partial<SavedView> | null;
  // An address of another site would be followed by a click.
  return (
    typeof view?.name === "string" &&
    typeof view.url === "string" &&
    /^\/(?:\?|$)/.test(view.url) &&
    isTexts(view.columns)
  );
}

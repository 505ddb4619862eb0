import { useCallback, useState } from "react";

export type Theme = "system" | "light" | "dark";

const storageKey = "otelgenai.theme";

/** Before the first paint of React, so that a chosen theme does not blink. */
export function applyStoredTheme(): void {
  applyTheme(readTheme());
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme);
  const choose = useCallback((chosen: Theme) => {
    applyTheme(chosen);
    remember(chosen);
    setTheme(chosen);
  }, []);
  return [theme, choose];
}

function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system"; // Storage is forbidden in some private windows.
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
}

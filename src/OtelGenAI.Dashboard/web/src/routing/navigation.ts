import { useSyncExternalStore } from "react";
import { parseRoute, type Route } from "./route";

const changed = "otelgenai:navigated";

/** Goes to an address within the application. Replacing leaves no entry behind for the Back button. */
export function navigate(url: string, replace = false): void {
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  window.dispatchEvent(new Event(changed));
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, readAddress);
  const [path = "/", search = ""] = address.split("?", 2);
  return parseRoute(path, search);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(changed, listener);
  };
}

function readAddress(): string {
  return `${location.pathname}?${location.search.slice(1)}`;
}

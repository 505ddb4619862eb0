import type { SavedView, SavedViewPage } from "./contract";
import { get } from "./get";
import { sendJson } from "./request";

export type ViewScope = SavedView["scope"];

export function getViews(signal: AbortSignal): Promise<SavedViewPage> {
  return get("/api/v1/views", {}, signal);
}

/** Saves a search; one of its scope and name takes its place. */
export function saveView({ scope, name, url, columns }: SavedView): Promise<SavedView> {
  return sendJson("PUT", pathOf(scope, name), { url, columns });
}

/** @returns the views that are left. */
export function removeView({ scope, name }: SavedView): Promise<SavedViewPage> {
  return sendJson("DELETE", pathOf(scope, name));
}

function pathOf(scope: ViewScope, name: string): string {
  return `/api/v1/views/${scope}/${encodeURIComponent(name)}`;
}

import { get, send } from "./ask";
import type { SavedView, SavedViewPage } from "./contract";

export type ViewScope = SavedView["scope"];

/** Where views of each scope are. */
const placeOf = { own: "/api/v1/views/own/{name}", shared: "/api/v1/views/shared/{name}" } as const;

export function getViews(signal: AbortSignal): Promise<SavedViewPage> {
  return get("/api/v1/views", {}, signal);
}

/** Saves a search; one of its scope and name takes its place. */
export function saveView({ scope, name, url, columns }: SavedView): Promise<SavedView> {
  return send("put", placeOf[scope], { path: { name }, body: { url, columns } });
}

/** @returns the views that are left. */
export function removeView({ scope, name }: SavedView): Promise<SavedViewPage> {
  return send("delete", placeOf[scope], { path: { name } });
}

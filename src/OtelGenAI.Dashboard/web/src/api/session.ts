/** Where to log in again; logging in leads back to the very place, query and fragment included. */
export function loginUrl({ pathname, search, hash }: Pick<Location, "pathname" | "search" | "hash">): string {
  return `/login?return=${encodeURIComponent(pathname + search + hash)}`;
}

let isLeaving = false;

/** Leaves for the login page, once: several requests of a page are refused together when its session ends. */
export function leaveForLogin(): void {
  if (isLeaving) return;
  isLeaving = true;
  window.location.assign(loginUrl(window.location));
}

import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "../routing/Link";
import { useRoute } from "../routing/navigation";
import type { Route } from "../routing/route";
import { ThemeToggle } from "../theme/ThemeToggle";

const places: readonly { href: string; title: string; isHere(route: Route): boolean }[] = [
  { href: "/", title: "Traces", isHere: ({ page }) => page === "traces" || page === "trace" || page === "compare" },
  { href: "/sessions", title: "Sessions", isHere: (route) => route.page === "session" || isList(route, "sessions") },
  { href: "/users", title: "Users", isHere: (route) => route.page === "user" || isList(route, "users") },
  { href: "/models", title: "Models", isHere: (route) => isList(route, "models") },
  { href: "/tools", title: "Tools", isHere: (route) => isList(route, "tools") },
  { href: "/services", title: "Services", isHere: (route) => isList(route, "services") },
  { href: "/prompts", title: "Prompts", isHere: (route) => route.page === "prompt" || isList(route, "prompts") },
  { href: "/dashboard", title: "Dashboard", isHere: ({ page }) => page === "dashboard" || page === "change" },
  {
    href: "/unpriced",
    title: "Quality",
    isHere: (route) => isList(route, "unpriced") || isList(route, "unmapped") || isList(route, "conventions"),
  },
];

export function TopBar({ children }: { children?: ReactNode }) {
  const route = useRoute();
  const here = places.find((place) => place.isHere(route))?.href;
  const nav = useRef<HTMLElement>(null);

  // On a phone the places are wider than the screen; the one where one is must not be beyond its edge.
  useEffect(() => {
    const current = here === undefined ? null : nav.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);

  return (
    <header className="topbar">
      <Link href="/" className="brand">
        <span className="brand-mark" aria-hidden="true" />
        OtelGenAI
      </Link>
      <nav ref={nav} className="places" aria-label="Pages">
        {places.map((place) => (
          <Link key={place.href} href={place.href} aria-current={place.href === here ? "page" : undefined}>
            {place.title}
          </Link>
        ))}
      </nav>
      <div className="topbar-middle">{children}</div>
      <ThemeToggle />
    </header>
  );
}

function isList(route: Route, list: string): boolean {
  return route.page === "list" && route.list === list;
}

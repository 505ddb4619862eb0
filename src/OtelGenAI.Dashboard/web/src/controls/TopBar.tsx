import type { ReactNode } from "react";
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
  { href: "/dashboard", title: "Dashboard", isHere: ({ page }) => page === "dashboard" || page === "change" },
  {
    href: "/unpriced",
    title: "Quality",
    isHere: (route) => isList(route, "unpriced") || isList(route, "unmapped") || isList(route, "conventions"),
  },
];

export function TopBar({ children }: { children?: ReactNode }) {
  const route = useRoute();
  return (
    <header className="topbar">
      <Link href="/" className="brand">
        <span className="brand-mark" aria-hidden="true" />
        OtelGenAI
      </Link>
      <nav className="places" aria-label="Pages">
        {places.map((place) => (
          <Link key={place.href} href={place.href} aria-current={place.isHere(route) ? "page" : undefined}>
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

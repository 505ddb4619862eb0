import type { ReactNode } from "react";
import { Link } from "../routing/Link";
import { ThemeToggle } from "../theme/ThemeToggle";

export function TopBar({ children }: { children?: ReactNode }) {
  return (
    <header className="topbar">
      <Link href="/" className="brand">
        <span className="brand-mark" aria-hidden="true" />
        OtelGenAI
      </Link>
      <div className="topbar-middle">{children}</div>
      <ThemeToggle />
    </header>
  );
}

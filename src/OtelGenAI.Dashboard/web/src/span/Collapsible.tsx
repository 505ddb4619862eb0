import type { ReactNode } from "react";

export function Collapsible({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="collapsible">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

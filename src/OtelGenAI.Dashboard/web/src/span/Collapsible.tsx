import type { ReactNode } from "react";

interface Props {
  title: string;
  /** Whether it is open to begin with. */
  isOpen?: boolean;
  children: ReactNode;
}

export function Collapsible({ title, isOpen = false, children }: Props) {
  return (
    <details className="collapsible" open={isOpen}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

import type { ReactNode } from "react";

interface Props {
  name: string;
  title?: string;
  isBad?: boolean;
  children: ReactNode;
}

/** A figure with its name, inside a `<dl className="facts">`. */
export function Fact({ name, title, isBad = false, children }: Props) {
  return (
    <div title={title} data-bad={isBad}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

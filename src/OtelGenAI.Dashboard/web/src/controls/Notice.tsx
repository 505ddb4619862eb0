import type { ReactNode } from "react";

interface Props {
  title: string;
  children?: ReactNode;
  tone?: "plain" | "error";
}

/** A state of the page that needs a sentence: nothing here, not found, failed. */
export function Notice({ title, children, tone = "plain" }: Props) {
  return (
    <div className={`notice ${tone}`} role={tone === "error" ? "alert" : "status"}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

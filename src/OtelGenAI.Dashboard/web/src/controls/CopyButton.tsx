import { useEffect, useState } from "react";

interface Props {
  /** The text; a function where it takes work to make and is seldom wanted. */
  text: string | (() => string);
  /** What is copied, for the label: "trace id". */
  what: string;
  /** Shown beside the mark; without one the mark stands alone. */
  label?: string;
}

export function CopyButton({ text, what, label }: Props) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1500);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    setState((await writeText(typeof text === "string" ? text : text())) ? "copied" : "failed");
  }

  const title = state === "copied" ? `Copied ${what}` : state === "failed" ? `Could not copy ${what}` : `Copy ${what}`;
  return (
    <button type="button" className="copy" onClick={copy} aria-label={title} title={title} data-state={state}>
      <CopyMark state={state} />
      {label !== undefined && <span>{label}</span>}
    </button>
  );
}

/** Drawn rather than typed: the usual characters for it are missing from many fonts. */
function CopyMark({ state }: { state: "idle" | "copied" | "failed" }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="13"
      height="13"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      {state === "idle" && (
        <>
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
        </>
      )}
      {state === "copied" && <path d="M3 8.5l3.5 3.5L13 4.5" />}
      {state === "failed" && <path d="M4 4l8 8M12 4l-8 8" />}
    </svg>
  );
}

/** The clipboard API exists only on HTTPS and localhost; a collector inside a company is often plain HTTP. */
async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    return isDone;
  }
}

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface Props {
  label: string;
  /** Said to a screen reader, where the label is too short to stand alone. */
  title?: string;
  children(close: () => void): ReactNode;
}

/** A button that opens a small panel below itself. Escape and a click elsewhere close it. */
export function Menu({ label, title, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    function press(event: KeyboardEvent) {
      if (event.key !== "Escape") return;
      setIsOpen(false);
      button.current?.focus();
    }
    function click(event: PointerEvent) {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setIsOpen(false);
    }
    window.addEventListener("keydown", press);
    window.addEventListener("pointerdown", click);
    return () => {
      window.removeEventListener("keydown", press);
      window.removeEventListener("pointerdown", click);
    };
  }, [isOpen]);

  return (
    <div className="menu" ref={frame}>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        title={title}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      {isOpen && (
        <div className="menu-panel" id={id}>
          {children(() => setIsOpen(false))}
        </div>
      )}
    </div>
  );
}

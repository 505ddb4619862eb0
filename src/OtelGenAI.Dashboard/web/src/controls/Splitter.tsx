import { type KeyboardEvent, type PointerEvent, useState } from "react";

interface Props {
  /** Width of the pane on the right, in pixels. */
  width: number;
  min: number;
  max: number;
  label: string;
  onChange(width: number): void;
}

/** The bar between two panes: dragged, or moved with the arrow keys. */
export function Splitter({ width, min, max, label, onChange }: Props) {
  const [drag, setDrag] = useState<{ x: number; width: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.max(min, Math.min(max, value)));

  function begin(event: PointerEvent<HTMLDivElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, width });
  }

  function move(event: PointerEvent<HTMLDivElement>) {
    if (drag !== null) onChange(clamp(drag.width + drag.x - event.clientX));
  }

  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    onChange(clamp(width + (event.key === "ArrowLeft" ? 24 : -24)));
  }

  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      data-dragging={drag !== null}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={press}
    />
  );
}

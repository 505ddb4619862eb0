import { useEffect, useState } from "react";

const storageKey = "otelgenai.panelWidth";
const min = 340;
/** The tree stays readable: names, durations and some of the waterfall. */
const treeMin = 420;

/** Width of the span panel: what the reader chose before, else two fifths of the window. */
export function usePanelWidth() {
  const [windowWidth, setWindowWidth] = useState(() => window.innerWidth);
  const [chosen, setChosen] = useState(readWidth);

  useEffect(() => {
    const measure = () => setWindowWidth(window.innerWidth);
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, []);

  function choose(width: number) {
    setChosen(width);
    try {
      localStorage.setItem(storageKey, String(width));
    } catch {
      // Without storage the width lasts as long as the page.
    }
  }

  const max = Math.max(min, windowWidth - treeMin);
  const width = Math.max(min, Math.min(max, chosen ?? Math.round(windowWidth * 0.4)));
  return [width, { min, max }, choose] as const;
}

function readWidth(): number | null {
  try {
    const stored = Number(localStorage.getItem(storageKey));
    return stored > 0 ? stored : null;
  } catch {
    return null;
  }
}

import { type Theme, useTheme } from "./theme";

const following: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const names: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" };

export function ThemeToggle() {
  const [theme, choose] = useTheme();
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => choose(following[theme])}
      aria-label={`Theme: ${names[theme]}. Switch to ${names[following[theme]]}.`}
      title={`Theme: ${names[theme]}`}
    >
      <span aria-hidden="true">◐</span> {names[theme]}
    </button>
  );
}

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { applyStoredTheme } from "./theme/theme";
import "./theme/theme.css";
import "./controls/controls.css";
import "./traces/traces.css";
import "./trace/trace.css";
import "./span/span.css";

applyStoredTheme();

const root = document.getElementById("root");
if (root === null) throw new Error('index.html has no element with id "root".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

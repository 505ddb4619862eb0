import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockApi } from "./mock/mockApi.ts";

export default defineConfig({
  plugins: [react(), mockApi()],
  build: {
    outDir: "dist",
    // The server sends a strict content security policy; a data: URI for a small icon would need an exception in it.
    assetsInlineLimit: 0,
    // One page, one bundle, but for the charts: splitting it would only add a round trip before the first row is drawn. What a
    // browser really loads is limited by a test, FirstRunTests.
    chunkSizeWarningLimit: 1_000,
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});

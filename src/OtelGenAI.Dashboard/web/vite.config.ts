import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockApi } from "./mock/mockApi.ts";

/** A running program to take the API from, such as http://127.0.0.1:4320; without one it is made up. */
const server = process.env.OTELGENAI_URL;

export default defineConfig({
  plugins: server === undefined ? [react(), mockApi()] : [react()],
  ...(server === undefined ? {} : { server: { proxy: { "/api": server } } }),
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

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// `standfirst serve` listens here during development; see `make dev`.
const SERVER = process.env["STANDFIRST_SERVER"] ?? "http://127.0.0.1:5174";

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(["/api", "/events", "/image"].map((path) => [path, { target: SERVER, changeOrigin: true }])),
  },
  build: {
    // The engines the app meets: WebKitGTK 2.50, WebView2, and the Chromium of the tests. Lower targets would have
    // light-dark() and logical properties compiled away into something larger.
    target: ["safari18.2", "chrome128"],
    cssTarget: ["safari18.2", "chrome128"],
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
  },
});

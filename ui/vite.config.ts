import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// `standfirst serve` listens here during development; see `make dev`.
const SERVER = process.env["STANDFIRST_SERVER"] ?? "http://127.0.0.1:5174";

/**
 * The policy of the window's own document. The shell sets one too; this one holds in a plain browser as well, so that
 * what a policy would break is seen by the tests there. The article frame has a stricter one (src/article/document.ts).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' library: http://library.localhost",
  "font-src 'self'",
  "connect-src 'self' ipc: http://ipc.localhost",
  // What is written into the article frame is no address: it may go to none.
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join("; ");

/** Not while developing: Vite then puts styles inline and talks over a socket. */
const policy = (): Plugin => ({
  name: "policy",
  apply: "build",
  transformIndexHtml: () => [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" }],
});

export default defineConfig({
  plugins: [svelte(), policy()],
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

// Starts the window: chooses the backend, mounts the app.
import "./styles/base.css";
import "./styles/marks.css";
import { mount } from "svelte";
import type { Backend } from "./backend/backend";
import { HttpBackend } from "./backend/http";
import { TauriBackend } from "./backend/tauri";
import App from "./components/App.svelte";
import { bringTypefaces } from "./typefaces";

async function backend(): Promise<Backend> {
  if ("__TAURI_INTERNALS__" in window) return new TauriBackend();
  if (import.meta.env.DEV) {
    const fake = new URLSearchParams(location.search).get("fake");
    if (fake !== null) return (await import("./backend/fakeEdition")).fakeBackend(fake);
  }
  return new HttpBackend();
}

bringTypefaces(window);
const target = document.getElementById("app");
if (target) mount(App, { target, props: { backend: await backend() } });

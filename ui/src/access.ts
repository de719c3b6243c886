// From what the reader typed about a login to what the library is told: what was not touched stays as it is.
import type { AccessInput } from "./backend/generated/AccessInput";
import type { AccessView } from "./backend/generated/AccessView";

/** One header of the form. `stored`: the library has a value for it, which is not shown. */
export interface HeaderField {
  name: string;
  value: string;
  stored: boolean;
}

export interface AccessForm {
  login: string;
  password: string;
  headers: HeaderField[];
  cookie: string;
  /** The stored cookie is to be sent no longer. */
  dropCookie: boolean;
}

/** The form as it begins: names, and no secret. */
export function formOf(access: AccessView | null): AccessForm {
  return {
    login: access?.login ?? "",
    password: "",
    headers: (access?.headers ?? []).map((name) => ({ name, value: "", stored: true })),
    cookie: "",
    dropCookie: false,
  };
}

/** What is to change: null keeps what is stored, empty takes it away. */
export function inputOf(form: AccessForm, before: AccessView | null): AccessInput {
  const headers = form.headers.filter(({ name }) => name.trim() !== "");
  const names = headers.map(({ name }) => name.trim()).join("\n");
  const same = names === (before?.headers ?? []).join("\n") && headers.every(({ value, stored }) => stored && value === "");
  return {
    login: form.login.trim() === (before?.login ?? "") ? null : form.login.trim(),
    password: form.password === "" ? null : form.password,
    headers: same ? null : headers.map(({ name, value, stored }) => ({ name: name.trim(), value: stored && value === "" ? null : value })),
    cookie: form.dropCookie ? "" : form.cookie.trim() === "" ? null : form.cookie.trim(),
  };
}

/** What takes everything away. */
export const NOBODY: AccessInput = { login: "", password: "", headers: [], cookie: "" };

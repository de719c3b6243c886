// A login's form: what is not touched stays, what is emptied goes, and no secret is ever in it to begin with.
import { describe, expect, it } from "vitest";
import { formOf, inputOf } from "../src/access";
import { changedAccess } from "../src/backend/fakeSources";

const STORED = { login: "ann", headers: ["X-Key", "X-Other"], cookie: true, inKeyring: true, inForce: true };
const KEEP = { login: null, password: null, headers: null, cookie: null };

describe("the form of a login", () => {
  it("begins with names and no secret, and changes nothing by itself", () => {
    const form = formOf(STORED);
    expect(form).toMatchObject({ login: "ann", password: "", cookie: "" });
    expect(inputOf(form, STORED)).toEqual(KEEP);
    expect(inputOf(formOf(null), null)).toEqual(KEEP);
  });

  it("sends what was typed anew, and keeps the rest", () => {
    expect(inputOf({ ...formOf(null), login: " ann ", password: "one" }, null)).toEqual({ ...KEEP, login: "ann", password: "one" });
    expect(inputOf({ ...formOf(STORED), password: "two" }, STORED)).toEqual({ ...KEEP, password: "two" });
    expect(inputOf({ ...formOf(STORED), cookie: "sid=1" }, STORED)).toEqual({ ...KEEP, cookie: "sid=1" });
  });

  it("takes away what was emptied", () => {
    expect(inputOf({ ...formOf(STORED), login: "" }, STORED).login).toBe("");
    expect(inputOf({ ...formOf(STORED), dropCookie: true }, STORED).cookie).toBe("");
    const form = formOf(STORED);
    form.headers.splice(0, 1);
    expect(inputOf(form, STORED).headers).toEqual([{ name: "X-Other", value: null }]);
  });

  it("keeps a header's value unless one is typed, and passes over a nameless one", () => {
    const form = formOf(STORED);
    form.headers.push({ name: "X-New", value: "3", stored: false }, { name: " ", value: "4", stored: false });
    if (form.headers[1]) form.headers[1].value = "2";
    expect(inputOf(form, STORED).headers).toEqual([{ name: "X-Key", value: null }, { name: "X-Other", value: "2" }, { name: "X-New", value: "3" }]);
  });

  it("is understood as the library understands it", () => {
    expect(changedAccess(STORED, KEEP)).toEqual(STORED);
    expect(changedAccess(STORED, { login: "", password: "", headers: [], cookie: "" })).toBeNull();
  });
});

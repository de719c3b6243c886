import { expect, it } from "vitest";
import { isPrivate } from "../src/article/address";

const ROWS: readonly [string, boolean][] = [
  ["[100::]", true], ["[100::1]", true], ["[100::1:2:3:4]", true], ["[100:0:0:0:1:2:3:4]", true],
  ["[100:0:0:1::]", false], ["[100:1::1]", false],
  ["[2001::1]", true], ["[2001:0:1::]", true], ["[2001:0000:4136:e378:8000:63bf:3fff:fdd2]", true],
  ["[2001:4860:4860::8888]", false], ["[2001:db8::1]", false],
];

it.each(ROWS)("%s is private: %s, as in Rust", (host, wanted) => expect(isPrivate(`http://${host}/`)).toBe(wanted));

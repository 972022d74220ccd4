import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEarlyPreferences } from "../../../../src-main/desktop/early-preferences.ts";

const FIRST = { theme: "system", bounds: null, configPath: "" };
const BOUNDS = { x: 10, y: -20, width: 900, height: 700, isMaximized: true };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentray-early-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("readEarlyPreferences", () => {
  it("is that of a first start where there is no file", () => {
    expect(readEarlyPreferences(folder)).toEqual(FIRST);
  });

  it.each([
    {
      name: "what the store wrote",
      text: JSON.stringify({ preferences: { theme: "dark" }, bounds: BOUNDS, configPath: "/etc/sentray.yaml" }),
      expected: { theme: "dark", bounds: BOUNDS, configPath: "/etc/sentray.yaml" },
    },
    { name: "a file without bounds", text: '{"preferences":{"theme":"light"},"bounds":null}', expected: { ...FIRST, theme: "light" } },
    { name: "an unknown theme", text: '{"preferences":{"theme":"sepia"}}', expected: FIRST },
    { name: "bounds that are none", text: '{"bounds":{"x":1,"y":2,"width":"wide","height":3}}', expected: FIRST },
    { name: "a path that is none", text: '{"configPath":7}', expected: FIRST },
    { name: "half a file", text: '{"preferences":{"the', expected: FIRST },
    { name: "no object", text: "[1]", expected: FIRST },
    { name: "nothing", text: "null", expected: FIRST },
  ])("reads $name", ({ text, expected }) => {
    writeFileSync(join(folder, "preferences.json"), text);
    expect(readEarlyPreferences(folder)).toEqual(expected);
  });
});

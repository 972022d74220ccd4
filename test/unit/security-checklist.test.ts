// Electron's security checklist: each of its twenty points and the tests that hold it. A test that is renamed or gone is noticed here.
// https://www.electronjs.org/docs/latest/tutorial/security

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const PAGE = "test/e2e/security.test.ts";
const PACKAGE = "test/e2e/package.test.ts";

const CHECKLIST: ReadonlyArray<readonly [point: string, file: string, ...tests: string[]]> = [
  ["1. only load secure content", PAGE, "can fetch, show and frame nothing from elsewhere"],
  ["2. no Node integration for remote content", PAGE, "has no Node, only the two functions of its bridge"],
  ["3. context isolation", PAGE, "is sandboxed and isolated, with every weakening switched off", "cannot change its bridge"],
  [
    "4. process sandboxing",
    PACKAGE,
    "starts as an ordinary user with the sandbox on: tray item, window, a check's result",
    "refuses commands as root with a sentence instead of a crash",
  ],
  ["5. permission requests", PAGE, "gets no permission"],
  ["6. web security stays on", PAGE, "is sandboxed and isolated, with every weakening switched off"],
  [
    "7. a content security policy",
    PAGE,
    "gets its policy as a header",
    "can run no inline script, no eval, no string timer, no foreign script",
  ],
  ["8. no insecure content", PAGE, "is sandboxed and isolated, with every weakening switched off"],
  ["9. no experimental features", PAGE, "is sandboxed and isolated, with every weakening switched off"],
  ["10. no Blink features", PAGE, "is sandboxed and isolated, with every weakening switched off"],
  ["11. no pop-ups of webviews", PAGE, "has no webview to put another page in"],
  ["12. options of webviews", PAGE, "has no webview to put another page in"],
  ["13. navigation", PAGE, "cannot leave the app, nor open a window"],
  ["14. new windows", PAGE, "cannot leave the app, nor open a window"],
  ["15. openExternal", PAGE, "can have only web addresses opened outside"],
  ["16. a current Electron", "test/unit/security-checklist.test.ts", "is pinned to one version of Electron, which somebody watches"],
  ["17. the sender of every message", PAGE, "is the only one that is listened to: another window with our preload is refused"],
  ["18. no file:// protocol", PAGE, "reaches no file beyond its folder through app://"],
  ["19. fuses", PACKAGE, "has every fuse decided, and only what the app needs"],
  ["20. no Electron API for pages", PAGE, "has no Node, only the two functions of its bridge"],
];

describe("Electron's security checklist", () => {
  it.each(CHECKLIST)("%s", (_point, file, ...tests) => {
    for (const name of tests) expect(textOf(file)).toContain(`it("${name}"`);
  });

  it("has twenty points", () => expect(new Set(CHECKLIST.map(([point]) => point.split(".")[0])).size).toBe(20));

  it("is pinned to one version of Electron, which somebody watches", () => {
    const { devDependencies } = JSON.parse(textOf("package.json")) as { readonly devDependencies: Readonly<Record<string, string>> };
    expect(devDependencies["electron"]).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(textOf(".github/dependabot.yml")).toContain("package-ecosystem: npm");
  });
});

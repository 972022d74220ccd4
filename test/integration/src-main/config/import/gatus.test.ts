// Gatus' configuration as it lies on a disk: a file, a folder, and what somebody made to exhaust who reads it.

import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

import { importGatusConfig } from "../../../../../src-main/config/import/gatus.ts";

/** A text that says so. */
function saying(text: string | RegExp): unknown {
  return expect.stringMatching(text);
}

/** Something told that says so. */
function telling(text: string | RegExp): unknown {
  return expect.objectContaining({ message: saying(text), said: expect.anything() as unknown });
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-gatus-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const FIRST = `# the shop
x-usual: &usual
  interval: 30s
  conditions: ["[STATUS] == 200"]
web: {port: 8080}
alerting:
  slack: {webhook-url: "https://hooks.invalid/x"}
  incident-window: 30s
endpoints:
  - <<: *usual
    name: shop
    url: https://shop.invalid
  - just a text
external-endpoints:
  - {name: job, token: t}
`;
const SECOND = `suites:
  - name: login
    endpoints: [{name: step, url: https://shop.invalid, conditions: ["[STATUS] == 200"]}]
endpoints: {name: not a list}
`;

describe("an import from Gatus", () => {
  it("of a file tells what came over, what could not and why", async () => {
    const file = join(await makeFolder(), "config.yaml");
    await writeFile(file, FIRST);
    expect(await importGatusConfig(file)).toEqual({
      ok: true,
      value: {
        kind: "gatus-config",
        source: "config.yaml",
        entries: [
          {
            list: "endpoints",
            value: { interval: "30s", conditions: ["[STATUS] == 200"], name: "shop", url: "https://shop.invalid" },
            notes: [],
            isIncomplete: false,
          },
          { list: "external-endpoints", value: { name: "job", token: "t" }, notes: [], isIncomplete: false },
        ],
        providers: [{ type: "slack", value: { "webhook-url": "https://hooks.invalid/x" }, notes: [] }],
        refusals: [
          { what: "endpoints[1]", why: telling("no keys") },
          { what: "x-usual", why: telling("used elsewhere") },
          { what: "web", why: telling("about the whole") },
          { what: "alerting.incident-window", why: telling("not a channel") },
        ],
        notes: [],
      },
    });
  });

  it("of a folder reads every file below it", async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, "more"));
    await writeFile(join(folder, "a.yaml"), FIRST);
    await writeFile(join(folder, "more", "b.yml"), SECOND);
    await writeFile(join(folder, "readme.txt"), "endpoints: [");
    const found = await importGatusConfig(folder);
    expect(found).toMatchObject({
      ok: true,
      value: { entries: [{ value: { name: "shop" } }, { value: { name: "job" } }, { list: "suites", value: { name: "login" } }] },
    });
    expect(found.ok && found.value.refusals).toContainEqual({ what: "endpoints", why: telling("It is no list.") });
  });

  it.each<[string, (folder: string) => Promise<unknown>, RegExp]>([
    ["nothing", () => Promise.resolve(), /holds no file/],
    ["broken YAML", (folder) => writeFile(join(folder, "a.yaml"), "endpoints: ["), /a\.yaml/],
    ["an anchor that contains itself", (folder) => writeFile(join(folder, "a.yaml"), "endpoints: &e\n  - *e\n"), /contains itself/],
    [
      "anchors that contain each other",
      (folder) => writeFile(join(folder, "a.yaml"), "a: &a\n  b: &b\n    c: *a\n  d: *b\n"),
      /contains itself/,
    ],
    ["an alias bomb", (folder) => writeFile(join(folder, "a.yaml"), bomb(40)), /multiply without end/],
    [
      "many aliases just below the limit",
      async (folder) => {
        for (const name of ["a", "b", "c", "d"]) await writeFile(join(folder, `${name}.yaml`), bomb(18));
      },
      /too large once their aliases/,
    ],
    ["bytes that are no text", (folder) => writeFile(join(folder, "a.yaml"), Buffer.from([0x61, 0xff, 0xfe, 0x0a])), /a\.yaml/],
    [
      "too large a file",
      async (folder) => {
        await writeFile(join(folder, "a.yaml"), "#");
        await truncate(join(folder, "a.yaml"), 17 * 1024 * 1024);
      },
      /larger than 16 MB/,
    ],
    ["aliases that nest without end", (folder) => writeFile(join(folder, "a.yaml"), nest(2_000)), /too deeply|without end/],
    ["millions of brackets", (folder) => writeFile(join(folder, "a.yaml"), `a: [${"[],".repeat(1_000_000)}]`), /300000 lines and items/],
    [
      "too much text together",
      async (folder) => {
        for (const name of ["a", "b", "c"]) await writeFile(join(folder, `${name}.yaml`), `#${"x".repeat(3_000_000)}\n`);
      },
      /8 million characters/,
    ],
    [
      "more entries than anybody has",
      (folder) => writeFile(join(folder, "a.yaml"), `endpoints:\n${"- {name: a}\n".repeat(20_001)}`),
      /more than 20000 entries/,
    ],
    ["a device", (folder) => symlink("/dev/zero", join(folder, "a.yaml")), /not a regular file/],
    ["a link to nowhere", (folder) => symlink("/nowhere/at/all", join(folder, "a.yaml")), /no such file/],
  ])("is refused with its reason: %s", async (_name, make, why) => {
    const folder = await makeFolder();
    await make(folder);
    const result = await importGatusConfig(folder);
    expect(result).toMatchObject({ ok: false, error: { code: "bad_request", message: saying(why) } });
  });
});

/** A text that doubles `times` times once its aliases are followed. */
function bomb(times: number): string {
  const lines = Array.from({ length: times }, (_unused, index) => `x${index + 1}: &x${index + 1} [*x${index}, *x${index}]\n`);
  return `x0: &x0 [x]\n${lines.join("")}`;
}

/** A text whose aliases make a list in a list in a list … */
function nest(times: number): string {
  return `x0: &x0 [x]\n${Array.from({ length: times }, (_unused, index) => `x${index + 1}: &x${index + 1} [*x${index}]\n`).join("")}`;
}

// The floors of the house are held up by the linter. This test holds up the linter: it plants one forbidden import of each sort in a
// throw-away tree and expects it to be found, because a lint rule that silently stopped matching looks exactly like a clean project.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const layerRule = "boundaries(dependencies)";

/** The type-aware linter reads the whole project; on a busy machine that takes its time. */
const patienceMs = 180_000;

/** Files that exist so that the planted imports have something to resolve to. */
const targets = [
  "shared/units.ts",
  "src-main/ports/clock.ts",
  "src-main/conditions/parse.ts",
  "src-main/config/load.ts",
  "src-main/probes/http.ts",
  "src-main/alerting/decide.ts",
  "src-main/history/store.ts",
  "src-main/platform/system-clock.ts",
  "src-main/engine/scheduler.ts",
  "src-main/desktop/tray.ts",
  "src-main/composition/monitor.ts",
  "src-main/cli/check.ts",
  "src-renderer/app.ts",
];

interface Plant {
  readonly file: string;
  readonly imports: string;
}

const forbidden: readonly Plant[] = [
  { file: "shared/a.ts", imports: "../src-main/conditions/parse.ts" },
  { file: "shared/b.ts", imports: "../src-main/ports/clock.ts" },
  { file: "shared/c.ts", imports: "node:fs" },
  { file: "shared/d.ts", imports: "electron" },
  { file: "src-main/ports/a.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/conditions/a.ts", imports: "../probes/http.ts" },
  { file: "src-main/conditions/b.ts", imports: "../config/load.ts" },
  { file: "src-main/conditions/c.ts", imports: "node:crypto" },
  { file: "src-main/config/a.ts", imports: "../probes/http.ts" },
  { file: "src-main/config/b.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/probes/a.ts", imports: "../alerting/decide.ts" },
  { file: "src-main/probes/b.ts", imports: "../conditions/parse.ts" },
  { file: "src-main/probes/c.ts", imports: "electron" },
  { file: "src-main/probes/pure/a.ts", imports: "node:net" },
  { file: "src-main/alerting/a.ts", imports: "../history/store.ts" },
  { file: "src-main/alerting/decide-a.ts", imports: "node:timers" },
  { file: "src-main/alerting/machine/a.ts", imports: "node:fs/promises" },
  { file: "src-main/alerting/providers/slack/build-request.ts", imports: "node:http" },
  { file: "src-main/history/a.ts", imports: "../config/load.ts" },
  { file: "src-main/history/rollup-a.ts", imports: "node:fs" },
  { file: "src-main/platform/a.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/engine/a.ts", imports: "../desktop/tray.ts" },
  { file: "src-main/engine/b.ts", imports: "../platform/system-clock.ts" },
  { file: "src-main/engine/c.ts", imports: "electron" },
  { file: "src-main/engine/d.ts", imports: "../../src-renderer/app.ts" },
  { file: "src-main/desktop/a.ts", imports: "../cli/check.ts" },
  { file: "src-main/desktop/b.ts", imports: "../../src-renderer/app.ts" },
  { file: "src-main/desktop/preload.ts", imports: "./tray.ts" },
  { file: "src-main/desktop/preload-a.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/desktop/preload-b.ts", imports: "node:fs" },
  { file: "src-main/desktop/preload-c.ts", imports: "zod" },
  { file: "src-main/engine/e.ts", imports: "../composition/monitor.ts" },
  { file: "src-main/desktop/c.ts", imports: "../composition/monitor.ts" },
  { file: "src-main/composition/a.ts", imports: "electron" },
  { file: "src-main/cli/a.ts", imports: "../desktop/tray.ts" },
  { file: "src-main/cli/b.ts", imports: "electron" },
  { file: "src-main/cli.ts", imports: "electron-store" },
  { file: "src-renderer/a.ts", imports: "../src-main/ports/clock.ts" },
  { file: "src-renderer/b.ts", imports: "electron" },
  { file: "src-renderer/c.ts", imports: "node:path" },
];

const allowed: readonly Plant[] = [
  { file: "shared/ok.ts", imports: "./units.ts" },
  { file: "shared/ok-zod.ts", imports: "zod" },
  { file: "src-main/conditions/ok.ts", imports: "../../shared/units.ts" },
  { file: "src-main/config/ok.ts", imports: "../conditions/parse.ts" },
  { file: "src-main/config/ok-node.ts", imports: "node:fs" },
  { file: "src-main/probes/ok.ts", imports: "../ports/clock.ts" },
  { file: "src-main/platform/ok.ts", imports: "../ports/clock.ts" },
  { file: "src-main/engine/ok.ts", imports: "../history/store.ts" },
  { file: "src-main/desktop/ok.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/desktop/ok-electron.ts", imports: "electron" },
  { file: "src-main/desktop/preload-ok.ts", imports: "electron" },
  { file: "src-main/desktop/preload-ok-shared.ts", imports: "../../shared/units.ts" },
  { file: "src-main/main.ts", imports: "electron" },
  { file: "src-main/composition/ok.ts", imports: "../engine/scheduler.ts" },
  { file: "src-main/cli/ok.ts", imports: "../platform/system-clock.ts" },
  { file: "src-renderer/ok.ts", imports: "../shared/units.ts" },
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** The ways in which one module can reach another, one to a line; each has to be seen. */
const forms: readonly ((specifier: string) => string)[] = [
  (specifier) => `import * as value from "${specifier}";`,
  (specifier) => `import type * as type from "${specifier}";`,
  (specifier) => `export * from "${specifier}";`,
  (specifier) => `export const dynamic = async () => [await import("${specifier}"), value, {} as typeof type];`,
];

const importInEachForm = (specifier: string) => `${forms.map((form) => form(specifier)).join("\n")}\n`;

function lint(folder: string, flags: readonly string[] = []): Promise<readonly Diagnostic[]> {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      [oxlint, "--format", "json", ...flags, "."],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        try {
          const report = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
          done(report.diagnostics);
        } catch (cause) {
          failed(new Error(`the linter gave no report: ${stdout}${stderr}${error?.message ?? ""}`, { cause }));
        }
      },
    );
  });
}

async function plant(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function emptyTree(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-architecture-"));
  await cp(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  await plant(folder, {
    "tsconfig.json": JSON.stringify({ compilerOptions: { module: "nodenext", allowImportingTsExtensions: true, noEmit: true } }),
    ...Object.fromEntries(targets.map((target) => [target, "export const target = 1;\n"])),
  });
  return folder;
}

describe("the linter, given an import of each form", () => {
  let folder = "";
  let diagnostics: readonly Diagnostic[] = [];

  beforeAll(async () => {
    folder = await emptyTree();
    const files = [...forbidden, ...allowed].map(({ file, imports }) => [file, importInEachForm(imports)] as const);
    await plant(folder, Object.fromEntries(files));
    diagnostics = await lint(folder);
  }, patienceMs);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const linesRefusedIn = (file: string) => [
    ...new Set(
      diagnostics
        .filter(({ code, filename }) => code === layerRule && filename === file)
        .flatMap(({ labels }) => labels.map(({ span }) => span.line)),
    ),
  ];

  it.each(forbidden)("refuses that $file imports $imports", ({ file }) => {
    expect(new Set(linesRefusedIn(file))).toEqual(new Set(forms.map((_, index) => index + 1)));
  });

  it.each(allowed)("lets $file import $imports", ({ file }) => {
    expect(linesRefusedIn(file)).toEqual([]);
  });
});

describe("the linter, given other breaches", () => {
  let folder = "";
  let diagnostics: readonly Diagnostic[] = [];

  beforeAll(async () => {
    folder = await emptyTree();
    await plant(folder, {
      "src-main/engine/one.ts": 'import { two } from "./two.ts";\nexport const one = () => two;\n',
      "src-main/engine/two.ts": 'import { one } from "./one.ts";\nexport const two = () => one;\n',
      "src-main/engine/any.ts": "export const loose: any = 1;\n",
      "src-main/engine/floating.ts": "export async function work() {}\nexport function start() {\n  work();\n}\n",
      "src-main/engine/bang.ts": "export const first = (list: readonly string[]) => list[0]!;\n",
      "src-main/nowhere/lost.ts": "export const lost = 1;\n",
    });
    diagnostics = await lint(folder);
  }, patienceMs);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ["a cycle", "import(no-cycle)", "src-main/engine/one.ts"],
    ["an any", "typescript(no-explicit-any)", "src-main/engine/any.ts"],
    ["a floating promise", "typescript(no-floating-promises)", "src-main/engine/floating.ts"],
    ["a non-null assertion", "typescript(no-non-null-assertion)", "src-main/engine/bang.ts"],
    ["a file that belongs to no layer", "boundaries(no-unknown-files)", "src-main/nowhere/lost.ts"],
  ])("refuses %s", (_what, rule, file) => {
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: rule, filename: file }));
  });
});

it(
  "finds no breach of the layers in the project itself",
  async () => {
    const layersOnly = ["-A", "all", "-D", "boundaries/dependencies", "-D", "boundaries/no-unknown-files", "-D", "import/no-cycle"];
    expect(await lint(root, layersOnly)).toEqual([]);
  },
  patienceMs,
);

// Editing real files through the real worker: a configuration large enough to be read there, changed by several at once.

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { openBackups } from "../../../../../src-main/config/edit/backups.ts";
import type { BackupStore } from "../../../../../src-main/config/edit/backups.ts";
import { openEditEngine } from "../../../../../src-main/config/edit/edit-in-worker.ts";
import { EditSession } from "../../../../../src-main/config/edit/session.ts";
import type { SessionPorts } from "../../../../../src-main/config/edit/session.ts";
import { readGatusTexts } from "../../../../../src-main/config/import/gatus.ts";
import type { Result } from "../../../../../shared/errors.ts";
import type { ConfigSaveOutcome, Edit, EntryRef } from "../../../../../shared/model/settings.ts";
import { LOCKS } from "../../../../helpers/file-locks.ts";

/** Above the size from which texts are read in the worker. */
const ENTRIES = 4_000;
const TEXT = `# mine\nendpoints:\n${Array.from(
  { length: ENTRIES },
  (_unused, index) => `  - name: e${index} # number ${index}\n    url: "https://e${index}.invalid"\n    interval: 60s\n`,
).join("")}`;
/** A worker is built, started and given megabytes, on a machine that may be busy. */
const PATIENCE_MS = 60_000;

let root = "";
let workerUrl: URL;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "sentray-edit-")));
  const outDir = join(root, "worker");
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: join(import.meta.dirname, "../../../../../src-main/config/edit/edit.worker.ts"),
      outDir,
      rollupOptions: { output: { entryFileNames: "edit.worker.mjs" } },
    },
    ssr: { noExternal: true },
  });
  workerUrl = pathToFileURL(join(outDir, "edit.worker.mjs"));
}, PATIENCE_MS);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Place {
  readonly file: string;
  readonly folder: string;
  readonly backups: BackupStore;
  open(ports?: Partial<SessionPorts>): EditSession;
  read(): string;
}

/** A folder with one large file, `main.yaml`, and as many sessions as a test opens. */
function place(text = TEXT): Place {
  const own = mkdtempSync(join(root, "case-"));
  const folder = join(own, "config");
  mkdirSync(folder);
  const file = join(folder, "main.yaml");
  writeFileSync(file, text);
  const backups = openBackups(join(own, "backups"));
  let now = 1_800_000_000_000;
  return {
    file,
    folder,
    backups,
    read: () => readFileSync(file, "utf8"),
    open: (ports = {}) => {
      const engine = openEditEngine(workerUrl);
      onTestFinished(() => engine.close());
      return new EditSession({
        configPath: folder,
        engine,
        backups,
        clock: { nowMs: () => (now += 1_000), monotonicMs: () => now } as unknown as SessionPorts["clock"],
        whileLocked: LOCKS.whileLocked,
        check: () => Promise.resolve([]),
        keepSecret: () => null,
        dropSecret: () => undefined,
        onSaved: () => undefined,
        ...ports,
      });
    },
  };
}

function ref(file: string, index: number): EntryRef {
  return { file, list: "endpoints", index, name: `e${index}`, group: "" };
}

function setInterval(file: string, index: number, value: string): Edit {
  return { op: "set", target: { kind: "entry", entry: ref(file, index) }, path: ["interval"], value };
}

async function apply(session: EditSession, base: string, ...edits: readonly Edit[]): Promise<Result<ConfigSaveOutcome>> {
  return await session.apply({ base, edits, shared: "ask", reason: "a test" });
}

function withInterval(text: string, index: number, value: string): string {
  const entry = `    url: "https://e${index}.invalid"\n    interval: `;
  return text.replace(`${entry}60s`, `${entry}${value}`);
}

describe("an import of megabytes", { timeout: PATIENCE_MS }, () => {
  const text = Array.from(
    { length: ENTRIES },
    (_unused, index) => `  - {name: e${index}, url: "https://e${index}.invalid", conditions: ["[STATUS] == 200"]}`,
  );
  const files = [{ path: "/gatus.yaml", text: `endpoints:\n${text.join("\n")}\n` }];

  it("is read in the worker as it would be here", async () => {
    const engine = openEditEngine(workerUrl);
    onTestFinished(() => engine.close());
    const found = await engine.readGatus(files, "gatus.yaml");
    expect(found.ok && found.value.entries.length).toBe(ENTRIES);
    expect(found).toEqual(readGatusTexts("gatus.yaml", files));
  });

  it("is not read without the worker", async () => {
    const engine = openEditEngine(pathToFileURL(join(root, "nowhere.mjs")));
    onTestFinished(() => engine.close());
    await expect(engine.readGatus(files, "gatus.yaml")).rejects.toThrow("worker");
  });
});

describe("a large configuration that is edited in the worker", { timeout: PATIENCE_MS }, () => {
  it("takes two edits at once, both meant for the same state", async () => {
    const { file, open, read } = place();
    const session = open();
    const { revision } = await session.read();
    const outcomes = await Promise.all([
      apply(session, revision, setInterval(file, 7, "7m")),
      apply(session, revision, setInterval(file, 3_900, "9m")),
    ]);
    expect(outcomes).toMatchObject([
      { ok: true, value: { outcome: "saved", rebased: false } },
      { ok: true, value: { outcome: "saved", rebased: true } },
    ]);
    expect(read()).toBe(withInterval(withInterval(TEXT, 7, "7m"), 3_900, "9m"));
  });

  it("is edited on what another editor wrote meanwhile, also where entries moved", async () => {
    const { file, open, read } = place();
    const session = open();
    const { revision } = await session.read();
    const theirs = TEXT.replace("endpoints:\n", "endpoints:\n  - name: theirs\n");
    writeFileSync(file, theirs);
    expect(await apply(session, revision, setInterval(file, 20, "2m"))).toMatchObject({
      ok: true,
      value: { outcome: "saved", rebased: true },
    });
    expect(read()).toBe(withInterval(theirs, 20, "2m"));
  });

  it("refuses, with the difference, what another editor changed in the same place", async () => {
    const { file, open, read } = place();
    const session = open();
    const { revision } = await session.read();
    const theirs = withInterval(TEXT, 20, "30s");
    writeFileSync(file, theirs);
    expect(await apply(session, revision, setInterval(file, 20, "2m"))).toMatchObject({
      ok: true,
      value: { outcome: "conflict", diffs: [{ file, hunks: [{ before: ["    interval: 60s"], after: ["    interval: 30s"] }] }] },
    });
    expect(read()).toBe(theirs);
  });

  it("is saved by two sessions, each on what the other one saved", async () => {
    const { file, open, read } = place();
    const [one, other] = [open(), open()];
    const [first, second] = [await one.read(), await other.read()];
    expect(await apply(one, first.revision, setInterval(file, 1, "1m"))).toMatchObject({ ok: true, value: { outcome: "saved" } });
    expect(await apply(other, second.revision, setInterval(file, 2, "2m"))).toMatchObject({
      ok: true,
      value: { outcome: "saved", rebased: true },
    });
    expect(await apply(one, first.revision, setInterval(file, 2, "5m"))).toMatchObject({ ok: true, value: { outcome: "conflict" } });
    expect(read()).toBe(withInterval(withInterval(TEXT, 1, "1m"), 2, "2m"));
    expect(await one.undo()).toMatchObject({ ok: true, value: { outcome: "conflict" } });
    expect(await other.undo()).toMatchObject({ ok: true, value: { outcome: "saved" } });
    expect(read()).toBe(withInterval(TEXT, 1, "1m"));
  });

  it("is not saved over what another session saves while the edit is checked", async () => {
    const { file, open, read } = place();
    const other = open();
    const check = async (): Promise<readonly []> => {
      await apply(other, (await other.read()).revision, setInterval(file, 2, "2m"));
      return [];
    };
    const one = open({ check });
    const { revision } = await one.read();
    expect(await apply(one, revision, setInterval(file, 1, "1m"))).toMatchObject({
      ok: true,
      value: { outcome: "conflict", diffs: [{ hunks: [{ after: ["    interval: 2m"] }] }] },
    });
    expect(read()).toBe(withInterval(TEXT, 2, "2m"));
  });

  it("is read by the worker again after the worker was ended", async () => {
    const { file, open, read } = place();
    const engine = openEditEngine(workerUrl);
    const session = open({ engine });
    const { revision } = await session.read();
    expect(await apply(session, revision, setInterval(file, 1, "1m"))).toMatchObject({ ok: true });
    await engine.close();
    expect(await apply(session, revision, setInterval(file, 2, "2m"))).toMatchObject({ ok: true, value: { outcome: "saved" } });
    await engine.close();
    expect(read()).toBe(withInterval(withInterval(TEXT, 1, "1m"), 2, "2m"));
  });
});

const SMALL = "# mine\nendpoints:\n  - name: e0\n    interval: 60s # often\n";

describe("what was saved", { timeout: PATIENCE_MS }, () => {
  it("is taken back step by step", async () => {
    const { file, open, read } = place(SMALL);
    const session = open();
    for (const value of ["1m", "2m", "3m"]) await apply(session, (await session.read()).revision, setInterval(file, 0, value));
    for (const value of ["2m", "1m", "60s"]) {
      expect(await session.undo()).toMatchObject({ ok: true, value: { outcome: "saved" } });
      expect(read()).toBe(SMALL.replace("60s", value));
    }
    expect(await session.undo()).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("has its last twenty states kept, and each can be put back", async () => {
    const { file, open, read, backups } = place(SMALL);
    const session = open();
    for (let count = 1; count <= 23; count += 1) await apply(session, (await session.read()).revision, setInterval(file, 0, `${count}m`));
    // The state before a save is what is kept: the oldest of twenty is that before the fourth.
    const kept = await backups.list();
    expect(kept).toHaveLength(20);
    const stored = await Promise.all(kept.map(async ({ id }) => (await backups.read(id)) ?? []));
    expect(stored.map((files) => files[0]?.text)).toEqual(
      Array.from({ length: 20 }, (_unused, index) => SMALL.replace("60s", `${22 - index}m`)),
    );
    for (const [index, { id }] of kept.entries()) {
      // Restoring keeps a backup, too, which pushes the oldest out: it is put back as it was.
      const files = stored[index] ?? [];
      if ((await backups.read(id)) === null) await backups.keep(files, "again", 1_900_000_000_000 + index);
      const name = (await backups.read(id)) === null ? `${1_900_000_000_000 + index}-000` : id;
      expect(await session.restore(name)).toMatchObject({ ok: true });
      expect(read()).toBe(files[0]?.text);
    }
  });

  it("is not restored, in clear words, when its file is not there any more", async () => {
    const { file, folder, open, backups } = place(SMALL);
    const second = join(folder, "second.yaml");
    writeFileSync(second, SMALL);
    const session = open();
    await apply(session, (await session.read()).revision, setInterval(second, 0, "5m"));
    const id = (await backups.list())[0]?.id ?? "";
    rmSync(second);
    const refused = await session.restore(id);
    expect(refused).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(refused.ok ? "" : refused.error.message).toContain(`${second} is not there any more.`);
    writeFileSync(second, "");
    expect(await session.restore(id)).toMatchObject({ ok: true, value: { outcome: "saved" } });
    expect([readFileSync(second, "utf8"), readFileSync(file, "utf8")]).toEqual([SMALL, SMALL]);
  });
});

describe("a save of several files", { timeout: PATIENCE_MS }, () => {
  it("leaves all of them as they were when the last one cannot be written", async () => {
    const { file, folder, open, read } = place(SMALL);
    // So long a name that none is left for the text that is written beside it.
    const long = join(folder, `${"z".repeat(245)}.yaml`);
    writeFileSync(long, SMALL);
    const session = open();
    const { revision } = await session.read();
    expect(await apply(session, revision, setInterval(file, 0, "1m"), setInterval(long, 0, "1m"))).toMatchObject({
      ok: false,
      error: { code: "config_unreadable" },
    });
    expect([read(), readFileSync(long, "utf8")]).toEqual([SMALL, SMALL]);
    expect(session.undoable).toBe(null);
  });
});

describe("a file that is no UTF-8 text", { timeout: PATIENCE_MS }, () => {
  it.each([
    { name: "a form", change: (session: EditSession, base: string, file: string) => apply(session, base, setInterval(file, 0, "1m")) },
    {
      name: "the YAML view",
      change: (session: EditSession, base: string, file: string) => session.saveText(base, file, SMALL, "x", false),
    },
  ])("is not edited by $name, which names it and the place", async ({ change }) => {
    const { file, open } = place(SMALL);
    const session = open();
    const { revision } = await session.read();
    const bytes = Buffer.concat([Buffer.from("# caf"), Buffer.from([0xe9]), Buffer.from(`\n${SMALL}`)]);
    writeFileSync(file, bytes);
    const refused = await change(session, revision, file);
    expect(refused).toMatchObject({ ok: false, error: { code: "config_unreadable" } });
    expect(refused.ok ? "" : refused.error.message).toContain(`${file}: Byte 5 (0xe9) is not valid UTF-8`);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it("is not restored over", async () => {
    const { file, open, backups } = place(SMALL);
    const session = open();
    await apply(session, (await session.read()).revision, setInterval(file, 0, "1m"));
    writeFileSync(file, Buffer.from([0x23, 0xff, 0x0a]));
    expect(await session.restore((await backups.list())[0]?.id ?? "")).toMatchObject({ ok: false, error: { code: "config_unreadable" } });
    expect(readFileSync(file)).toEqual(Buffer.from([0x23, 0xff, 0x0a]));
  });
});

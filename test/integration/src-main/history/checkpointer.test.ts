// The write-ahead log goes into the file from a thread of its own, beside commits; and what happens when that thread fails.

import { existsSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Checkpointer } from "../../../../src-main/history/checkpointer.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";
import { DAY, MINUTE, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { bundleCheckpointWorker } from "./bundle-child.ts";
import { checkResult, openStore, SILENT, temporaryFolder } from "./history-support.ts";

const MIB = 2 ** 20;
/** A value of this size in each commit: the log has 4 MiB after five. */
const LARGE = "x".repeat(MIB);
const COMMITS = 40;
const PATIENCE_MS = 30 * SECOND;

/** Waits for what a thread does. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(10)) if (await isSo()) return;
  throw new Error("it did not happen");
}

const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;

/** Commits until as much was written as ten logs hold, letting the thread take its turn. */
async function writeMuch(store: SqliteHistoryStore): Promise<void> {
  for (let commit = 0; commit < COMMITS; commit += 1) {
    store.putValue(`large-${commit % 8}`, `${LARGE}${commit}`);
    await wait(5);
  }
}

/** A worker thread that does what the text says. */
async function workerOf(code: string): Promise<URL> {
  const file = path.join(await temporaryFolder(), "worker.mjs");
  await writeFile(file, `import { parentPort } from "node:worker_threads";\n${code}`);
  return pathToFileURL(file);
}

function recorder(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const add = (message: string, fields: unknown): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { logger: { ...SILENT, warn: add, error: add }, lines };
}

describe("a store with a thread for its write-ahead log", () => {
  it("brings the log into the file while it is open, and begins it anew", async () => {
    const { store, file } = await openStore({ checkpointWorker: await bundleCheckpointWorker() });
    await writeMuch(store);
    await until(async () => (await sizeOf(file)) > 6 * MIB);
    expect(await sizeOf(`${file}-wal`)).toBeLessThan((COMMITS * MIB) / 2);
    expect(store.health.state).toBe("ok");
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const { store: again } = await openStore({ file });
    expect(again.value("large-7")).toBe(`${LARGE}39`);
  });

  it("leaves it to the thread: without an answer the file stays small until the log is overdue", async () => {
    const silent = await workerOf(`parentPort.on("message", () => undefined);`);
    const { store, file } = await openStore({ checkpointWorker: silent });
    for (let commit = 0; commit < 8; commit += 1) store.putValue(`large-${commit}`, LARGE);
    expect(await sizeOf(file)).toBeLessThan(MIB);
    for (let commit = 8; commit < 20; commit += 1) store.putValue(`large-${commit}`, LARGE);
    expect(await sizeOf(file)).toBeGreaterThan(12 * MIB);
  });

  it("removes old results in steps that the log keeps up with", async () => {
    const retention = { resultsMs: 0, removedEndpointsMs: DAY };
    const { store, file } = await openStore({ checkpointWorker: await bundleCheckpointWorker(), retention });
    const long = "x".repeat(600);
    for (let index = 0; index < 40_000; index += 1) {
      store.append(checkResult({ timestampMs: FAKE_START_MS - 100 * DAY + index * MINUTE, errors: [`${long} ${index}`] }));
    }
    await store.compact();
    const before = await sizeOf(file);
    expect(before).toBeGreaterThan(20 * MIB);
    store.setRetention({ resultsMs: 80 * DAY, removedEndpointsMs: DAY });
    await store.tidy();
    expect(await sizeOf(`${file}-wal`)).toBeLessThan(before);
    await store.close();
    expect(await sizeOf(file)).toBeLessThan(before * 0.7);
    const { store: again } = await openStore({ file, retention });
    expect(await again.inspect(() => undefined)).toMatchObject({ damagedRows: 0 });
  });

  it("closes while a checkpoint is under way, and leaves one sound file", async () => {
    const worker = await bundleCheckpointWorker();
    for (let round = 0; round < 10; round += 1) {
      const { store, file } = await openStore({ checkpointWorker: worker });
      for (let commit = 0; commit < 5 + round; commit += 1) store.putValue(`large-${commit}`, LARGE);
      await wait(round);
      await store.close();
      expect(existsSync(`${file}-wal`)).toBe(false);
      const raw = new Database(file, { readonly: true });
      expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
      raw.close();
    }
  });

  it.each([
    ["is not there", async () => pathToFileURL(path.join(await temporaryFolder(), "none.mjs")), /none\.mjs/],
    ["throws", () => workerOf(`parentPort.on("message", () => { throw new Error("no luck"); });`), /no luck/],
    ["ends", () => workerOf(`parentPort.on("message", () => process.exit(3));`), /ended early \(3\)/],
  ])("lets commits do it when the thread %s, and says so once", async (_what, makeWorker, why) => {
    const { logger, lines } = recorder();
    const { store, file } = await openStore({ checkpointWorker: await makeWorker(), logger });
    await writeMuch(store);
    await until(() => lines.length > 0);
    await writeMuch(store);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^the thread for the write-ahead log failed; commits do its work/);
    expect(lines[0]).toMatch(why);
    expect(await sizeOf(file)).toBeGreaterThan(6 * MIB);
    expect(store.health.state).toBe("ok");
  });
});

describe("the caller's side", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function checkpointer(
    code: string,
  ): Promise<{ readonly made: Checkpointer; readonly lines: string[]; readonly givenUp: () => number }> {
    const { logger, lines } = recorder();
    let givenUp = 0;
    const made = new Checkpointer({ workerUrl: await workerOf(code), file: "unused", logger, onGivenUp: () => (givenUp += 1) });
    return { made, lines, givenUp: () => givenUp };
  }

  it("asks when much was written, once until it is answered", async () => {
    const { made } = await checkpointer(`parentPort.on("message", () => parentPort.postMessage({ trouble: null }));`);
    made.wrote(3 * MIB);
    expect(made.isBusy).toBe(false);
    await made.keptUp();
    made.wrote(MIB);
    expect(made.isBusy).toBe(true);
    made.wrote(9 * MIB);
    await made.keptUp();
    expect(made.isBusy).toBe(false);
    made.wrote(1);
    expect(made.isBusy).toBe(true);
    await made.end();
    expect(made.isBusy).toBe(false);
  });

  it("says what troubles the thread, but not again and again", async () => {
    const { made, lines, givenUp } = await checkpointer(
      `let n = 0; parentPort.on("message", () => parentPort.postMessage({ trouble: (n += 1) === 3 ? null : "the disk is full" }));`,
    );
    for (let round = 0; round < 4; round += 1) {
      made.wrote(4 * MIB);
      await made.keptUp();
    }
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("the disk is full");
    expect(givenUp()).toBe(0);
    await made.end();
  });

  it("gives up on a thread that doesn't answer, and lets whoever waits go on", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { made, lines, givenUp } = await checkpointer(`parentPort.on("message", () => undefined);`);
    made.wrote(4 * MIB);
    const waiting = made.keptUp();
    vi.advanceTimersByTime(61 * SECOND);
    await waiting;
    expect(givenUp()).toBe(1);
    expect(lines[0]).toContain("no answer within 60 s");
    made.wrote(40 * MIB);
    expect(made.isBusy).toBe(false);
  });
});

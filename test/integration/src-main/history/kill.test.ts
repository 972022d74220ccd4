// A monitor that is killed at any moment: whatever it said was kept is there, and the file opens without complaint. Runs more
// rounds when SENTRAY_LONG is set.

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { DAY, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { bundleDiskWorker, bundleChild } from "./bundle-child.ts";
import { openStore, temporaryFolder } from "./history-support.ts";

const ROUNDS = process.env["SENTRAY_LONG"] === undefined ? 30 : 200;
const KEYS = ["a_one", "a_two", "a_three"];

interface Programs {
  readonly child: string;
  readonly worker: URL;
}

/** Lets the child append until it has acknowledged a while, kills it, and gives what it acknowledged: number of results by key. */
function runAndKill({ child, worker }: Programs, file: string, firstNumber: number, killAfterMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, file, worker.href, String(firstNumber)], { stdio: ["ignore", "pipe", "inherit"] });
    let acknowledged = firstNumber;
    const lines = createInterface({ input: running.stdout });
    lines.once("line", () => setTimeout(() => running.kill("SIGKILL"), killAfterMs));
    lines.on("line", (line) => {
      acknowledged = Math.max(acknowledged, Number(line));
    });
    running.once("error", reject);
    // `close` comes after everything that was written has been read.
    running.once("close", () => resolve(acknowledged));
  });
}

it(
  "loses nothing that it acknowledged",
  async () => {
    const programs = { child: await bundleChild("kill-child"), worker: await bundleDiskWorker() };
    const file = path.join(await temporaryFolder(), "history.db");
    await writeFile(file, "");
    let appended = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Every third is killed as soon as it has opened the file: what the one before left must be whole by itself.
      const killAfterMs = round % 3 === 2 ? 0 : Math.floor(((round * 7_919) % 97) * 1.5);
      const acknowledged = await runAndKill(programs, file, appended, killAfterMs);
      const { store } = await openStore({ file });
      expect(store.movedAside).toBeNull();
      const latest = await store.latest();
      const newest = latest.reduce((most, result) => Math.max(most, (result.timestampMs - FAKE_START_MS) / SECOND), -1) + 1;
      expect(newest).toBeGreaterThanOrEqual(acknowledged);
      expect(Number(store.value("acknowledged") ?? 0)).toBeGreaterThanOrEqual(acknowledged - 1);
      appended = newest;
      if (round % 5 === 4) {
        if (round % 10 === 9) await store.compact();
        const summaries = await store.uptime({ keys: KEYS, fromMs: FAKE_START_MS, toMs: FAKE_START_MS + 300 * DAY });
        expect(summaries.reduce((sum, { checks }) => sum + checks, 0)).toBe(appended);
        let stored = 0;
        for (const key of KEYS) stored += (await store.results({ key, limit: 10_000_000 })).results.length;
        expect(stored).toBe(appended);
      }
      await store.close();
    }
    const { store } = await openStore({ file });
    expect(await store.inspect(() => undefined)).toMatchObject({ damagedRows: 0 });
    expect(appended).toBeGreaterThan(ROUNDS);
  },
  600 * SECOND,
);

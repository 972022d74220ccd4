// Disks that are really full and really read-only: a small one of its own, mounted where only the child process sees it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../../../shared/units.ts";
import { bundleDiskWorker, bundleChild } from "./bundle-child.ts";
import { temporaryFolder } from "./history-support.ts";

const run = promisify(execFile);
const DISK_BYTES = 4_000_000;

/** Why no disk can be mounted here; null = one can. */
async function obstacle(): Promise<string | null> {
  if (process.platform !== "linux") return "mounting a disk for one process is done on Linux only";
  return await run("unshare", ["--mount", "sh", "-c", "mount -t tmpfs none /mnt"]).then(
    () => null,
    () => "mounting a disk needs the rights of root",
  );
}

const reason = await obstacle();

describe("a disk of its own", () => {
  const factsOf = async (scenario: string): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> => {
    const child = await bundleChild("disk-child");
    const { href: worker } = await bundleDiskWorker();
    const disk = await temporaryFolder();
    const script = `mount -t tmpfs -o size=${DISK_BYTES} none "$2" && exec "$0" "$1" "$3" "$2" "$4"`;
    const { stdout } = await run("unshare", ["--mount", "sh", "-c", script, process.execPath, child, disk, scenario, worker]);
    return JSON.parse(stdout) as ReadonlyArray<Readonly<Record<string, unknown>>>;
  };

  it(
    "holds results while it is full, says so, and writes them when there is room",
    async ({ skip }) => {
      skip(reason !== null, reason ?? "");
      const [whileFull, after, kept] = await factsOf("full");
      expect(whileFull).toMatchObject({ health: "full", results: 9_100 });
      expect(whileFull?.["message"]).toMatch(/^The disk is full/);
      expect(after).toMatchObject({ health: "ok", results: 9_100 });
      expect(kept).toMatchObject({ health: "ok", results: 9_100, alerts: 1, moved: null });
    },
    60 * SECOND,
  );

  it(
    "begins in memory when it is full from the start",
    async ({ skip }) => {
      skip(reason !== null, reason ?? "");
      const [whileFull, after] = await factsOf("fullFromTheStart");
      expect(whileFull).toMatchObject({ health: "full", results: 500 });
      expect(after).toMatchObject({ health: "ok", results: 500 });
    },
    60 * SECOND,
  );

  it(
    "begins in memory when it is read-only, and joins both when it is not any more",
    async ({ skip }) => {
      skip(reason !== null, reason ?? "");
      const [whileReadOnly, after] = await factsOf("readOnly");
      expect(whileReadOnly).toMatchObject({ health: "readonly" });
      expect(Number(whileReadOnly?.["results"])).toBeGreaterThanOrEqual(500);
      expect(after).toMatchObject({ health: "ok", results: 1_000 });
    },
    60 * SECOND,
  );
});

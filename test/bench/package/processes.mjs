// What a program and all that it started cost, from /proc. Linux only.

import { readFile, readdir } from "node:fs/promises";

/** The clock of /proc/<pid>/stat; 100 on every Linux that Electron runs on. */
const TICKS_PER_SECOND = 100;

/**
 * @param {number} root
 * @returns {Promise<readonly number[]>} the process and everything below it
 */
export async function processTree(root) {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name)).map(Number);
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const pid of pids) {
    const parent = Number((await statOf(pid))?.[1]);
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/**
 * @param {readonly number[]} pids
 * @returns {Promise<number>} processor time of all of them since they started, in seconds
 */
export async function processorSeconds(pids) {
  const spent = await Promise.all(
    pids.map(async (pid) => {
      const stat = await statOf(pid);
      return stat === null ? 0 : Number(stat[11]) + Number(stat[12]);
    }),
  );
  return spent.reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/**
 * @param {readonly number[]} pids
 * @returns {Promise<{ pssMb: number, rssMb: number }>} their share of memory (what several use is divided among them), and the largest one's RSS
 */
export async function memoryOf(pids) {
  const found = { pssMb: 0, rssMb: 0 };
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    const megabytes = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "mu").exec(text)?.[1] ?? 0) / 1_024;
    found.pssMb += megabytes("Pss");
    found.rssMb = Math.max(found.rssMb, megabytes("Rss"));
  }
  return found;
}

/**
 * The fields of /proc/<pid>/stat from the third on; the second, a name, may hold anything.
 * @param {number} pid
 * @returns {Promise<readonly string[] | null>} `null` when the process is gone
 */
async function statOf(pid) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

// What the tests of the thread for the disk share.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { SECOND } from "../../../../shared/units.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";
import { SILENT, temporaryFolder } from "./history-support.ts";

const PATIENCE_MS = 30 * SECOND;

/** Waits for what a thread does. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(10)) if (await isSo()) return;
  throw new Error("it did not happen");
}

/** A worker thread that does what the text says. */
export async function workerOf(code: string): Promise<URL> {
  const file = path.join(await temporaryFolder(), "worker.mjs");
  await writeFile(file, `import { parentPort } from "node:worker_threads";\n${code}`);
  return pathToFileURL(file);
}

/** A logger that keeps what it is warned of. */
export function recorder(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const add = (message: string, fields: unknown): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { logger: { ...SILENT, warn: add, error: add }, lines };
}

// What the tests of the history share: results, files in a folder of their own, and a store on them.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { CheckResult, ResultExtras } from "../../../../shared/model/result.ts";
import { NO_PHASES } from "../../../../shared/model/observation.ts";
import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import type { StoreOptions } from "../../../../src-main/history/store-options.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";
import { SECOND, type MonotonicMs } from "../../../../shared/units.ts";
import { FAKE_START_MS, FakeClock } from "../../../helpers/fake-clock.ts";

export const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A healthy HTTP check, with what is given put over it. */
export function checkResult(overrides: Partial<CheckResult> = {}): CheckResult {
  const failing = overrides.outcome === "failing";
  return {
    key: "core_front-end",
    timestampMs: FAKE_START_MS,
    durationMs: 12.34,
    outcome: "healthy",
    connected: true,
    status: failing ? 500 : 200,
    hostname: "localhost",
    ip: "",
    dnsRcode: "",
    certificateExpiresInMs: null,
    domainExpiresInMs: null,
    phases: { ...NO_PHASES, connectMs: 1.1, firstByteMs: 10, transferMs: 1.24 },
    conditions: [{ condition: "[STATUS] == 200", success: !failing, display: failing ? "[STATUS] (500) == 200" : "[STATUS] == 200" }],
    degradedConditions: [],
    errors: [],
    attempts: [],
    inMaintenance: false,
    ...overrides,
  };
}

export function resultExtras(overrides: Partial<ResultExtras> = {}): ResultExtras {
  return {
    tls: null,
    httpVersion: "1.1",
    headers: [["content-type", "text/plain"]],
    hops: [],
    reusedConnection: false,
    bodyText: "hello",
    bodyTruncated: false,
    ...overrides,
  };
}

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "sentray-history-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Each look at it is past the end of a slice. */
export class RestlessClock extends FakeClock {
  #lookedMs = 0;

  override monotonicMs(): MonotonicMs {
    this.#lookedMs += SECOND;
    return this.#lookedMs as MonotonicMs;
  }
}

export interface OpenedStore {
  readonly store: SqliteHistoryStore;
  readonly clock: FakeClock;
  readonly file: string;
}

/** A store on a new file, or on the given one; closed when the test ends. */
export async function openStore(options: Partial<StoreOptions> & { readonly clock?: FakeClock } = {}): Promise<OpenedStore> {
  const clock = options.clock ?? new FakeClock();
  const file = options.file ?? path.join(await temporaryFolder(), "history.db");
  const opened = await openHistoryStore({ logger: SILENT, timers: clock, ...options, file, clock });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  onTestFinished(() => store.close());
  return { store, clock, file };
}

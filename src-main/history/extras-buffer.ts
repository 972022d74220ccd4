// The large parts of the latest result and the latest failure of each endpoint, on their way to the file. Only the newest of
// each is kept, so an endpoint that fails every second costs one write now and then.

import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { Connection } from "./connection.ts";

export type ExtrasKind = "latest" | "latest-failure";

export interface KeptExtras {
  readonly result: CheckResult;
  readonly extras: ResultExtras;
}

/** A body is cut here in the latest result; in the latest failure it stays whole, there it explains something. */
const LATEST_BODY_LENGTH = 4_096;
const FAILURE_BODY_LENGTH = 65_536;
/** More than this waiting is written with the next commit. */
const MOST_WAITING_CHARACTERS = 1_048_576;

interface Waiting extends KeptExtras {
  readonly key: string;
  readonly which: ExtrasKind;
}

export class ExtrasBuffer {
  readonly #waiting = new Map<string, Waiting>();
  /** What the transaction under way has written. */
  #written: Array<readonly [name: string, waiting: Waiting]> = [];
  #characters = 0;
  #hasFailure = false;

  /** Whether so much waits that it should be written now. */
  get full(): boolean {
    return this.#characters > MOST_WAITING_CHARACTERS;
  }

  get empty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether a failure waits: it explains something, and should not be lost with a crash. */
  get hasFailure(): boolean {
    return this.#hasFailure;
  }

  keep(result: CheckResult, extras: ResultExtras): void {
    this.#put({ key: result.key, which: "latest", result, extras: cutBody(extras, LATEST_BODY_LENGTH) });
    if (result.outcome !== "healthy") {
      this.#hasFailure = true;
      this.#put({ key: result.key, which: "latest-failure", result, extras: cutBody(extras, FAILURE_BODY_LENGTH) });
    }
  }

  find(key: string, which: ExtrasKind): KeptExtras | null {
    const waiting = this.#waiting.get(entryName(key, which));
    return waiting === undefined ? null : { result: waiting.result, extras: waiting.extras };
  }

  keys(): readonly string[] {
    return [...this.#waiting.values()].map(({ key }) => key);
  }

  /**
   * Writes what has waited longest, in the caller's transaction; {@link settle} follows after the commit.
   * @param isEnough asked after each part
   */
  write(connection: Connection, endpointIdOf: (key: string) => number, isEnough: () => boolean): void {
    this.#written = [];
    for (const entry of this.#waiting) {
      this.#written.push(entry);
      const { key, which, result, extras } = entry[1];
      connection.run(
        "INSERT OR REPLACE INTO extras (endpoint_id, which, data) VALUES (?, ?, ?)",
        endpointIdOf(key),
        which,
        deflateRawSync(JSON.stringify({ result, extras }), { level: 1 }),
      );
      if (isEnough()) return;
    }
  }

  /** What was written is in the file. */
  settle(): void {
    for (const [name, waiting] of this.#written) {
      if (this.#waiting.get(name) !== waiting) continue;
      this.#waiting.delete(name);
      this.#characters -= waiting.extras.bodyText.length;
    }
    this.#written = [];
    this.#hasFailure &&= this.#waiting.size > 0;
  }

  rename(from: string, to: string): void {
    for (const which of ["latest", "latest-failure"] as const) {
      const waiting = this.#waiting.get(entryName(from, which));
      if (waiting === undefined) continue;
      this.#waiting.delete(entryName(from, which));
      this.#waiting.set(entryName(to, which), { ...waiting, key: to });
    }
  }

  #put(waiting: Waiting): void {
    const name = entryName(waiting.key, waiting.which);
    this.#characters += waiting.extras.bodyText.length - (this.#waiting.get(name)?.extras.bodyText.length ?? 0);
    this.#waiting.set(name, waiting);
  }
}

/** What {@link ExtrasBuffer.write} wrote, under the endpoint's present key. */
export function readExtras(data: Uint8Array, key: string): KeptExtras {
  const kept = JSON.parse(inflateRawSync(data).toString("utf8")) as KeptExtras;
  return { extras: kept.extras, result: { ...kept.result, key } };
}

function entryName(key: string, which: ExtrasKind): string {
  return `${which} ${key}`;
}

function cutBody(extras: ResultExtras, length: number): ResultExtras {
  if (extras.bodyText.length <= length) return extras;
  return { ...extras, bodyText: extras.bodyText.slice(0, length), bodyTruncated: true };
}

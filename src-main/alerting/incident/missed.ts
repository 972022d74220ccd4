// What came and went in quiet hours, for the digest at their end. Survives a restart.

import * as z from "zod";

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { Missed } from "./wording.ts";

const NAME = "alert-quiet-missed";
/** A night in which more endpoints flap is told by number only. */
const MOST_ENDPOINTS = 1_000;

const schema = z.array(z.object({ key: z.string(), label: z.string(), outages: z.number().int().positive() }));

/** An endpoint that failed and recovered unheard. */
export interface MissedEndpoint extends Missed {
  readonly key: EndpointKey;
}

/** Collects outages that nobody was told of. */
export class MissedLog {
  #byKey = new Map<EndpointKey, MissedEndpoint>();

  static readonly storedAs = NAME;

  restore(json: string | null): void {
    if (json === null) return;
    try {
      const parsed = schema.safeParse(JSON.parse(json));
      if (parsed.success) this.#byKey = new Map(parsed.data.map((entry) => [entry.key, entry]));
    } catch {
      // Not ours: a digest may be short of a night's outages, which history has all the same.
      this.#byKey.clear();
    }
  }

  /** Returns what to store. */
  add(key: EndpointKey, label: string): string {
    const known = this.#byKey.get(key);
    if (known !== undefined || this.#byKey.size < MOST_ENDPOINTS) {
      this.#byKey.set(key, { key, label, outages: (known?.outages ?? 0) + 1 });
    }
    return JSON.stringify([...this.#byKey.values()]);
  }

  /** In the order of their first outage; the log is empty afterwards. */
  take(): readonly MissedEndpoint[] {
    const missed = [...this.#byKey.values()];
    this.#byKey.clear();
    return missed;
  }
}

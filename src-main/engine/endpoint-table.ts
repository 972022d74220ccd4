// The endpoints that are being watched, with what is remembered of each and how many are in which state.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { EndpointState, EndpointSummary } from "../../shared/model/status.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Scope } from "../ports/monitor.ts";
import { meansTheSame } from "./compile-config.ts";
import type { CompiledEndpoint } from "./compiled-endpoint.ts";
import type { EndpointMemory } from "./endpoint-state.ts";
import { NEW_MEMORY } from "./endpoint-state.ts";
import { covers } from "./pauses.ts";
import { noCounts } from "./summary.ts";
import type { StateCounts } from "./summary.ts";

/** One watched endpoint. Only the engine changes it. */
export interface WatchedEndpoint {
  compiled: CompiledEndpoint;
  memory: EndpointMemory;
  /** The state last counted and shown. */
  shownState: EndpointState;
  /** When the large parts of its answer were last kept; 0 = never. */
  extrasKeptMs: number;
}

/** How what is watched now differs from what was watched before. */
export interface TableChange {
  readonly added: readonly EndpointKey[];
  readonly changed: readonly EndpointKey[];
  readonly removed: readonly EndpointKey[];
}

/** Watched endpoints by key, in file order. */
export class EndpointTable {
  #endpoints = new Map<EndpointKey, WatchedEndpoint>();
  /** Key → the keys that depend on it. */
  #dependents = new Map<EndpointKey, EndpointKey[]>();
  readonly #counts: StateCounts = noCounts();

  get counts(): Readonly<StateCounts> {
    return this.#counts;
  }

  get(key: EndpointKey): WatchedEndpoint | undefined {
    return this.#endpoints.get(key);
  }

  /** Whether this is what is watched still: it did neither change nor leave. */
  watches(compiled: CompiledEndpoint): boolean {
    return this.#endpoints.get(compiled.config.key)?.compiled === compiled;
  }

  keys(): readonly EndpointKey[] {
    return [...this.#endpoints.keys()];
  }

  values(): IterableIterator<WatchedEndpoint> {
    return this.#endpoints.values();
  }

  enabled(): readonly WatchedEndpoint[] {
    return [...this.#endpoints.values()].filter(({ compiled }) => compiled.config.enabled);
  }

  keysIn(scope: Scope): readonly EndpointKey[] {
    const covered = [...this.#endpoints.values()].filter(({ compiled }) => covers(scope, compiled.config));
    return covered.map(({ compiled }) => compiled.config.key);
  }

  /** Those that are not on this machine; null = all of them. */
  outsideKeys(): readonly EndpointKey[] | null {
    const outside = [...this.#endpoints.values()].filter(({ compiled }) => !compiled.isLocal);
    return outside.length === this.#endpoints.size ? null : outside.map(({ compiled }) => compiled.config.key);
  }

  dependentsOf(key: EndpointKey): readonly EndpointKey[] {
    return this.#dependents.get(key) ?? [];
  }

  /** When the newest check of all ended; null = none ever did. */
  newestResultMs(): EpochMs | null {
    let newestMs: EpochMs | null = null;
    for (const { memory } of this.#endpoints.values()) {
      if (memory.latest !== null && (newestMs === null || memory.latest.timestampMs > newestMs)) newestMs = memory.latest.timestampMs;
    }
    return newestMs;
  }

  /** Whether something that this endpoint depends on fails. */
  isBlocked(endpoint: WatchedEndpoint): boolean {
    return endpoint.compiled.config.dependsOn.some((key) => this.#endpoints.get(key)?.memory.latest?.outcome === "failing");
  }

  /** Replaces the whole table, in this order; known endpoints keep what is remembered of them. */
  set(compiled: readonly CompiledEndpoint[]): TableChange {
    const former = this.#endpoints;
    const added: EndpointKey[] = [];
    const changed: EndpointKey[] = [];
    this.#endpoints = new Map();
    this.#dependents = new Map();
    for (const endpoint of compiled) {
      const { key, dependsOn } = endpoint.config;
      const known = former.get(key);
      if (known === undefined) {
        this.#endpoints.set(key, { compiled: endpoint, memory: NEW_MEMORY, shownState: "unknown", extrasKeptMs: 0 });
        this.#counts.unknown += 1;
        added.push(key);
      } else {
        if (!isSameEndpoint(known.compiled, endpoint)) changed.push(key);
        known.compiled = endpoint;
        this.#endpoints.set(key, known);
        former.delete(key);
      }
      for (const other of dependsOn) this.#dependents.set(other, [...(this.#dependents.get(other) ?? []), key]);
    }
    for (const gone of former.values()) this.#counts[gone.shownState] -= 1;
    return { added, changed, removed: [...former.keys()] };
  }

  /** Counts the state that a summary shows in place of the one shown before. */
  count(endpoint: WatchedEndpoint, summary: EndpointSummary): void {
    this.#counts[endpoint.shownState] -= 1;
    endpoint.shownState = summary.state;
    this.#counts[summary.state] += 1;
  }
}

/** What did not change is taken over as the same object, but for the parts of a suite: they are made anew when anything in it changes. */
function isSameEndpoint(before: CompiledEndpoint, after: CompiledEndpoint): boolean {
  return before === after || (before.part !== null && after.part !== null && meansTheSame(before.config, after.config));
}

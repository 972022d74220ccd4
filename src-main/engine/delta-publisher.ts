// Gathers what changed and tells listeners at a pace that a window can follow.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { MonitorDelta } from "../../shared/model/status.ts";
import type { TimerHandle, Timers } from "../ports/clock.ts";

/** Ten times a second at most. */
const PACE_MS = 100;
/** A message about thousands of endpoints would hold everything else up while it is made and copied: it goes in parts. */
const MOST_AT_ONCE = 400;

/**
 * Batches changes; `build` turns the gathered keys into one message. What changes while nobody listens is not gathered: who begins to
 * listen asks for the whole state first.
 */
export class DeltaPublisher {
  readonly #timers: Timers;
  readonly #build: (changed: ReadonlySet<EndpointKey>, removed: ReadonlySet<EndpointKey>) => MonitorDelta;
  readonly #listeners = new Set<(delta: MonitorDelta) => void>();
  #changed = new Set<EndpointKey>();
  #removed = new Set<EndpointKey>();
  #timer: TimerHandle | null = null;

  constructor(timers: Timers, build: (changed: ReadonlySet<EndpointKey>, removed: ReadonlySet<EndpointKey>) => MonitorDelta) {
    this.#timers = timers;
    this.#build = build;
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Returns the unsubscribe. */
  subscribe(listener: (delta: MonitorDelta) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  touch(key: EndpointKey): void {
    if (!this.isHeard) return;
    this.#changed.add(key);
    this.#schedule();
  }

  remove(key: EndpointKey): void {
    if (!this.isHeard) return;
    this.#changed.delete(key);
    this.#removed.add(key);
    this.#schedule();
  }

  /** Something about the whole changed, no endpoint in particular. */
  touchAll(): void {
    this.#schedule();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#listeners.clear();
  }

  #schedule(): void {
    if (!this.isHeard) return;
    this.#timer ??= this.#timers.setTimer(PACE_MS, () => {
      this.#timer = null;
      this.#tell();
      if (this.#changed.size > 0) this.#schedule();
    });
  }

  /** One message, of those that have waited longest. */
  #tell(): void {
    const changed = new Set([...this.#changed].slice(0, MOST_AT_ONCE));
    for (const key of changed) this.#changed.delete(key);
    const removed = this.#removed;
    this.#removed = new Set();
    const delta = this.#build(changed, removed);
    for (const listener of this.#listeners) listener(delta);
  }
}

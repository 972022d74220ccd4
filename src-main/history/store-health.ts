// How the store is, in words for people, what it is busy with, and who wants to hear of it.

import { say } from "../../shared/i18n/said.ts";
import type { Said } from "../../shared/i18n/said.ts";
import { inEnglish } from "../../shared/i18n/tell.ts";
import type { Logger } from "../ports/logger.ts";
import type { StorageActivity } from "../../shared/model/history.ts";
import type { StorageHealth } from "../ports/history.ts";
import type { StorageFault } from "./connection.ts";

const OK: StorageHealth = { state: "ok" };

export class HealthMonitor {
  readonly #logger: Logger;
  readonly #file: string;
  readonly #listeners = new Set<(health: StorageHealth) => void>();
  #fault: StorageFault | null = null;
  #detail: Said | string = "";
  #heldResults = 0;
  #health: StorageHealth = OK;
  readonly #activities = new Map<StorageActivity["kind"], number>();

  constructor(logger: Logger, file: string) {
    this.#logger = logger;
    this.#file = file;
  }

  get health(): StorageHealth {
    return this.#health;
  }

  /** Why the file can't be used; null = it can. */
  get fault(): StorageFault | null {
    return this.#fault;
  }

  /** Long work that goes on; of several, the one that began first. */
  get activity(): StorageActivity | null {
    for (const [kind, progress] of this.#activities) return { kind, progress };
    return null;
  }

  /** Runs long work under a name; listeners hear of its beginning, each further percent and its end. */
  async during<T>(kind: StorageActivity["kind"], work: (onProgress: (progress: number) => void) => Promise<T>): Promise<T> {
    const tell = (progress: number): void => {
      const before = this.#activities.get(kind);
      if (before !== undefined && Math.floor(progress * 100) === Math.floor(before * 100)) return;
      this.#activities.set(kind, progress);
      this.#publish();
    };
    tell(0);
    try {
      return await work((progress) => tell(Math.min(1, Math.max(0, progress))));
    } finally {
      this.#activities.delete(kind);
      this.#publish();
    }
  }

  onChange(listener: (health: StorageHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param detail a text is what the system or the database said */
  degrade(fault: StorageFault, detail: Said | string): void {
    if (this.#fault !== fault) {
      const logged = typeof detail === "string" ? detail : inEnglish(detail);
      this.#logger.warn("the history can't be written", { file: this.#file, fault, detail: logged });
    }
    this.#fault = fault;
    this.#detail = detail;
    this.#publish();
  }

  recover(): void {
    if (this.#fault === null) return;
    this.#logger.info("the history is written again", { file: this.#file, after: this.#fault });
    this.#fault = null;
    this.#heldResults = 0;
    this.#publish();
  }

  /** Listeners hear of a growing number now and then, not each time. */
  held(results: number): void {
    if (this.#fault === null) return;
    const tell = results >= this.#heldResults * 2;
    this.#heldResults = results;
    this.#health = this.#describe();
    if (tell) this.#publish();
  }

  #publish(): void {
    this.#health = this.#describe();
    for (const listener of this.#listeners) listener(this.#health);
  }

  #describe(): StorageHealth {
    const fault = this.#fault;
    if (fault === null) return OK;
    const problem = say(`errors.history.fault.${fault}`);
    const said = say("errors.history.trouble", { problem, file: this.#file, detail: this.#detail });
    return {
      state: "degraded",
      reason: fault === "corrupt" ? "failing" : fault,
      message: inEnglish(said),
      said,
      heldResults: this.#heldResults,
    };
  }
}

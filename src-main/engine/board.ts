// What the monitor shows: the card of each endpoint, the state of everything, and word of both to whoever listens.

import { toldOf } from "../../shared/i18n/said.ts";
import type { ConfigProblem, MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { EndpointSummary, MonitorDelta, MonitorSnapshot, OverallStatus } from "../../shared/model/status.ts";
import { shownIncidentWindowMs } from "../alerting/delivery/channels.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { HistoryStore } from "../ports/history.ts";
import { DeltaPublisher } from "./delta-publisher.ts";
import type { EndpointTable, WatchedEndpoint } from "./endpoint-table.ts";
import type { ObservationGate } from "./observation-gate.ts";
import type { PauseKeeper } from "./pause-keeper.ts";
import type { Scheduler } from "./scheduler.ts";
import { summarize, summarizeAll } from "./summary.ts";
import { taskOf } from "./suites/compiled-suite.ts";

export interface BoardPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly history: Pick<HistoryStore, "health" | "activity">;
  readonly table: EndpointTable;
  readonly scheduler: Pick<Scheduler, "dueInMs">;
  readonly gate: Pick<ObservationGate, "isObserved" | "suspension">;
  readonly pauses: Pick<PauseKeeper, "pauseOf" | "suspension">;
  readonly isInMaintenance: (config: EndpointConfig) => boolean;
  readonly removeSecrets: (text: string) => string;
}

/** What the configuration says of the whole, and what is wrong with it. */
export interface ShownConfig {
  readonly alerting: MonitorConfig["alerting"];
  readonly problems: readonly ConfigProblem[];
  readonly files: readonly string[];
}

/** Closed by `close`, which forgets the listeners. */
export class Board {
  readonly #ports: BoardPorts;
  readonly #publisher: DeltaPublisher;
  #shown: ShownConfig;
  /** Whether the table's counts hold: what changes while nobody listens is not summed up. */
  #isCounted = false;

  constructor(ports: BoardPorts, shown: ShownConfig) {
    this.#ports = ports;
    this.#shown = shown;
    this.#publisher = new DeltaPublisher(ports.timers, (changed, removed) => this.#delta(changed, removed));
  }

  /** Returns the unsubscribe. */
  subscribe(listener: (delta: MonitorDelta) => void): () => void {
    this.#isCounted &&= this.#publisher.isHeard;
    return this.#publisher.subscribe(listener);
  }

  showConfig(shown: Partial<ShownConfig>): void {
    this.#shown = { ...this.#shown, ...shown };
    this.#publisher.touchAll();
  }

  /** An endpoint's card changed. */
  touch(key: EndpointKey): void {
    this.#publisher.touch(key);
  }

  /** An endpoint left. */
  remove(key: EndpointKey): void {
    this.#publisher.remove(key);
  }

  /** The state of everything changed, no card in particular. */
  touchOverall(): void {
    this.#publisher.touchAll();
  }

  touchEverything(): void {
    for (const key of this.#ports.table.keys()) this.#publisher.touch(key);
    this.#publisher.touchAll();
  }

  close(): void {
    this.#publisher.close();
  }

  snapshot(): MonitorSnapshot {
    const endpoints = [...this.#ports.table.values()].map((endpoint) => this.summaryOf(endpoint));
    this.#isCounted = true;
    return { overall: this.#overall(), endpoints };
  }

  summaryOf(endpoint: WatchedEndpoint): EndpointSummary {
    const { clock, scheduler, table, gate, pauses, isInMaintenance, removeSecrets } = this.#ports;
    const { config, isLocal } = endpoint.compiled;
    const dueInMs = scheduler.dueInMs(taskOf(endpoint.compiled));
    const situation = {
      pause: pauses.pauseOf(config),
      inMaintenance: isInMaintenance(config),
      isBlocked: table.isBlocked(endpoint),
      isUnobservable: !gate.isObserved(isLocal),
      nextCheckMs: dueInMs === null ? null : clock.nowMs() + dueInMs,
    };
    const summary = summarize(endpoint.compiled, endpoint.memory, situation, removeSecrets);
    table.count(endpoint, summary);
    return summary;
  }

  #overall(): OverallStatus {
    const { history, table, gate, pauses } = this.#ports;
    const { health, activity } = history;
    const { alerting, problems, files } = this.#shown;
    return summarizeAll(table.counts, {
      suspended: gate.suspension ?? pauses.suspension,
      storageTrouble: health.state === "ok" ? null : toldOf(health),
      storageActivity: activity,
      incidentWindowMs: shownIncidentWindowMs(alerting),
      configProblems: problems,
      configFiles: files,
    });
  }

  #delta(changed: ReadonlySet<EndpointKey>, removed: ReadonlySet<EndpointKey>): MonitorDelta {
    if (!this.#isCounted) this.snapshot();
    const summaries = [];
    for (const key of changed) {
      const endpoint = this.#ports.table.get(key);
      if (endpoint !== undefined) summaries.push(this.summaryOf(endpoint));
    }
    return { overall: this.#overall(), changed: summaries, removed: [...removed] };
  }
}

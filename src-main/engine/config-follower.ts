// Makes every part of the monitor follow a configuration: prepared in slices while the former one goes on, then taken over in one turn,
// so that no check ends while the parts disagree about what is watched. Only the first one, before any check, is taken over part by part.

import type { MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointKey, SourcePosition } from "../../shared/model/endpoint.ts";
import { Pacer } from "../history/pacer.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { Clock } from "../ports/clock.ts";
import type { HistoryWriter } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import { compileConfig, knownEndpoint } from "./compile-config.ts";
import type { CompiledEndpoint, ConditionCompiler } from "./compiled-endpoint.ts";
import type { EndpointTable, TableChange } from "./endpoint-table.ts";
import type { MaintenancePlan } from "./maintenance-plan.ts";
import type { ObservationGate } from "./observation-gate.ts";
import type { QuietHours } from "./quiet-hours.ts";

export interface ConfigFollowerPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly compileConditions: ConditionCompiler;
  readonly history: Pick<HistoryWriter, "setEndpoints">;
  readonly alerts: Pick<AlertManager, "configure" | "start">;
  readonly table: EndpointTable;
  readonly gate: Pick<ObservationGate, "configure">;
  readonly maintenance: Pick<MaintenancePlan, "configure">;
  readonly quietHours: Pick<QuietHours, "configure">;
}

/** A configuration that can be followed at once. */
export interface PreparedConfig {
  readonly config: MonitorConfig;
  readonly endpoints: readonly CompiledEndpoint[];
}

export class ConfigFollower {
  readonly #ports: ConfigFollowerPorts;
  #config: Pick<MonitorConfig, "endpoints" | "suites"> = { endpoints: [], suites: [] };

  constructor(ports: ConfigFollowerPorts) {
    this.#ports = ports;
  }

  async prepare(config: MonitorConfig): Promise<PreparedConfig> {
    const { table, ...ports } = this.#ports;
    return { config, endpoints: await compileConfig(config, { ...ports, known: (key) => table.get(key)?.compiled }) };
  }

  /** Follows the first configuration, a part in each turn, for as long as it is wanted: no check may run yet. */
  async begin(prepared: PreparedConfig, isWanted: () => boolean): Promise<void> {
    const pacer = new Pacer(this.#ports.clock);
    const parts = this.#takeOver(prepared);
    do await pacer.turn();
    while (isWanted() && parts.next().done !== true);
  }

  /** Follows what was prepared, at once. What runs at the former pace is the caller's to change. */
  follow(prepared: PreparedConfig): TableChange {
    const parts = this.#takeOver(prepared);
    for (;;) {
      const { done, value } = parts.next();
      if (done === true) return value;
    }
  }

  /** Stops after each part that takes long for thousands of endpoints. */
  *#takeOver({ config, endpoints }: PreparedConfig): Generator<void, TableChange, void> {
    const { table, history, alerts, gate, maintenance, quietHours, logger } = this.#ports;
    this.#config = config;
    const change = table.set(endpoints);
    yield;
    const carried = history.setEndpoints(endpoints.map(knownEndpoint));
    for (const { from, to } of carried) logger.info("an endpoint's history follows its new name", { from, to });
    // Messages that wait under a former name are lost unless alerting hears of the new one, too: no stop may come in between.
    if (carried.length === 0) yield;
    const configs = endpoints.map((endpoint) => endpoint.config);
    alerts.configure(config.alerting, configs, carried);
    alerts.start();
    yield;
    gate.configure(config.connectivity);
    maintenance.configure(config.maintenance, configs);
    quietHours.configure(config.quietHours);
    return change;
  }

  /** Where an endpoint or a suite stands in the configuration's files; null = in none of them. */
  positionOf(key: EndpointKey): SourcePosition | null {
    const { endpoints, suites } = this.#config;
    const entries = [...endpoints, ...suites, ...suites.flatMap((suite) => suite.endpoints.map(({ endpoint }) => endpoint))];
    return entries.find((entry) => entry.key === key)?.position ?? null;
  }
}

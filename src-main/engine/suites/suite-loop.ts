// What happens when a suite is due: as with an endpoint, but one run gives a result for the suite and for each element that ran.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import { EMPTY_OBSERVATION } from "../../../shared/model/observation.ts";
import type { CheckOutcome } from "../../../shared/model/result.ts";
import type { Logger } from "../../ports/logger.ts";
import type { CheckRunnerPorts, FinishedCheck } from "../check-runner.ts";
import type { EndpointTable, WatchedEndpoint } from "../endpoint-table.ts";
import type { Verdict } from "../observation-gate.ts";
import { extrasOf } from "../result-extras.ts";
import type { CompiledSuite } from "../compiled-endpoint.ts";
import { runSuite } from "./run-suite.ts";
import type { SuiteRun } from "./run-suite.ts";

/** What is kept from before a check to judge it afterwards. */
export interface Sight {
  /** Whether it counts what was seen, or the fault is on this side; `ip` is that of the server that failed. */
  readonly judge: (outcome: CheckOutcome, ip: string) => Verdict | Promise<Verdict>;
}

export interface SuiteLoopPorts {
  readonly runner: CheckRunnerPorts;
  readonly logger: Logger;
  readonly table: EndpointTable;
  /** Asked before a check; null = nothing can be seen now. */
  readonly sightOf: (endpoint: WatchedEndpoint) => Sight | null;
  readonly isPaused: (config: EndpointConfig) => boolean;
  readonly isInMaintenance: (config: EndpointConfig) => boolean;
  /** A result counts. */
  readonly take: (endpoint: WatchedEndpoint, finished: FinishedCheck) => void;
  /** Nothing was seen of an endpoint. */
  readonly miss: (endpoint: WatchedEndpoint) => void;
  /** The same, and its task should run again soon. */
  readonly discard: (endpoint: WatchedEndpoint) => void;
}

export class SuiteLoop {
  readonly #ports: SuiteLoopPorts;

  constructor(ports: SuiteLoopPorts) {
    this.#ports = ports;
  }

  /** Runs the suite of this card. Never rejects. */
  async check(card: WatchedEndpoint, suite: CompiledSuite, signal: AbortSignal): Promise<void> {
    const { sightOf, isPaused, isInMaintenance, runner, table, logger } = this.#ports;
    const { compiled } = card;
    const { config } = compiled;
    if (isPaused(config)) return;
    const sight = sightOf(card);
    if (sight === null) {
      this.#missAll(card, suite);
      return;
    }
    try {
      const run = await runSuite(suite, isInMaintenance, isInMaintenance(config), runner, signal);
      const isStale = (): boolean => !table.watches(compiled) || isPaused(config);
      if (run === null || isStale()) return;
      const ip = run.elements.find(({ finished }) => finished?.result.outcome === "failing")?.finished?.result.ip ?? "";
      const verdict = await sight.judge(run.result.outcome, ip);
      if (isStale()) return;
      if (verdict === "ours") {
        this.#missAll(card, suite);
        this.#ports.discard(card);
      } else this.#takeAll(card, run);
    } catch (error) {
      logger.error("a suite could not be completed", {
        key: config.key,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }

  #takeAll(card: WatchedEndpoint, { result, elements }: SuiteRun): void {
    const { table, isPaused, take, miss } = this.#ports;
    for (const { element, finished } of elements) {
      const endpoint = table.get(element.compiled.config.key);
      // One that is paused by itself ran for the sake of those after it.
      if (endpoint === undefined || endpoint.compiled !== element.compiled || isPaused(element.compiled.config)) continue;
      if (finished === null) miss(endpoint);
      else take(endpoint, finished);
    }
    const extras = () => extrasOf(EMPTY_OBSERVATION, card.compiled.config, result.outcome, this.#ports.runner.removeSecrets);
    take(card, { result, observation: EMPTY_OBSERVATION, extras });
  }

  #missAll(card: WatchedEndpoint, suite: CompiledSuite): void {
    this.#ports.miss(card);
    for (const { compiled } of suite.elements) {
      const endpoint = this.#ports.table.get(compiled.config.key);
      if (endpoint !== undefined) this.#ports.miss(endpoint);
    }
  }
}

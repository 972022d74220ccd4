// What happens when an endpoint is due: look whether it can be seen, check it, decide whether the failure is ours, take the result in.

import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { EventKind } from "../../shared/model/history.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { SECOND } from "../../shared/units.ts";
import type { Logger } from "../ports/logger.ts";
import { runCheck } from "./check-runner.ts";
import type { CheckRunnerPorts, FinishedCheck } from "./check-runner.ts";
import { causeOf, isTransition, remember, rememberGap } from "./endpoint-state.ts";
import type { EndpointTable, WatchedEndpoint } from "./endpoint-table.ts";
import type { ObservationGate } from "./observation-gate.ts";
import type { ResultSink } from "./result-sink.ts";
import { cadenceOf } from "./schedule.ts";
import type { Scheduler } from "./scheduler.ts";
import { SuiteLoop } from "./suites/suite-loop.ts";
import type { Sight } from "./suites/suite-loop.ts";

/** The large parts of repeated failures are kept this often at most. */
const KEEP_EXTRAS_EVERY_MS = 10 * SECOND;

/** What did not count is checked again within this, once it can. */
const RECHECK_WITHIN_MS = 10 * SECOND;

export interface CheckLoopPorts {
  readonly runner: CheckRunnerPorts;
  readonly logger: Logger;
  readonly table: EndpointTable;
  readonly scheduler: Scheduler;
  readonly sink: ResultSink;
  readonly gate: ObservationGate;
  readonly isPaused: (config: EndpointConfig) => boolean;
  readonly isInMaintenance: (config: EndpointConfig) => boolean;
  /** What an endpoint shows has changed. */
  readonly onChange: (key: EndpointKey) => void;
  readonly onResult: (result: CheckResult) => void;
}

export class CheckLoop {
  readonly #ports: CheckLoopPorts;
  readonly #suites: SuiteLoop;

  constructor(ports: CheckLoopPorts) {
    const probe = ports.gate.watched(ports.runner.probe, (key) => ports.table.get(key)?.compiled.isLocal === true);
    this.#ports = { ...ports, runner: { ...ports.runner, probe } };
    this.#suites = new SuiteLoop({
      ...this.#ports,
      sightOf: (endpoint) => this.#sightOf(endpoint),
      take: (endpoint, finished) => this.#take(endpoint, finished),
      miss: (endpoint) => this.#miss(endpoint),
      discard: (endpoint) => this.#discard(endpoint),
    });
  }

  /** Puts endpoints on the schedule; each must not be on it yet. Elements of a suite run with their suite. */
  schedule(endpoints: readonly WatchedEndpoint[]): void {
    this.#ports.scheduler.add(
      endpoints
        .filter(({ compiled }) => compiled.part?.kind !== "element")
        .map((endpoint) => ({
          id: endpoint.compiled.config.key,
          cadence: this.#cadenceOf(endpoint),
          run: (signal) => this.#run(endpoint, signal),
        })),
    );
  }

  /** Takes endpoints off the schedule and puts those that are watched and enabled on it again, from the beginning. */
  reschedule(keys: readonly EndpointKey[]): void {
    const { scheduler, table } = this.#ports;
    for (const key of keys) scheduler.remove(key);
    const watched = keys.flatMap((key) => table.get(key) ?? []);
    this.schedule(watched.filter((endpoint) => endpoint.compiled.config.enabled));
  }

  #run(endpoint: WatchedEndpoint, signal: AbortSignal): Promise<void> {
    const { part } = endpoint.compiled;
    return part?.kind === "suite" ? this.#suites.check(endpoint, part.suite, signal) : this.#check(endpoint, signal);
  }

  async #check(endpoint: WatchedEndpoint, signal: AbortSignal): Promise<void> {
    const { isPaused, isInMaintenance, runner, table, logger } = this.#ports;
    const { compiled } = endpoint;
    const { config } = compiled;
    if (isPaused(config)) return;
    const isStale = (): boolean => !table.watches(compiled) || isPaused(config);
    const sight = this.#sightOf(endpoint);
    if (sight === null) {
      this.#miss(endpoint);
      return;
    }
    try {
      const finished = await runCheck(compiled, isInMaintenance(config), runner, signal);
      if (finished === null || isStale()) return;
      const { outcome, ip } = finished.result;
      const verdict = await sight.judge(outcome, ip);
      if (isStale()) return;
      if (verdict === "ours") this.#discard(endpoint);
      else this.#take(endpoint, finished);
    } catch (error) {
      logger.error("a check could not be completed", {
        key: config.key,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }

  /** Asked before a check, to judge afterwards what it saw; null = nothing can be seen now. */
  #sightOf({ compiled, memory }: WatchedEndpoint): Sight | null {
    const { gate } = this.#ports;
    const { isLocal } = compiled;
    const generation = gate.beforeCheck(isLocal);
    if (generation === null) return null;
    const before = memory.latest?.outcome ?? null;
    return { judge: (outcome, ip) => gate.judge({ isLocal, generation, outcome, before, ip }) };
  }

  #take(endpoint: WatchedEndpoint, finished: FinishedCheck): void {
    const { sink, scheduler, table, onChange, onResult } = this.#ports;
    const { result } = finished;
    const hasChanged = isTransition(endpoint.memory, result);
    const keepsExtras = hasChanged || (result.outcome !== "healthy" && result.timestampMs - endpoint.extrasKeptMs >= KEEP_EXTRAS_EVERY_MS);
    const extras = keepsExtras ? finished.extras() : null;
    if (keepsExtras) endpoint.extrasKeptMs = result.timestampMs;
    sink.accept({ result, extras, events: hasChanged ? eventsOf(endpoint, result) : [] });
    endpoint.memory = remember(endpoint.memory, result, extras);
    if (hasChanged) {
      scheduler.setCadence(result.key, this.#cadenceOf(endpoint));
      for (const dependent of table.dependentsOf(result.key)) onChange(dependent);
    }
    onResult(result);
    onChange(result.key);
  }

  /** What a check said was about this machine: the endpoint is looked at again as soon as that can count. */
  #discard(endpoint: WatchedEndpoint): void {
    const { gate, scheduler } = this.#ports;
    const { config, isLocal } = endpoint.compiled;
    this.#miss(endpoint);
    if (gate.isObserved(isLocal)) scheduler.expedite(config.key, gate.graceLeftMs(isLocal), RECHECK_WITHIN_MS);
  }

  #miss(endpoint: WatchedEndpoint): void {
    endpoint.memory = rememberGap(endpoint.memory, this.#ports.runner.clock.nowMs());
    this.#ports.onChange(endpoint.compiled.config.key);
  }

  #cadenceOf({ compiled, memory }: WatchedEndpoint): ReturnType<typeof cadenceOf> {
    return cadenceOf(compiled.config, memory.latest?.outcome ?? null, () => this.#ports.runner.clock.nowMs());
  }
}

/** The first check ever starts the timeline; every change of outcome is a line on it. */
function eventsOf({ memory }: WatchedEndpoint, result: CheckResult): ReadonlyArray<{ readonly kind: EventKind; readonly text: string }> {
  const change = { kind: result.outcome, text: causeOf(result) };
  return memory.latest === null ? [{ kind: "started", text: "" }, change] : [change];
}

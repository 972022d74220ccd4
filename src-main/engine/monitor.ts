// The running monitor: hands due endpoints to the runner, results to history and alerting, and changes to whoever listens.
// It composes; each decision lives in a file of its own beside it.

import type { SilenceRequest, SilenceScope, SilenceState } from "../../shared/model/alert-status.ts";
import type { ConfigProblem, MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { EndpointDetail, MonitorSnapshot } from "../../shared/model/status.ts";
import { SECOND } from "../../shared/units.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type { HistoryStore } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { Monitor, MonitorEvents, ReloadSummary, Scope, SystemSignal } from "../ports/monitor.ts";
import type { ProbeSet } from "../ports/probe.ts";
import type { Random } from "../ports/random.ts";
import { Board } from "./board.ts";
import { CheckLoop } from "./check-loop.ts";
import { runCheck } from "./check-runner.ts";
import type { CheckRunnerPorts } from "./check-runner.ts";
import { ConfigFollower } from "./config-follower.ts";
import { compileEndpoint } from "./compiled-endpoint.ts";
import type { ConditionCompiler } from "./compiled-endpoint.ts";
import { describeEndpoint } from "./endpoint-detail.ts";
import { looksLike, rememberGap } from "./endpoint-state.ts";
import { EndpointTable } from "./endpoint-table.ts";
import type { WatchedEndpoint } from "./endpoint-table.ts";
import { MaintenancePlan } from "./maintenance-plan.ts";
import { ObservationGate } from "./observation-gate.ts";
import { PauseKeeper } from "./pause-keeper.ts";
import { covers } from "./pauses.ts";
import { QuietHours } from "./quiet-hours.ts";
import { ResultSink } from "./result-sink.ts";
import { Scheduler } from "./scheduler.ts";
import { restoreMemories } from "./restore.ts";
import { taskOf } from "./suites/compiled-suite.ts";
import { UptimeRefresher } from "./uptime-refresher.ts";

/** A graceful stop ends within this, whatever the probes do. */
const STOP_WITHIN_MS = 5 * SECOND;
/** After a gap, checks are spread over this. */
const RESPREAD_MS = 10 * SECOND;

const NOTHING_RELOADED: ReloadSummary = { added: [], changed: [], removed: [], unchanged: 0 };

export interface MonitorPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly probes: ProbeSet;
  readonly compileConditions: ConditionCompiler;
  readonly history: HistoryStore;
  readonly alerts: AlertManager;
  readonly connectivity: Connectivity;
  /** Removes the values of known secrets from a text. */
  readonly removeSecrets: (text: string) => string;
  /** How late each check started, for measurements. */
  readonly onStart?: (key: EndpointKey, latenessMs: number) => void;
}

/** What the monitor starts with. */
export interface MonitorStart {
  readonly config: MonitorConfig;
  /** false = the file could not be read and `config` is empty: nothing is forgotten for what it lacks. */
  readonly isReadable: boolean;
  readonly problems: readonly ConfigProblem[];
  readonly files: readonly string[];
}

/** Builds a monitor that is not started yet. */
export function createMonitor(ports: MonitorPorts, start: MonitorStart): Monitor {
  return new RunningMonitor(ports, start);
}

class RunningMonitor implements Monitor {
  readonly #ports: MonitorPorts;
  readonly #runner: CheckRunnerPorts;
  readonly #table = new EndpointTable();
  readonly #scheduler: Scheduler;
  readonly #sink: ResultSink;
  readonly #board: Board;
  readonly #follower: ConfigFollower;
  readonly #gate: ObservationGate;
  readonly #pauses: PauseKeeper;
  readonly #maintenance: MaintenancePlan;
  readonly #quietHours: QuietHours;
  readonly #uptimes: UptimeRefresher;
  readonly #loop: CheckLoop;
  readonly #resultListeners = new Set<(result: CheckResult) => void>();
  readonly #unsubscribes: Array<() => void> = [];
  readonly #start: MonitorStart;
  #starting: Promise<void> = Promise.resolve();
  #phase: "new" | "running" | "stopped" = "new";

  constructor(ports: MonitorPorts, start: MonitorStart) {
    const { clock, timers, random, history, alerts, logger } = ports;
    this.#ports = ports;
    this.#runner = { probe: ports.probes.probe, clock, timers, removeSecrets: ports.removeSecrets };
    this.#start = start;
    const onStart = ports.onStart;
    this.#scheduler = new Scheduler({
      clock,
      timers,
      random,
      concurrency: start.config.concurrency,
      ...(onStart === undefined ? {} : { onStart }),
    });
    this.#sink = new ResultSink({ history, alerts, timers, logger });
    this.#gate = new ObservationGate({
      clock,
      timers,
      history,
      logger,
      connectivity: ports.connectivity,
      outsideKeys: () => this.#table.outsideKeys(),
      onChange: (suspension) => {
        alerts.hold(suspension === null ? "nothing" : suspension.reason === "asleep" ? "everything" : "outside");
        this.#board.touchEverything();
      },
      onGap: (atMs, hidLocal) => this.#afterGap(atMs, hidLocal),
    });
    this.#pauses = new PauseKeeper({
      clock,
      timers,
      history,
      keysIn: (scope) => this.#table.keysIn(scope),
      onChange: () => this.#board.touchEverything(),
    });
    this.#maintenance = new MaintenancePlan({ clock, timers, onChange: () => this.#board.touchEverything() });
    this.#quietHours = new QuietHours({ clock, timers, alerts, history });
    this.#follower = new ConfigFollower({
      clock,
      logger,
      history,
      alerts,
      compileConditions: ports.compileConditions,
      table: this.#table,
      gate: this.#gate,
      maintenance: this.#maintenance,
      quietHours: this.#quietHours,
    });
    this.#board = new Board(
      {
        clock,
        timers,
        history,
        table: this.#table,
        scheduler: this.#scheduler,
        gate: this.#gate,
        pauses: this.#pauses,
        isInMaintenance: (config) => this.#isInMaintenance(config),
        removeSecrets: ports.removeSecrets,
      },
      { alerting: start.config.alerting, problems: start.problems, files: start.files },
    );
    this.#uptimes = new UptimeRefresher({
      clock,
      timers,
      history,
      logger,
      keys: () => this.#table.keys(),
      onUptimes: (key, uptimes) => {
        const endpoint = this.#table.get(key);
        if (endpoint === undefined || looksLike(uptimes, endpoint.memory.uptimes)) return;
        endpoint.memory = { ...endpoint.memory, uptimes };
        this.#board.touch(key);
      },
    });
    this.#loop = new CheckLoop({
      runner: this.#runner,
      logger,
      table: this.#table,
      scheduler: this.#scheduler,
      sink: this.#sink,
      gate: this.#gate,
      isPaused: (config) => this.#pauses.pauseOf(config) !== null,
      isInMaintenance: (config) => this.#isInMaintenance(config),
      onChange: (key) => this.#board.touch(key),
      onResult: (result) => {
        this.#uptimes.noteResult(result.key);
        for (const listener of this.#resultListeners) listener(result);
      },
    });
  }

  get history(): HistoryStore {
    return this.#ports.history;
  }

  async start(): Promise<void> {
    if (this.#phase === "new") {
      this.#phase = "running";
      this.#starting = this.#begin();
    }
    await this.#starting;
  }

  async #begin(): Promise<void> {
    const { alerts, history } = this.#ports;
    if (this.#start.isReadable) {
      const prepared = await this.#follower.prepare(this.#start.config);
      await this.#follower.begin(prepared, () => !this.#isStopped);
    }
    if (this.#isStopped) return;
    await restoreMemories(this.#table, history);
    if (this.#isStopped) return;
    this.#pauses.restore();
    this.#gate.start(this.#table.newestResultMs());
    this.#unsubscribes.push(
      alerts.onChange((keys) => keys.forEach((key) => this.#board.touch(key))),
      history.onHealthChange(() => this.#board.touchOverall()),
    );
    this.#board.touchEverything();
    this.#loop.schedule(this.#table.enabled());
    this.#scheduler.start();
    this.#uptimes.start();
  }

  async stop(): Promise<void> {
    if (this.#phase !== "running") return;
    this.#phase = "stopped";
    const deadlineMs = this.#ports.clock.nowMs() + STOP_WITHIN_MS;
    this.#uptimes.close();
    await this.#scheduler.stop(STOP_WITHIN_MS);
    this.#sink.drain();
    await this.#ports.alerts.stop(deadlineMs);
    this.#gate.close();
    this.#pauses.close();
    this.#maintenance.close();
    this.#quietHours.close();
    this.#board.close();
    for (const unsubscribe of this.#unsubscribes.splice(0)) unsubscribe();
    await this.#ports.history.flush();
  }

  async reload(config: MonitorConfig, problems: readonly ConfigProblem[], files: readonly string[]): Promise<ReloadSummary> {
    // What is begun part by part is whole before it changes.
    await this.#starting;
    const prepared = await this.#follower.prepare(config);
    if (this.#isStopped) return NOTHING_RELOADED;
    this.#sink.drain();
    const { added, changed, removed } = this.#follower.follow(prepared);
    for (const key of [...removed, ...changed]) this.#ports.probes.forget(key);
    for (const key of removed) {
      this.#scheduler.remove(key);
      this.#board.remove(key);
    }
    this.#loop.reschedule([...added, ...changed]);
    this.#scheduler.setConcurrency(config.concurrency);
    this.#board.showConfig({ alerting: config.alerting, problems, files });
    this.#board.touchEverything();
    return { added, changed, removed, unchanged: prepared.endpoints.length - added.length - changed.length };
  }

  showProblems(problems: readonly ConfigProblem[], files: readonly string[]): void {
    this.#board.showConfig({ problems, files });
  }

  snapshot(): MonitorSnapshot {
    return this.#board.snapshot();
  }

  async detail(key: EndpointKey): Promise<EndpointDetail | null> {
    const endpoint = this.#table.get(key);
    if (endpoint === undefined) return null;
    this.#sink.drain();
    return await describeEndpoint(endpoint, this.#board.summaryOf(endpoint), this.#follower.positionOf(key), this.#ports);
  }

  configOf(key: EndpointKey): EndpointConfig | null {
    const compiled = this.#table.get(key)?.compiled;
    return compiled === undefined || compiled.part?.kind === "suite" ? null : compiled.config;
  }

  async checkNow(scope: Scope): Promise<readonly CheckResult[]> {
    const endpoints = this.#table.enabled().filter((endpoint) => covers(scope, endpoint.compiled.config));
    const tasks = new Set(endpoints.map(({ compiled }) => taskOf(compiled)));
    await Promise.all([...tasks].map((task) => this.#scheduler.runNow(task)));
    return endpoints.flatMap((endpoint) => (endpoint.memory.latest === null ? [] : [endpoint.memory.latest]));
  }

  async tryOut(config: EndpointConfig, signal: AbortSignal): ReturnType<Monitor["tryOut"]> {
    const compiled = compileEndpoint(config, this.#ports.compileConditions);
    if (!compiled.ok) throw new Error(compiled.error.message);
    const finished = await runCheck(compiled.value, false, this.#runner, signal);
    this.#ports.probes.forget(config.key);
    if (finished === null) throw new Error("the try was cancelled");
    return { result: finished.result, extras: finished.extras() };
  }

  pause(scope: Scope, untilMs: EpochMs | null): void {
    this.#pauses.pause(scope, untilMs);
  }

  resume(scope: Scope): void {
    this.#pauses.resume(scope);
  }

  notifiedScope(key: EndpointKey): SilenceScope {
    return this.#ports.alerts.notifiedScope(key);
  }

  silence(request: SilenceRequest): SilenceState {
    return this.#ports.alerts.silence(request);
  }

  unsilence(id: string): void {
    this.#ports.alerts.unsilence(id);
  }

  silences(): readonly SilenceState[] {
    return this.#ports.alerts.silences();
  }

  alertsOf(key: EndpointKey): ReturnType<Monitor["alertsOf"]> {
    return this.#ports.alerts.statusOf(key);
  }

  signal(signal: SystemSignal): void {
    if (signal.kind === "lock" || signal.kind === "unlock") this.#quietHours.setLocked(signal.kind === "lock");
    else void this.#gate.signal(signal);
  }

  on<E extends keyof MonitorEvents>(event: E, listener: MonitorEvents[E]): () => void {
    if (event === "changed") return this.#board.subscribe(listener as MonitorEvents["changed"]);
    const onResult = listener as MonitorEvents["result"];
    this.#resultListeners.add(onResult);
    return () => this.#resultListeners.delete(onResult);
  }

  get #isStopped(): boolean {
    return this.#phase === "stopped";
  }

  /** A maintenance window of the configuration, or one that somebody asked for, is open. */
  #isInMaintenance(config: EndpointConfig): boolean {
    return this.#maintenance.isActive(config, this.#ports.clock.nowMs()) || this.#ports.alerts.maintenanceUntil(config.key) !== null;
  }

  #afterGap(atMs: EpochMs, hidLocal: boolean): void {
    const wasHidden = (endpoint: WatchedEndpoint): boolean => hidLocal || !endpoint.compiled.isLocal;
    for (const endpoint of this.#table.values()) if (wasHidden(endpoint)) endpoint.memory = rememberGap(endpoint.memory, atMs);
    this.#quietHours.refresh();
    this.#scheduler.respread(RESPREAD_MS, (key) => {
      const endpoint = this.#table.get(key);
      return endpoint !== undefined && wasHidden(endpoint);
    });
    this.#board.touchEverything();
  }
}

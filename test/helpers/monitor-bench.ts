// A monitor on a fake clock with scripted probes and the history in memory: what engine tests start from.

import { compileConditions } from "../../src-main/conditions/compile.ts";
import { createMonitor } from "../../src-main/engine/monitor.ts";
import { createMemoryStore } from "../../src-main/history/memory-store.ts";
import type { AlertManager, Held } from "../../src-main/ports/alerting.ts";
import type { ConnectivityVerdict } from "../../src-main/ports/connectivity.ts";
import type { HistoryStore } from "../../src-main/ports/history.ts";
import type { Monitor } from "../../src-main/ports/monitor.ts";
import type { ProbeRequest } from "../../src-main/ports/probe.ts";
import type { MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { EMPTY_OBSERVATION } from "../../shared/model/observation.ts";
import type { Observation } from "../../shared/model/observation.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { emptyConfig } from "../../src-main/composition/empty-config.ts";
import { FakeClock } from "./fake-clock.ts";

export interface MonitorBench {
  readonly clock: FakeClock;
  readonly monitor: Monitor;
  readonly history: HistoryStore;
  /** What each endpoint answers; by key, changed by the test at will. Absent = 200 in 10 ms. */
  readonly answers: Map<string, Partial<Observation>>;
  /** How long each check takes; absent = 10 ms. */
  readonly durations: Map<string, number>;
  /** Every result that reached alerting, in order. */
  readonly handled: CheckResult[];
  /** Keys of probes in the order in which they began. */
  readonly probed: string[];
  /** What the references say, how long they take to say it, and how often they were asked. */
  readonly network: { hasNetwork: boolean; name: string; verdict: ConnectivityVerdict; tookMs: number; asked: number };
  readonly logged: string[];
  readonly held: () => Held;
  /** What alerting was told of quiet hours, in order. */
  readonly quiet: boolean[];
}

export interface BenchOptions {
  readonly config?: Partial<MonitorConfig>;
  readonly clock?: FakeClock;
  readonly history?: HistoryStore;
  readonly isReadable?: boolean;
  /** Another alert manager in place of the one that only records, or made of it. */
  readonly openAlerts?: (history: HistoryStore, clock: FakeClock, recording: AlertManager) => AlertManager;
}

/** Builds a monitor for these endpoints; the test starts it. */
export function monitorBench(endpoints: readonly EndpointConfig[], options: BenchOptions = {}): MonitorBench {
  const clock = options.clock ?? new FakeClock();
  const history = options.history ?? createMemoryStore({ clock });
  const answers = new Map<string, Partial<Observation>>();
  const durations = new Map<string, number>();
  const handled: CheckResult[] = [];
  const probed: string[] = [];
  const logged: string[] = [];
  const quiet: boolean[] = [];
  const network = { hasNetwork: true, name: "home", verdict: "online" as ConnectivityVerdict, tookMs: 0, asked: 0 };
  let held: Held = "nothing";
  const log = (message: string): void => void logged.push(message);
  const recording: AlertManager = {
    configure: () => undefined,
    handle: (result) => {
      history.append(result);
      handled.push(result);
    },
    notifiedScope: (key) => ({ kind: "endpoint", key }),
    statusOf: () => [],
    silence: (request) => ({ ...request, id: "1", createdMs: clock.nowMs() }),
    unsilence: () => undefined,
    silences: () => [],
    maintenanceUntil: () => null,
    quiet: (isQuiet) => void quiet.push(isQuiet),
    deliveries: () => [],
    hold: (what) => void (held = what),
    start: () => undefined,
    stop: () => Promise.resolve(),
    onChange: () => () => undefined,
  };
  const alerts = options.openAlerts?.(history, clock, recording) ?? recording;
  const probe = ({ endpoint }: ProbeRequest, signal: AbortSignal): Promise<Observation> => {
    probed.push(endpoint.key);
    const durationMs = durations.get(endpoint.key) ?? 10;
    return new Promise((resolve) => {
      const answer = (): void => resolve({ ...EMPTY_OBSERVATION, connected: true, status: 200, durationMs, ...answers.get(endpoint.key) });
      const timer = clock.setTimer(durationMs, answer);
      signal.addEventListener("abort", () => {
        timer.cancel();
        resolve({ ...EMPTY_OBSERVATION, errors: ["cancelled"], inconclusive: true });
      });
    });
  };
  const monitor = createMonitor(
    {
      clock,
      timers: clock,
      random: { next: () => 0.5 },
      logger: { debug: log, info: log, warn: log, error: log },
      probes: { probe, forget: () => undefined, close: () => Promise.resolve() },
      compileConditions: (texts) => compileConditions(texts, { insideSuite: false }),
      history,
      alerts,
      connectivity: {
        network: () => (network.hasNetwork ? network.name : ""),
        check: () => {
          network.asked += 1;
          if (network.tookMs === 0) return Promise.resolve(network.verdict);
          return new Promise((resolve) => clock.setTimer(network.tookMs, () => resolve(network.verdict)));
        },
      },
      removeSecrets: (text) => text.replaceAll("hunter2", "<redacted>"),
    },
    { config: { ...emptyConfig(), endpoints, ...options.config }, isReadable: options.isReadable ?? true, problems: [], files: [] },
  );
  return { clock, monitor, history, answers, durations, handled, probed, network, logged, held: () => held, quiet };
}

/** The status of an endpoint that is down. */
export const DOWN: Partial<Observation> = { connected: false, status: 0, errors: ["connection refused"] };

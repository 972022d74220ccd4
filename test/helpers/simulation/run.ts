// The real monitor with the real alert machine in a simulated world, through cycles of everything that a desktop goes through.

import type { AlertConfig } from "../../../shared/model/alert.ts";
import type { ConnectivityConfig } from "../../../shared/model/config.ts";
import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import type { NotObservedSpan } from "../../../shared/model/history.ts";
import type { CheckResult } from "../../../shared/model/result.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import { createAlertManager } from "../../../src-main/alerting/alert-manager.ts";
import { isProviderType } from "../../../src-main/alerting/providers/types.ts";
import { emptyConfig } from "../../../src-main/composition/empty-config.ts";
import { compileConditions } from "../../../src-main/conditions/compile.ts";
import { createMonitor } from "../../../src-main/engine/monitor.ts";
import { createMemoryStore } from "../../../src-main/history/memory-store.ts";
import type { Timers } from "../../../src-main/ports/clock.ts";
import type { HistoryStore } from "../../../src-main/ports/history.ts";
import type { Monitor } from "../../../src-main/ports/monitor.ts";
import { alertConfig, alertingConfig, NO_LOG, recordingProvider, unusedWays } from "../alerting.ts";
import { endpointConfig } from "../endpoint-config.ts";
import { World } from "./world.ts";

/** What happens in a cycle. */
export type Cycle = "sleep" | "sleep-untold" | "cut" | "no-answer" | "portal" | "roam" | "stall" | "restart" | "kill";

/** A message as it was told. */
export interface Told {
  readonly kind: "triggered" | "reminder" | "resolved";
  readonly key: string;
  readonly incidentId: string;
  readonly atMs: number;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly connectivity: ConnectivityConfig | null;
}

const ENDPOINTS = 24;
const TIMEOUTS_MS = [2 * SECOND, 5 * SECOND, 10 * SECOND];
const INTERVALS_MS = [10 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE];
/** Outages of one endpoint lie this far apart, so that none is told as flapping. */
const PEACE_MS = 25 * MINUTE;

export class Simulation {
  readonly world: World;
  readonly store: HistoryStore;
  readonly told: Told[] = [];
  readonly results: CheckResult[] = [];
  readonly spans: NotObservedSpan[] = [];
  readonly endpoints: readonly EndpointConfig[];
  readonly #options: SimulationOptions;
  readonly #memory: HistoryStore;
  /** Until when an endpoint stays as it is. */
  readonly #changesMs = new Map<string, number>();
  #life = 0;
  #monitor: Monitor | null = null;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.world = new World(options.seed);
    this.#memory = createMemoryStore({ clock: this.world.clock, maxResultsPerEndpoint: Number.POSITIVE_INFINITY });
    // The figures on the cards are of no interest here, and dear in a store that computes everything anew.
    this.store = {
      ...this.#memory,
      timeSpent: () => Promise.resolve([]),
      append: (result) => {
        this.results.push(result);
        this.#memory.append(result);
      },
      recordNotObserved: (span) => {
        this.spans.push(span);
        this.#memory.recordNotObserved(span);
      },
    };
    this.endpoints = Array.from({ length: ENDPOINTS }, (_, index) => this.#endpoint(index));
  }

  isLocal(key: string): boolean {
    return key.startsWith("local_");
  }

  readonly uptime: HistoryStore["uptime"] = (query) => this.#memory.uptime(query);

  /** A monitor on what the one before left. */
  async start(): Promise<void> {
    this.#life += 1;
    const life = this.#life;
    const { clock, dice } = this.world;
    const timers: Timers = {
      setTimer: (delayMs, callback) =>
        clock.setTimer(delayMs, () => {
          if (life === this.#life) callback();
        }),
    };
    const alerts = createAlertManager({
      store: this.store,
      providers: (type) => (isProviderType(type) ? recordingProvider(type) : undefined),
      deliver: (_channel, message) => {
        const { kind, incidentId, endpoint } = message;
        if (life === this.#life) this.told.push({ kind, incidentId, key: endpoint.key, atMs: clock.nowMs() });
        return Promise.resolve({ kind: "delivered", status: 200, reply: "ok" });
      },
      ways: unusedWays(clock),
      clock,
      timers,
      random: dice,
      logger: NO_LOG,
    });
    const monitor = createMonitor(
      {
        clock,
        timers,
        random: dice,
        logger: NO_LOG,
        probes: { probe: this.world.probeFor((key) => this.isLocal(key)), forget: () => undefined, close: () => Promise.resolve() },
        compileConditions: (texts) => compileConditions(texts, { insideSuite: false }),
        history: this.store,
        alerts,
        connectivity: this.world.connectivity,
        removeSecrets: (text) => text,
      },
      {
        config: { ...emptyConfig(), endpoints: this.endpoints, alerting: alertingConfig(), connectivity: this.#options.connectivity },
        isReadable: true,
        problems: [],
        files: [],
      },
    );
    this.#monitor = monitor;
    await monitor.start();
  }

  async stop(): Promise<void> {
    const stopped = this.monitor.stop().then(() => true);
    const passed = (): Promise<boolean> => this.world.clock.advanceAsync(SECOND / 10).then(() => false);
    while (!(await Promise.race([stopped, passed()])));
    this.#life += 1;
  }

  get monitor(): Monitor {
    if (this.#monitor === null) throw new Error("the monitor was not started");
    return this.#monitor;
  }

  /** Time passes; endpoints fall and recover meanwhile. */
  async pass(forMs: number): Promise<void> {
    const { clock } = this.world;
    for (let leftMs = forMs; leftMs > 0; leftMs -= 5 * SECOND) {
      this.#changeEndpoints();
      await clock.advanceAsync(Math.min(leftMs, 5 * SECOND));
    }
  }

  /** Time passes and nothing really changes any more, but everything recovers. */
  async calm(forMs: number): Promise<void> {
    for (const { key } of this.endpoints) this.world.set(key, true);
    await this.world.clock.advanceAsync(forMs);
  }

  async cycle(kind: Cycle): Promise<void> {
    const { world } = this;
    const { dice } = world;
    switch (kind) {
      case "sleep":
        this.monitor.signal({ kind: "suspend" });
        if (dice.chance(0.5)) await world.clock.advanceAsync(dice.between(0, 3 * SECOND));
        world.sleep(dice.between(20 * SECOND, 3 * HOUR));
        this.#changeEndpoints();
        this.monitor.signal({ kind: "resume" });
        if (dice.chance(0.3)) this.monitor.signal({ kind: "resume" });
        if (dice.chance(0.5)) await this.#away("cut", 20 * SECOND);
        break;
      case "sleep-untold":
        world.sleep(dice.between(20 * SECOND, 3 * HOUR));
        this.#changeEndpoints();
        break;
      case "cut":
      case "no-answer":
      case "portal":
        await this.#away(kind, dice.between(2 * SECOND, 10 * MINUTE));
        break;
      case "roam":
        await this.#roam();
        break;
      case "stall":
        world.stall(dice.between(4 * SECOND, 2 * MINUTE));
        break;
      case "restart":
        await this.stop();
        await world.stopped(() => this.#sleepOrPass());
        await this.start();
        break;
      case "kill":
        this.#life += 1;
        await world.stopped(() => this.#sleepOrPass());
        await this.start();
        break;
    }
    await this.pass(dice.between(MINUTE, 5 * MINUTE));
  }

  async #sleepOrPass(): Promise<void> {
    this.world.clock.sleep(this.world.dice.between(SECOND, 20 * MINUTE));
    this.#changeEndpoints();
  }

  async #away(how: "cut" | "no-answer" | "portal", forMs: number): Promise<void> {
    const { world } = this;
    world.setUplink(how);
    const isTold = how === "cut" && world.dice.chance(0.5);
    if (isTold) this.monitor.signal({ kind: "network", online: false });
    if (how === "portal") world.roam();
    if (how === "portal" && world.dice.chance(0.5)) this.monitor.signal({ kind: "interfaces-changed" });
    if (world.dice.chance(0.2)) this.monitor.signal({ kind: "lock" });
    await this.pass(forMs);
    if (world.dice.chance(0.5)) world.redial();
    if (how !== "no-answer" && world.dice.chance(0.5)) world.roam();
    world.setUplink("up");
    if (isTold) this.monitor.signal({ kind: "network", online: true });
    else if (how === "cut" && world.dice.chance(0.5)) this.monitor.signal({ kind: "interfaces-changed" });
  }

  /** A tunnel falls, and is dialled anew or not: nothing passes meanwhile, and the system tells of it up to five seconds late. */
  async #roam(): Promise<void> {
    const { world } = this;
    const { dice } = world;
    world.roam();
    world.setUplink("no-answer");
    await world.clock.advanceAsync(dice.between(0, 8 * SECOND));
    if (dice.chance(0.5)) world.roam();
    world.setUplink("up");
    await world.clock.advanceAsync(dice.between(0, 5 * SECOND));
    this.monitor.signal({ kind: "interfaces-changed" });
  }

  #changeEndpoints(): void {
    const { world } = this;
    const nowMs = world.clock.nowMs();
    for (const { key } of this.endpoints) {
      if (nowMs < (this.#changesMs.get(key) ?? world.dice.between(0, PEACE_MS) + nowMs)) {
        if (!this.#changesMs.has(key)) this.#changesMs.set(key, nowMs + world.dice.between(0, PEACE_MS));
        continue;
      }
      const wasDown = world.isDown(key);
      world.set(key, wasDown);
      this.#changesMs.set(key, nowMs + (wasDown ? PEACE_MS + world.dice.between(0, HOUR) : world.dice.between(10 * SECOND, 10 * MINUTE)));
    }
  }

  #endpoint(index: number): EndpointConfig {
    const isLocal = index % 3 === 0;
    const alert: AlertConfig = alertConfig({ type: "slack", failureThreshold: 1 + (index % 3), successThreshold: 1 + (index % 2) });
    const plain = endpointConfig();
    return endpointConfig({
      name: `e${index}`,
      group: isLocal ? "local" : "outside",
      url: isLocal ? "http://127.0.0.1:8080/" : `https://e${index}.example.org/`,
      intervalMs: index === 1 && this.#options.seed % 2 === 1 ? SECOND : (INTERVALS_MS[index % INTERVALS_MS.length] ?? MINUTE),
      client: { ...plain.client, timeoutMs: TIMEOUTS_MS[Math.floor(index / 3) % TIMEOUTS_MS.length] ?? 10 * SECOND },
      alerts: [alert],
    });
  }
}

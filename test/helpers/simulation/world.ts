// A machine in a world that both change: endpoints that really fall and recover, a network that comes and goes, sleep, stalls.
// It knows the truth of every moment; what the monitor makes of it is for the tests to compare.

import { EMPTY_OBSERVATION } from "../../../shared/model/observation.ts";
import type { Observation } from "../../../shared/model/observation.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { Connectivity, ConnectivityVerdict } from "../../../src-main/ports/connectivity.ts";
import type { Probe } from "../../../src-main/ports/probe.ts";
import { FakeClock } from "../fake-clock.ts";

/** How the outside answers. */
export type Uplink = "up" | "cut" | "no-answer" | "portal";

/** A stretch of time; `toMs` Infinity = it lasts. */
export interface Stretch {
  readonly fromMs: EpochMs;
  toMs: EpochMs;
}

/** A small generator with a seed: runs repeat exactly. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761) >>> 0 || 1;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state ^= this.#state << 13;
    this.#state >>>= 0;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  shuffle<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, rank: this.next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }
}

export class World {
  readonly clock: FakeClock;
  readonly dice: Dice;
  /** The outside as it is; `cut` also takes the addresses away. */
  #uplink: Uplink = "up";
  /** Grow when connections under way die: those to the outside, and all. */
  #breaks = { outside: 0, all: 0 };
  readonly #down = new Map<string, Stretch[]>();
  /** What kept outside endpoints, or all of them, from being seen, in order. */
  readonly outsideHidden: Stretch[] = [];
  readonly allHidden: Stretch[] = [];
  /** Moments that start the patience of the monitor anew. */
  readonly disturbedMs: EpochMs[] = [];

  constructor(seed: number) {
    this.clock = new FakeClock();
    this.dice = new Dice(seed);
  }

  get uplink(): Uplink {
    return this.#uplink;
  }

  /** Really up or down from now on. */
  set(key: string, isUp: boolean): void {
    const stretches = this.#down.get(key) ?? [];
    this.#down.set(key, stretches);
    const last = stretches.at(-1);
    const isDown = last !== undefined && last.toMs === Number.POSITIVE_INFINITY;
    if (isUp && isDown) last.toMs = this.clock.nowMs();
    if (!isUp && !isDown) stretches.push({ fromMs: this.clock.nowMs(), toMs: Number.POSITIVE_INFINITY });
  }

  outagesOf(key: string): readonly Stretch[] {
    return this.#down.get(key) ?? [];
  }

  isDown(key: string, atMs: EpochMs = this.clock.nowMs()): boolean {
    return this.outagesOf(key).some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  }

  setUplink(uplink: Uplink): void {
    if (uplink === this.#uplink) return;
    this.#breaks.outside += 1;
    this.disturb();
    const open = this.outsideHidden.at(-1);
    if (this.#uplink !== "up" && open !== undefined) open.toMs = this.clock.nowMs();
    if (uplink !== "up") this.outsideHidden.push({ fromMs: this.clock.nowMs(), toMs: Number.POSITIVE_INFINITY });
    this.#uplink = uplink;
  }

  /** Connections under way to the outside die; new ones work. */
  roam(): void {
    this.#breaks.outside += 1;
    this.disturb();
  }

  disturb(): void {
    this.disturbedMs.push(this.clock.nowMs());
  }

  /** The machine sleeps: timers stand still, connections die. */
  sleep(forMs: number): void {
    this.#hideAll(() => this.clock.sleep(forMs));
  }

  /** The process is held up while the world goes on: what was due meanwhile fires late, all at once. */
  stall(forMs: number): void {
    this.#hideAll(() => this.clock.stall(forMs));
  }

  /** The program does not run while `passTime` lasts. */
  async stopped(passTime: () => Promise<void>): Promise<void> {
    const fromMs = this.clock.nowMs();
    await passTime();
    this.allHidden.push({ fromMs, toMs: this.clock.nowMs() });
    this.#breaks.all += 1;
    this.disturb();
  }

  #hideAll(passTime: () => void): void {
    const fromMs = this.clock.nowMs();
    passTime();
    this.allHidden.push({ fromMs, toMs: this.clock.nowMs() });
    this.#breaks.all += 1;
    this.disturb();
  }

  readonly connectivity: Connectivity = {
    hasNetwork: () => this.#uplink !== "cut",
    check: () => Promise.resolve(VERDICTS[this.#uplink]),
  };

  /** Answers with what is true when the check ends; a connection that died meanwhile fails. */
  probeFor(isLocal: (key: string) => boolean): Probe {
    return ({ endpoint }, signal) => {
      const breaks = { ...this.#breaks };
      const local = isLocal(endpoint.key);
      const isRefused = !local && this.#uplink === "cut";
      const isLost = !local && this.#uplink === "no-answer";
      const durationMs = isRefused ? 1 : isLost ? 5_000 : Math.round(this.dice.between(5, 800));
      return new Promise((resolve) => {
        const timer = this.clock.setTimer(durationMs, () => {
          const wasCut = !local && breaks.outside !== this.#breaks.outside;
          const isBroken = wasCut || (breaks.all !== this.#breaks.all && (!local || this.dice.chance(0.5)));
          resolve({ ...(isBroken ? BROKEN : this.#answerOf(endpoint.key, local)), durationMs, ip: local ? "127.0.0.1" : "192.0.2.80" });
        });
        signal.addEventListener("abort", () => {
          timer.cancel();
          resolve(BROKEN);
        });
      });
    };
  }

  #answerOf(key: string, isLocal: boolean): Observation {
    if (!isLocal && this.#uplink === "portal") return { ...UP, status: 302 };
    if (!isLocal && this.#uplink !== "up") return BROKEN;
    return this.isDown(key) ? { ...UP, status: 503 } : UP;
  }
}

const UP: Observation = { ...EMPTY_OBSERVATION, connected: true, status: 200 };
const BROKEN: Observation = { ...EMPTY_OBSERVATION, errors: ["the connection broke"] };
const VERDICTS: Readonly<Record<Uplink, ConnectivityVerdict>> = {
  up: "online",
  cut: "offline",
  "no-answer": "offline",
  portal: "captive-portal",
};

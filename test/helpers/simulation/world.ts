// A machine in a world that both change: endpoints that really fall and recover, a network that comes and goes, sleep, stalls.
// It knows the truth of every moment; what the monitor makes of it is for the tests to compare.

import { EMPTY_OBSERVATION } from "../../../shared/model/observation.ts";
import type { Observation } from "../../../shared/model/observation.ts";
import { SECOND } from "../../../shared/units.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { Connectivity } from "../../../src-main/ports/connectivity.ts";
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

const HOME = "home";

export class World {
  readonly clock: FakeClock;
  readonly dice: Dice;
  /** The outside as it is; `cut` also takes the addresses away. */
  #uplink: Uplink = "up";
  /** What the machine's addresses say, and from which address the outside sees it. */
  #network = HOME;
  #exit = 0;
  /** Grows when all connections under way die. */
  #breaks = 0;
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
    this.disturb();
    const open = this.outsideHidden.at(-1);
    if (this.#uplink !== "up" && open !== undefined) open.toMs = this.clock.nowMs();
    if (uplink !== "up") this.outsideHidden.push({ fromMs: this.clock.nowMs(), toMs: Number.POSITIVE_INFINITY });
    this.#uplink = uplink;
  }

  /** The machine gets another address, from another network or tunnel: connections under way to the outside die; new ones work. */
  roam(): void {
    this.#network = this.#network === HOME ? "elsewhere" : HOME;
    this.disturb();
  }

  /** The router dials in anew: nobody answers on connections under way to the outside any more, and nothing on this machine shows it. */
  redial(): void {
    this.#exit += 1;
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
    this.#breaks += 1;
    this.disturb();
  }

  #hideAll(passTime: () => void): void {
    const fromMs = this.clock.nowMs();
    passTime();
    this.allHidden.push({ fromMs, toMs: this.clock.nowMs() });
    this.#breaks += 1;
    this.disturb();
  }

  readonly connectivity: Connectivity = {
    network: () => (this.#uplink === "cut" ? "" : this.#network),
    check: async (_config, signal) => {
      const isAnswered = await this.#exchange(this.dice.between(5, 60), REFERENCE_TIMEOUT_MS, signal);
      if (signal.aborted) return "online";
      if (this.#uplink === "portal") return "captive-portal";
      return isAnswered ? "online" : "offline";
    },
  };

  /** Answers with what is true when the check ends; a connection that died meanwhile fails. */
  probeFor(isLocal: (key: string) => boolean): Probe {
    return async ({ endpoint }, signal) => {
      const startedMs = this.clock.monotonicMs();
      const answerMs = Math.round(this.dice.between(5, 800));
      const { key, client } = endpoint;
      const isAnswered = isLocal(key) ? await this.#pass(answerMs, signal) : await this.#exchange(answerMs, client.timeoutMs, signal);
      const observation = isAnswered ? this.#answerOf(key, isLocal(key)) : BROKEN;
      return { ...observation, durationMs: this.clock.monotonicMs() - startedMs, ip: isLocal(key) ? "127.0.0.1" : "192.0.2.80" };
    };
  }

  /**
   * A request to the outside and its answer, as TCP carries them: what is lost is sent again after one second, then two, then four,
   * until patience ends. Without an address, or from another one than it was opened from, a connection fails at once. Whether an
   * answer came.
   */
  async #exchange(answerMs: number, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const [network, exit, breaks] = [this.#network, this.#exit, this.#breaks];
    let leftMs = timeoutMs;
    const wait = async (forMs: number): Promise<boolean> => {
      const isWhole = await this.#pass(Math.min(forMs, leftMs), signal);
      leftMs -= forMs;
      return isWhole && leftMs > 0;
    };
    for (const pauseMs of [0, answerMs]) {
      if (pauseMs > 0 && !(await wait(pauseMs))) return false;
      for (let againMs = SECOND; this.#uplink === "no-answer" || exit !== this.#exit; againMs *= 2) {
        if (!(await wait(againMs))) return false;
      }
      if (this.#uplink === "cut" || network !== this.#network || breaks !== this.#breaks) return false;
    }
    return true;
  }

  /** Waits; false = interrupted, by the program or by a sleep that half of all connections do not survive. */
  async #pass(forMs: number, signal: AbortSignal): Promise<boolean> {
    const breaks = this.#breaks;
    return await new Promise((resolve) => {
      const abort = (): void => {
        timer.cancel();
        resolve(false);
      };
      const timer = this.clock.setTimer(forMs, () => {
        signal.removeEventListener("abort", abort);
        resolve(breaks === this.#breaks || this.dice.chance(0.5));
      });
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  #answerOf(key: string, isLocal: boolean): Observation {
    if (!isLocal && this.#uplink === "portal") return { ...UP, status: 302 };
    return this.isDown(key) ? { ...UP, status: 503 } : UP;
  }
}

/** As the program's own. */
const REFERENCE_TIMEOUT_MS = 5 * SECOND;
const UP: Observation = { ...EMPTY_OBSERVATION, connected: true, status: 200 };
const BROKEN: Observation = { ...EMPTY_OBSERVATION, errors: ["the connection broke"] };

// The outbox: what must still be told, each message at least once, those of one lane in order. Messages are stored before they are
// sent, and every attempt before the next. What they say, and to whom, comes from outside.

import type { Held } from "../../ports/alerting.ts";
import type { AlertStore, HistoryWriter } from "../../ports/history.ts";
import type { Clock, TimerHandle, Timers } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import type { Random } from "../../ports/random.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/units.ts";
import type { DeliveryPorts } from "../providers/executor.ts";
import type { AlertMessage, AttemptState, DeliveryOutcome } from "../providers/message.ts";
import type { Channel } from "../providers/provider.ts";
import type { NextAttempt } from "./backoff.ts";
import { GIVE_UP_AFTER_MS, GIVE_UP_REFUSED_AFTER_MS, isMendable, LONGEST_PATIENCE_MS, nextAttempt } from "./backoff.ts";
import type { Destination } from "./destinations.ts";
import { Destinations } from "./destinations.ts";
import { DueHeap } from "./due-heap.ts";
import type { Pace } from "./host-limiter.ts";
import { HostLimiter, pacedHttp } from "./host-limiter.ts";
import { formatMessage, parseMessage } from "./stored-message.ts";
import type { MessageSurroundings, StoredMessage } from "./stored-message.ts";
import type { AlertWrites } from "./writes.ts";
import { storeTogether } from "./writes.ts";

/** Makes one attempt at delivering a message; see the executor of the providers. */
export type Deliver = (
  channel: Channel,
  message: AlertMessage,
  attempt: AttemptState,
  ways: DeliveryPorts,
  signal: AbortSignal,
) => Promise<DeliveryOutcome>;

/** How much is sent at once. */
export interface DeliveryLimits {
  readonly atOnce: number;
  readonly atOncePerDestination: number;
  readonly pacePerHost: Pace;
  /** One attempt, with all of its requests. */
  readonly attemptTimeoutMs: DurationMs;
}

export const USUAL_LIMITS: DeliveryLimits = {
  atOnce: 8,
  atOncePerDestination: 4,
  pacePerHost: { burst: 10, perSecond: 5 },
  attemptTimeoutMs: MINUTE,
};

/** Where a message goes; `ready` false says why it cannot. */
export type Addressed =
  | { readonly ready: true; readonly channel: Channel; readonly message: AlertMessage }
  | { readonly ready: false; readonly reason: string };

/** A channel and the surroundings of a message, held fast. */
export interface FrozenRoute {
  readonly channel: Channel;
  readonly surroundings: MessageSurroundings;
}

/** A message on its way. */
export interface OutboxEntry {
  /** The store's; negative = the store could not take it, it lives in memory only. */
  readonly id: number;
  readonly createdMs: EpochMs;
  stored: StoredMessage;
  /** For an alert that has left the configuration: what it was sent with, for as long as the program runs. */
  frozen: FrozenRoute | null;
}

/** What the outbox asks and tells. `settled…` run inside the transaction that stores the outcome, perhaps more than once. */
export interface OutboxPorts {
  address(entry: OutboxEntry): Addressed;
  /** Messages with the same name go to the same receiver. */
  destinationOf(entry: OutboxEntry): string;
  /** The newest wording of a message that nobody has seen yet; null = as it stands. */
  refresh(entry: OutboxEntry): StoredMessage | null;
  settledDelivered(entry: OutboxEntry, keys: { readonly resolveKey?: string; readonly reference?: string }, writes: AlertWrites): void;
  settledFailed(entry: OutboxEntry, writes: AlertWrites): void;
  /** An outcome is known; for whoever shows it. */
  changed(entry: OutboxEntry): void;
}

export interface OutboxDependencies {
  readonly store: AlertStore & Pick<HistoryWriter, "transact" | "appendEvent" | "putValue">;
  readonly deliver: Deliver;
  readonly ways: DeliveryPorts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits: DeliveryLimits;
}

/** The provider whose messages never leave this machine. */
const NATIVE = "desktop";

/** More waiting messages than this are not taken up at once; the rest follows at the next start. */
const MOST_LOADED = 50_000;

export class Outbox {
  readonly #deps: OutboxDependencies;
  readonly #ports: OutboxPorts;
  readonly #limiter: HostLimiter;
  readonly #lanes = new Map<string, OutboxEntry[]>();
  readonly #waiting = new DueHeap<OutboxEntry>();
  readonly #delays = new WeakMap<OutboxEntry, number>();
  readonly #destinations: Destinations<OutboxEntry>;
  readonly #inFlight = new Map<OutboxEntry, { readonly controller: AbortController; readonly done: Promise<void> }>();
  #timer: TimerHandle | null = null;
  #held: Held = "nothing";
  /** Due, but held; queued again when that ends. */
  #heldBack: OutboxEntry[] = [];
  #isRunning = false;
  #nextUnstoredId = -1;

  constructor(deps: OutboxDependencies, ports: OutboxPorts) {
    this.#deps = deps;
    this.#ports = ports;
    this.#limiter = new HostLimiter(deps.clock, deps.timers, deps.limits.pacePerHost);
    this.#destinations = new Destinations({
      atOnce: deps.limits.atOncePerDestination,
      isStillReady: (entry) => this.#isReady(entry, deps.clock.monotonicMs()),
      pausedForMs: (host) => this.#limiter.pausedForMs(host),
    });
  }

  /** Takes up what an earlier run left; call once, before anything is written. */
  load(): void {
    const rows = [...this.#deps.store.pendingMessages(MOST_LOADED)].sort((a, b) => a.id - b.id);
    if (rows.length === MOST_LOADED) this.#deps.logger.warn("many alert messages are waiting; the rest is taken up at the next start");
    const nowMs = this.#deps.clock.nowMs();
    for (const row of rows) {
      const stored = parseMessage(row.messageJson);
      if (stored === null) {
        this.#deps.logger.error("a stored alert message cannot be read; it is kept but not sent", { id: row.id });
        this.#deps.store.updateMessage(row.id, { messageJson: row.messageJson, dueMs: null });
        continue;
      }
      // A clock that was set back since must not make the message wait for as long as it jumped.
      const wasSetBack = stored.atMs > nowMs;
      const delayMs = wasSetBack ? 0 : Math.min(Math.max((row.dueMs ?? nowMs) - nowMs, 0), LONGEST_PATIENCE_MS);
      this.admit({ id: row.id, createdMs: row.createdMs, stored, frozen: null }, delayMs);
    }
  }

  /** Stores a message; call inside the transaction with what caused it, and {@link admit} what it returns afterwards. */
  write(stored: StoredMessage, delayMs: DurationMs, frozen: FrozenRoute | null): OutboxEntry {
    const nowMs = this.#deps.clock.nowMs();
    const { id } = this.#deps.store.enqueue({
      key: stored.message.endpoint.key,
      alertId: stored.via.alertId,
      provider: stored.provider,
      messageJson: formatMessage(stored),
      dueMs: nowMs + delayMs,
      createdMs: nowMs,
    });
    return { id, createdMs: nowMs, stored, frozen };
  }

  /** A message that the store cannot take: it is sent all the same, but does not survive the program. */
  unstored(stored: StoredMessage, frozen: FrozenRoute | null): OutboxEntry {
    const id = this.#nextUnstoredId;
    this.#nextUnstoredId -= 1;
    return { id, createdMs: this.#deps.clock.nowMs(), stored, frozen };
  }

  /** Sends the entry when `delayMs` have passed and all before it in its lane are done. */
  admit(entry: OutboxEntry, delayMs: DurationMs): void {
    const lane = this.#lanes.get(entry.stored.lane);
    this.#delays.set(entry, this.#deps.clock.monotonicMs() + delayMs);
    if (lane === undefined) {
      this.#lanes.set(entry.stored.lane, [entry]);
      this.#queueHead(entry);
    } else {
      lane.push(entry);
    }
  }

  /** What waits in a lane, in order. */
  waitingIn(lane: string): readonly OutboxEntry[] {
    return this.#lanes.get(lane) ?? [];
  }

  /** Whether nobody can have seen the message yet. */
  isUntouched(entry: OutboxEntry): boolean {
    return entry.stored.attempts === 0 && !this.#inFlight.has(entry);
  }

  /** Every waiting message, in no order. */
  *all(): Iterable<OutboxEntry> {
    for (const lane of this.#lanes.values()) yield* lane;
  }

  /** Stores a change of a waiting message; joins a surrounding transaction. */
  rewrite(entry: OutboxEntry, stored: StoredMessage, writes: AlertWrites): void {
    entry.stored = stored;
    if (entry.id < 0) return;
    const dueMs = stored.state === "waiting" ? this.#deps.clock.nowMs() + this.#remainingMs(entry) : null;
    writes.updateMessage(entry.id, { messageJson: formatMessage(stored), dueMs });
  }

  /** Takes a waiting message back: it no longer says anything that is worth saying. Not for the one that is being sent. */
  drop(entry: OutboxEntry, note: string, writes: AlertWrites): void {
    if (this.#inFlight.has(entry)) return;
    this.rewrite(entry, { ...entry.stored, state: "dropped", note, atMs: this.#deps.clock.nowMs() }, writes);
    this.#remove(entry);
  }

  hold(held: Held): void {
    if (held === this.#held) return;
    this.#held = held;
    for (const entry of this.#heldBack.splice(0)) this.#waiting.push(entry, this.#delays.get(entry) ?? 0);
    this.#pump();
  }

  /** Tries failed messages at once: the configuration may have been repaired. */
  retryNow(): void {
    for (const [first] of this.#lanes.values()) {
      if (first === undefined || first.stored.attempts === 0 || this.#inFlight.has(first)) continue;
      this.#delays.set(first, this.#deps.clock.monotonicMs());
      this.#queueHead(first);
    }
    this.#pump();
  }

  start(): void {
    this.#isRunning = true;
    this.#pump();
  }

  /** Lets what is being sent finish until the deadline, then aborts it; aborted messages are sent again at the next start. */
  async stop(deadlineMs: EpochMs): Promise<void> {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#inFlight.size === 0) return;
    // An aborted attempt ends at once; one that does not must not keep the program from ending.
    const delayMs = Math.min(Math.max(deadlineMs - this.#deps.clock.nowMs(), 0), DAY);
    const abort = this.#deps.timers.setTimer(delayMs, () => {
      for (const { controller } of this.#inFlight.values()) controller.abort(new Error("the program ends"));
    });
    let overdue: TimerHandle | null = null;
    const patience = new Promise<void>((resolve) => {
      overdue = this.#deps.timers.setTimer(delayMs + SECOND, resolve);
    });
    await Promise.race([Promise.all([...this.#inFlight.values()].map(({ done }) => done)), patience]);
    abort.cancel();
    (overdue as TimerHandle | null)?.cancel();
  }

  /** Puts what is due into its destination's queue, starts what there is room for, and sets the timer for the rest. */
  #pump(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#isRunning || this.#held === "everything") return;
    const nowMs = this.#deps.clock.monotonicMs();
    for (let entry = this.#waiting.popDue(nowMs); entry !== null; entry = this.#waiting.popDue(nowMs)) {
      if (!this.#isReady(entry, nowMs)) continue;
      if (this.#isHeldBack(entry)) this.#heldBack.push(entry);
      else this.#destinations.push(this.#ports.destinationOf(entry), entry);
    }
    let pauseMs: DurationMs | null = null;
    while (this.#inFlight.size < this.#deps.limits.atOnce) {
      const turn = this.#destinations.take();
      if (turn.item === null) {
        pauseMs = turn.waitMs;
        break;
      }
      if (!this.#isHeldBack(turn.item)) this.#begin(turn.item, turn.destination);
      else {
        this.#destinations.release(turn.destination);
        this.#heldBack.push(turn.item);
      }
    }
    const dueMs = this.#waiting.nextDueMs;
    const nextMs = Math.min(dueMs === null ? Number.POSITIVE_INFINITY : dueMs - nowMs, pauseMs ?? Number.POSITIVE_INFINITY);
    if (nextMs !== Number.POSITIVE_INFINITY) this.#timer = this.#deps.timers.setTimer(nextMs, () => this.#pump());
  }

  #isHeldBack(entry: OutboxEntry): boolean {
    return this.#held === "outside" && entry.stored.provider !== NATIVE;
  }

  /** A heap cannot forget: what was dropped, delivered or put off since it was queued is recognised here. */
  #isReady(entry: OutboxEntry, nowMs: number): boolean {
    return (
      this.#lanes.get(entry.stored.lane)?.[0] === entry &&
      !this.#inFlight.has(entry) &&
      (this.#delays.get(entry) ?? Number.POSITIVE_INFINITY) <= nowMs
    );
  }

  #begin(entry: OutboxEntry, destination: Destination<OutboxEntry>): void {
    const controller = new AbortController();
    const attempt = this.#attempt(entry, destination, controller);
    const done = attempt.then((outcome) => {
      this.#destinations.release(destination);
      this.#inFlight.delete(entry);
      this.#settle(entry, outcome, controller.signal.aborted && !this.#isRunning);
      this.#pump();
    });
    this.#inFlight.set(entry, { controller, done });
  }

  async #attempt(entry: OutboxEntry, destination: Destination<OutboxEntry>, controller: AbortController): Promise<DeliveryOutcome> {
    // The attempt begins in a turn of its own, so that `#inFlight` knows it before anything can end.
    await Promise.resolve();
    const refreshed = entry.stored.attempts === 0 ? this.#ports.refresh(entry) : null;
    if (refreshed !== null) this.#store((writes) => this.rewrite(entry, refreshed, writes));
    const addressed = this.#ports.address(entry);
    if (!addressed.ready) return { kind: "rejected", status: 0, reply: addressed.reason };
    const timeout = this.#deps.timers.setTimer(this.#deps.limits.attemptTimeoutMs, () => {
      controller.abort(new Error("the receiver did not answer in time"));
    });
    const http = pacedHttp(this.#deps.ways.http, this.#limiter, (host) => {
      destination.host = host;
    });
    try {
      const progress = { attempt: entry.stored.attempts, reached: entry.stored.reached };
      const outcome = await this.#deps.deliver(
        addressed.channel,
        addressed.message,
        progress,
        { ...this.#deps.ways, http },
        controller.signal,
      );
      if (outcome.kind === "retry" && outcome.afterMs !== undefined && destination.host !== null) {
        this.#limiter.pause(destination.host, Math.min(outcome.afterMs, LONGEST_PATIENCE_MS));
      }
      return outcome;
    } catch (cause) {
      // A defect of a provider must not take other channels down with it.
      this.#deps.logger.error("a channel failed unexpectedly", { provider: entry.stored.provider, error: nameOf(cause) });
      return { kind: "retry", reached: entry.stored.reached, status: 0, reply: `unexpected ${nameOf(cause)}` };
    } finally {
      timeout.cancel();
    }
  }

  #settle(entry: OutboxEntry, outcome: DeliveryOutcome, wasStopped: boolean): void {
    if (wasStopped && outcome.kind === "retry") return;
    const nowMs = this.#deps.clock.nowMs();
    const attempts = entry.stored.attempts + 1;
    const made: StoredMessage = { ...entry.stored, attempts, atMs: nowMs, note: outcome.reply };
    const next = outcome.kind === "delivered" ? null : this.#after(outcome, attempts, entry.createdMs, nowMs);
    if (next?.kind === "retry") {
      const reached = outcome.kind === "retry" ? [...outcome.reached] : made.reached;
      this.#delays.set(entry, this.#deps.clock.monotonicMs() + next.delayMs);
      this.#record(entry, outcome, (writes) => this.rewrite(entry, { ...made, reached }, writes));
      this.#queueHead(entry);
    } else {
      this.#record(entry, outcome, (writes) => {
        this.rewrite(entry, { ...made, state: outcome.kind === "delivered" ? "delivered" : "failed" }, writes);
        if (outcome.kind === "delivered") this.#ports.settledDelivered(entry, outcome, writes);
        else this.#giveUp(entry, nowMs, writes);
      });
      this.#remove(entry);
    }
    this.#ports.changed(entry);
  }

  #after(outcome: Exclude<DeliveryOutcome, { kind: "delivered" }>, attempts: number, createdMs: EpochMs, nowMs: EpochMs): NextAttempt {
    const facts = { attempts, createdMs, nowMs, chance: this.#deps.random.next() };
    if (outcome.kind === "retry") return nextAttempt({ ...facts, afterMs: outcome.afterMs, giveUpAfterMs: GIVE_UP_AFTER_MS });
    if (!isMendable(outcome.status)) return { kind: "give-up" };
    return nextAttempt({ ...facts, afterMs: undefined, giveUpAfterMs: GIVE_UP_REFUSED_AFTER_MS });
  }

  #giveUp(entry: OutboxEntry, nowMs: EpochMs, writes: AlertWrites): void {
    const { message, provider, note, lane } = entry.stored;
    this.#ports.settledFailed(entry, writes);
    const text = note === "" ? provider : `${provider}: ${note}`;
    writes.appendEvent({ key: message.endpoint.key, kind: "alert-failed", atEpochMs: nowMs, text });
    if (message.kind !== "triggered") return;
    // The receiver never heard of the outage: no news of it makes sense.
    const followers = this.waitingIn(lane).filter((other) => other !== entry && other.stored.message.incidentId === message.incidentId);
    for (const follower of followers) this.drop(follower, "its first message could not be delivered", writes);
  }

  /** Stores the attempt together with what it led to. */
  #record(entry: OutboxEntry, outcome: DeliveryOutcome, work: (writes: AlertWrites) => void): void {
    const atEpochMs = this.#deps.clock.nowMs();
    const { status, reply } = outcome;
    this.#store((writes) => {
      if (entry.id > 0) writes.addAttempt({ messageId: entry.id, atEpochMs, ok: outcome.kind === "delivered", status, reply });
      work(writes);
    });
  }

  #store(work: (writes: AlertWrites) => void): void {
    storeTogether(this.#deps.store, this.#deps.logger, work);
  }

  #remove(entry: OutboxEntry): void {
    const lane = this.#lanes.get(entry.stored.lane);
    if (lane === undefined) return;
    const index = lane.indexOf(entry);
    if (index === -1) return;
    lane.splice(index, 1);
    const [head] = lane;
    if (head === undefined) this.#lanes.delete(entry.stored.lane);
    else if (index === 0) this.#queueHead(head);
  }

  #queueHead(entry: OutboxEntry): void {
    this.#waiting.push(entry, this.#delays.get(entry) ?? 0);
    // The callers that hold a transaction open must not send from within it.
    if (!this.#isRunning || this.#held === "everything") return;
    this.#timer?.cancel();
    this.#timer = this.#deps.timers.setTimer(0, () => this.#pump());
  }

  #remainingMs(entry: OutboxEntry): DurationMs {
    return Math.max(0, (this.#delays.get(entry) ?? 0) - this.#deps.clock.monotonicMs());
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

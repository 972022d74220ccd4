// Makes one attempt at delivering a message: within its time, at the pace of the receiving host. When to try, and what an outcome
// leads to, is the outbox's to decide.

import type { Clock, Timers } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import type { DurationMs } from "../../../shared/units.ts";
import type { DeliveryPorts } from "../providers/executor.ts";
import type { AlertMessage, AttemptState, DeliveryOutcome } from "../providers/message.ts";
import type { Channel } from "../providers/provider.ts";
import { LONGEST_PATIENCE_MS } from "./backoff.ts";
import type { Destination } from "./destinations.ts";
import type { Pace } from "./host-limiter.ts";
import { HostLimiter, pacedHttp } from "./host-limiter.ts";
import type { OutboxEntry } from "./outbox-entry.ts";

/** Makes the requests of one attempt; see the executor of the providers. */
export type Deliver = (
  channel: Channel,
  message: AlertMessage,
  attempt: AttemptState,
  ways: DeliveryPorts,
  signal: AbortSignal,
) => Promise<DeliveryOutcome>;

/** Where a message goes; `ready` false says why it cannot. */
export type Addressed =
  | { readonly ready: true; readonly channel: Channel; readonly message: AlertMessage }
  | { readonly ready: false; readonly reason: string };

export interface CourierPorts {
  readonly deliver: Deliver;
  readonly ways: DeliveryPorts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
}

export interface CourierLimits {
  readonly pacePerHost: Pace;
  /** One attempt, with all of its requests. */
  readonly attemptTimeoutMs: DurationMs;
}

export class Courier {
  readonly #ports: CourierPorts;
  readonly #limits: CourierLimits;
  readonly #limiter: HostLimiter;

  constructor(ports: CourierPorts, limits: CourierLimits) {
    this.#ports = ports;
    this.#limits = limits;
    this.#limiter = new HostLimiter(ports.clock, ports.timers, limits.pacePerHost);
  }

  /** How long the host still asks not to be addressed; 0 = it does not. */
  pausedForMs(host: string): DurationMs {
    return this.#limiter.pausedForMs(host);
  }

  /** Never rejects. The destination learns its host on the way. */
  async attempt(
    { stored }: OutboxEntry,
    addressed: Addressed,
    destination: Destination<OutboxEntry>,
    controller: AbortController,
  ): Promise<DeliveryOutcome> {
    if (!addressed.ready) return { kind: "rejected", status: 0, reply: addressed.reason };
    const { deliver, ways, timers, logger } = this.#ports;
    const timeout = timers.setTimer(this.#limits.attemptTimeoutMs, () => {
      controller.abort(new Error("the receiver did not answer in time"));
    });
    const http = pacedHttp(ways.http, this.#limiter, (host) => {
      destination.host = host;
    });
    try {
      const progress = { attempt: stored.attempts, reached: stored.reached };
      const outcome = await deliver(addressed.channel, addressed.message, progress, { ...ways, http }, controller.signal);
      if (outcome.kind === "retry" && outcome.afterMs !== undefined && destination.host !== null) {
        this.#limiter.pause(destination.host, Math.min(outcome.afterMs, LONGEST_PATIENCE_MS));
      }
      return outcome;
    } catch (cause) {
      // A defect of a provider must not take other channels down with it.
      logger.error("a channel failed unexpectedly", { provider: stored.provider, error: nameOf(cause) });
      return { kind: "retry", reached: stored.reached, status: 0, reply: `unexpected ${nameOf(cause)}` };
    } finally {
      timeout.cancel();
    }
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

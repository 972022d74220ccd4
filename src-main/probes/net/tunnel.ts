// SSH tunnels: one connection for each, shared by all endpoints that name it, opened on first use and closed when idle.

import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import type { TunnelConfig } from "../../../shared/model/endpoint.ts";
import type { TimerHandle, Timers } from "../../ports/clock.ts";
import { asError, ProbeFailure } from "../failure.ts";
import type { Check } from "../check.ts";
import { formatHostPort, type HostPort } from "../pure/address.ts";
import { describeFailure } from "../wording.ts";
import type { Link } from "./link.ts";
import { connectSsh } from "./ssh-client.ts";

/** Pauses before the second and the third try. */
const RETRY_PAUSES_MS = [500, 1_000] as const;
/** A tunnel that nobody has used for so long is closed. */
const IDLE_MS = 300_000;

interface OpenTunnel {
  readonly client: Client;
  idle: TimerHandle;
  channels: number;
}

function identity(tunnel: TunnelConfig): string {
  return JSON.stringify([tunnel.host, tunnel.port, tunnel.username, tunnel.password, tunnel.privateKey]);
}

function forward(client: Client, target: HostPort): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, target.host, target.port, (error, channel) => {
      if (error === undefined) {
        resolve(channel);
      } else {
        reject(error);
      }
    });
  });
}

/** A channel was refused by a living tunnel: the far side cannot reach the target, and another try would tell the same. */
function isRefusal(error: Error): boolean {
  return Reflect.get(error, "reason") !== undefined;
}

/** The tunnels of a probe set. */
export class TunnelPool {
  readonly #timers: Timers;
  readonly #maxGreetingBytes: number;
  readonly #tunnels = new Map<string, Promise<OpenTunnel>>();
  readonly #open = new Set<OpenTunnel>();

  constructor(timers: Timers, maxGreetingBytes: number) {
    this.#timers = timers;
    this.#maxGreetingBytes = maxGreetingBytes;
  }

  /** A stream to `target` as seen from the tunnel's far end. `openTransport` connects to the tunnel's server. */
  async open(check: Check, tunnel: TunnelConfig, target: HostPort, openTransport: () => Promise<Link>): Promise<Duplex> {
    const name = identity(tunnel);
    for (const pauseMs of [...RETRY_PAUSES_MS, null]) {
      try {
        const opened = await this.#tunnel(name, check, tunnel, openTransport);
        return await this.#channel(opened, target);
      } catch (thrown) {
        const error = asError(thrown);
        if (isRefusal(error)) {
          throw new ProbeFailure("tunnel", `tunnel ${tunnel.name} cannot reach ${formatHostPort(target)}`, { cause: error });
        }
        // Credentials do not get better by waiting.
        if (pauseMs === null || (error instanceof ProbeFailure && error.code === "request")) {
          throw new ProbeFailure("tunnel", `tunnel ${tunnel.name} cannot be opened: ${describeFailure(error)}`, { cause: error });
        }
        await this.#pause(check, pauseMs);
      }
    }
    throw new ProbeFailure("tunnel", `tunnel ${tunnel.name} cannot be opened`);
  }

  close(): void {
    for (const tunnel of this.#open) {
      tunnel.idle.cancel();
      tunnel.client.destroy();
    }
    this.#open.clear();
    this.#tunnels.clear();
  }

  #pause(check: Check, pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#timers.setTimer(pauseMs, resolve);
      check.scope.own({
        destroy: () => {
          timer.cancel();
        },
      });
    });
  }

  #tunnel(name: string, check: Check, tunnel: TunnelConfig, openTransport: () => Promise<Link>): Promise<OpenTunnel> {
    const existing = this.#tunnels.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const made = this.#connect(name, check, tunnel, openTransport);
    this.#tunnels.set(name, made);
    made.catch(() => this.#tunnels.delete(name));
    return made;
  }

  async #connect(name: string, check: Check, tunnel: TunnelConfig, openTransport: () => Promise<Link>): Promise<OpenTunnel> {
    const transport = await openTransport();
    const client = await connectSsh(transport.stream, tunnel, this.#maxGreetingBytes);
    // From here on the tunnel outlives the check that happened to open it.
    check.scope.release(transport.stream);
    const opened: OpenTunnel = { client, channels: 0, idle: this.#watchIdle(client) };
    this.#open.add(opened);
    client.on("close", () => {
      opened.idle.cancel();
      this.#open.delete(opened);
      this.#tunnels.delete(name);
    });
    return opened;
  }

  async #channel(opened: OpenTunnel, target: HostPort): Promise<Duplex> {
    opened.idle.cancel();
    opened.channels += 1;
    const unused = () => {
      opened.channels -= 1;
      if (opened.channels === 0 && this.#open.has(opened)) {
        opened.idle = this.#watchIdle(opened.client);
      }
    };
    try {
      const channel = await forward(opened.client, target);
      channel.once("close", unused);
      return channel;
    } catch (error) {
      unused();
      throw error;
    }
  }

  #watchIdle(client: Client): TimerHandle {
    return this.#timers.setTimer(IDLE_MS, () => {
      client.end();
    });
  }
}

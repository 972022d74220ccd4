// How every stream probe gets its connection: look-up, TCP, or through a tunnel; then TLS. Each step is a phase of the check, and
// everything opened belongs to the check's scope.

import * as net from "node:net";
import type { Duplex } from "node:stream";
import type { ClientConfig } from "../../../shared/model/endpoint.ts";
import type { ProbeContext, ResolvedAddress } from "../../ports/probe.ts";
import { resolveThrough } from "../dns/configured-resolver.ts";
import { asError, ProbeFailure } from "../failure.ts";
import type { Check } from "../check.ts";
import type { ProbeLimits } from "../limits.ts";
import { formatHostPort, type HostPort } from "../pure/address.ts";
import { handshake, type SecureLink } from "./handshake.ts";
import type { Connections, Link, SecureOptions } from "./link.ts";
import { lookupError } from "./resolver.ts";
import { ignoreLateErrors, untilEvent } from "./streams.ts";
import { createTrustStore, type TrustOptions, type TrustStore } from "./trust.ts";
import { TunnelPool } from "./tunnel.ts";

/** What can be set about connections. */
export interface NetworkOptions {
  readonly trust?: TrustOptions;
}

/** The connections of a probe set. */
export interface Network extends Connections {
  readonly trust: TrustStore;
  /** Connects, directly or through the endpoint's tunnel. */
  dial(check: Check, target: HostPort): Promise<Link>;
  close(): void;
}

const FAMILIES: Readonly<Record<ClientConfig["network"], 0 | 4 | 6>> = { ip: 0, ip4: 4, ip6: 6 };

/** The address family that the `network` option asks for; 0 = any. */
export function familyOf(client: ClientConfig): 0 | 4 | 6 {
  return FAMILIES[client.network];
}

function localAddressOf(socket: net.Socket): string {
  return socket.localAddress === undefined || socket.localPort === undefined
    ? ""
    : formatHostPort({ host: socket.localAddress, port: socket.localPort });
}

/** All connections read into the same memory: each read is copied out of it before the next one begins. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A socket that connects. By itself it would ask for 64 kB of new memory for every read, however little arrives, which is about a
 * tenth of a check when hundreds of endpoints are watched.
 */
function openSocket(address: ResolvedAddress, port: number): net.Socket {
  const socket: net.Socket = net.connect({
    host: address.address,
    port,
    family: address.family,
    autoSelectFamily: false,
    noDelay: true,
    onread: {
      buffer: READ_BUFFER,
      callback: (length, buffer) => socket.push(Buffer.from(buffer.subarray(0, length))),
    },
  });
  return ignoreLateErrors(socket);
}

async function connectOnce(check: Check, address: ResolvedAddress, port: number, shareMs: number): Promise<net.Socket> {
  const socket = check.scope.own(openSocket(address, port));
  if (shareMs > 0) {
    socket.setTimeout(shareMs, () => {
      socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT", address: address.address, port }));
    });
  }
  try {
    await untilEvent(socket, "connect");
  } catch (error) {
    check.scope.release(socket);
    socket.destroy();
    throw error;
  }
  socket.setTimeout(0);
  return socket;
}

class ProbeNetwork implements Network {
  readonly trust: TrustStore;
  readonly #context: ProbeContext;
  readonly #tunnels: TunnelPool;

  constructor(context: ProbeContext, options: NetworkOptions, maxGreetingBytes: number) {
    this.#context = context;
    this.trust = createTrustStore(options.trust ?? {});
    this.#tunnels = new TunnelPool(context.timers, maxGreetingBytes);
  }

  async resolve(check: Check, host: string): Promise<readonly ResolvedAddress[]> {
    check.stopwatch.enter("dns");
    const family = familyOf(check.client);
    const { dnsResolver } = check.client;
    const addresses =
      dnsResolver === null
        ? await this.#context.resolver.resolve(host, { family, signal: check.deadline.signal })
        : await resolveThrough(dnsResolver, host, family, { check, network: this, context: this.#context });
    if (addresses.length === 0) {
      throw lookupError("ENODATA", host);
    }
    return addresses;
  }

  async dial(check: Check, target: HostPort): Promise<Link> {
    const { tunnel } = check.client;
    if (tunnel === null) {
      return this.dialDirectly(check, target);
    }
    check.stopwatch.enter("connect");
    const open = () => this.dialDirectly(check, { host: tunnel.host, port: tunnel.port });
    const stream = await this.#tunnels.open(check, tunnel, target, open);
    return { stream: check.scope.own(ignoreLateErrors(stream)), remoteAddress: "", localAddress: "" };
  }

  /**
   * The addresses are tried one after the other, each with an equal share of the time that is left, because a name such as
   * `localhost` often has one that nothing listens on. Never two at once: the phases would mean nothing.
   */
  async dialDirectly(check: Check, target: HostPort): Promise<Link> {
    const addresses = net.isIP(target.host) === 0 ? await this.resolve(check, target.host) : literal(check, target.host);
    check.stopwatch.enter("connect");
    let first: Error | null = null;
    for (const [index, address] of addresses.entries()) {
      const rest = addresses.length - index;
      try {
        const socket = await connectOnce(check, address, target.port, rest === 1 ? 0 : check.deadline.remainingMs() / rest);
        check.stopwatch.leave();
        return { stream: socket, remoteAddress: address.address, localAddress: localAddressOf(socket) };
      } catch (thrown) {
        first ??= asError(thrown);
      }
    }
    throw first ?? new ProbeFailure("address", "no address to connect to");
  }

  secure(check: Check, stream: Duplex, host: string, options: SecureOptions = {}): Promise<SecureLink> {
    return handshake(check, stream, { host, trust: this.trust, nowMs: () => this.#context.clock.nowMs(), ...options });
  }

  close(): void {
    this.#tunnels.close();
  }
}

function literal(check: Check, address: string): readonly ResolvedAddress[] {
  const own = net.isIP(address) === 6 ? 6 : 4;
  const wanted = familyOf(check.client);
  if (wanted !== 0 && wanted !== own) {
    throw new ProbeFailure("address", `${address} is no IPv${String(wanted)} address, but the network option asks for one`);
  }
  return [{ address, family: own }];
}

/** Makes the connections of a probe set; the set closes it. */
export function createNetwork(context: ProbeContext, options: NetworkOptions, limits: ProbeLimits): Network {
  return new ProbeNetwork(context, options, limits.lineBytes);
}

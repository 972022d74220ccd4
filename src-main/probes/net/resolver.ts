// Names to addresses by the operating system: its hosts file, its resolver, its VPN's rules.

import { lookup } from "node:dns";
import type { Resolver, ResolvedAddress } from "../../ports/probe.ts";
import { ipFamily } from "../pure/address.ts";
import { LookupQueue } from "./lookup-queue.ts";

/** An error as Node's own look-ups raise it. */
export function lookupError(code: string, hostname: string): Error {
  return Object.assign(new Error(`lookup of ${hostname} failed`), { code, hostname });
}

/** The answer for an address that needs no look-up; null for names. An address of the wrong family is no answer. */
export function literalAddress(hostname: string, family: 0 | 4 | 6): readonly ResolvedAddress[] | null {
  const own = ipFamily(hostname);
  if (own === 0) {
    return null;
  }
  if (family !== 0 && family !== own) {
    throw lookupError("EAI_ADDRFAMILY", hostname);
  }
  return [{ address: hostname, family: own }];
}

function systemLookup(hostname: string, family: 0 | 4 | 6): Promise<readonly ResolvedAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true, family }, (error, addresses) => {
      if (error !== null) {
        reject(error);
        return;
      }
      resolve(addresses.map(({ address, family: own }) => ({ address, family: own === 6 ? 6 : 4 })));
    });
  });
}

/** The size of libuv's thread pool unless the process was started with another one. */
const DEFAULT_POOL = 4;
const LARGEST_POOL = 1_024;

/**
 * How many names the system can be asked for at once: libuv gives look-ups half of its threads. Their number is fixed before any code
 * of ours runs, so that only who starts the process can choose it.
 *
 * @param poolSize - the variable `UV_THREADPOOL_SIZE`
 */
export function lookupsAtOnce(poolSize: string | undefined): number {
  const size = Number.parseInt(poolSize ?? "", 10);
  return Math.floor(((Number.isNaN(size) ? DEFAULT_POOL : Math.min(LARGEST_POOL, Math.max(1, size))) + 1) / 2);
}

/**
 * The system's resolver. A few look-ups at once; those of one name are one.
 *
 * @param atOnce - look-ups at the same time; the runtime makes no more than {@link lookupsAtOnce}
 * @param lookUp - how the system is asked; replaced in tests
 */
export function createSystemResolver(
  atOnce: number,
  lookUp: (hostname: string, family: 0 | 4 | 6) => Promise<readonly ResolvedAddress[]> = systemLookup,
): Resolver {
  const queue = new LookupQueue<readonly ResolvedAddress[]>(atOnce);
  return {
    resolve: async (hostname, { family, signal }) =>
      literalAddress(hostname, family) ?? queue.run(`${String(family)} ${hostname}`, () => lookUp(hostname, family), signal),
  };
}

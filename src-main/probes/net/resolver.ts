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

/** The runtime gives look-ups half of its thread pool, whose size is fixed before any code of ours runs. */
const LOOKUPS_AT_ONCE = 2;

/**
 * The system's resolver. A few look-ups at once; those of one name are one.
 *
 * @param lookUp - how the system is asked; replaced in tests
 */
export function createSystemResolver(
  lookUp: (hostname: string, family: 0 | 4 | 6) => Promise<readonly ResolvedAddress[]> = systemLookup,
): Resolver {
  const queue = new LookupQueue<readonly ResolvedAddress[]>(LOOKUPS_AT_ONCE);
  return {
    resolve: async (hostname, { family, signal }) =>
      literalAddress(hostname, family) ?? queue.run(`${String(family)} ${hostname}`, () => lookUp(hostname, family), signal),
  };
}

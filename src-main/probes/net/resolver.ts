// Names to addresses by the operating system: its hosts file, its resolver, its VPN's rules.

import { lookup } from "node:dns";
import type { Resolver, ResolvedAddress } from "../../ports/probe.ts";
import { unlessAborted } from "../abort.ts";
import { ipFamily } from "../pure/address.ts";

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

/**
 * The system's resolver. Simultaneous look-ups of one name share one: each occupies a thread of a small pool until the system
 * answers, and cannot be taken back.
 *
 * @param lookUp - how the system is asked; replaced in tests
 */
export function createSystemResolver(
  lookUp: (hostname: string, family: 0 | 4 | 6) => Promise<readonly ResolvedAddress[]> = systemLookup,
): Resolver {
  const underWay = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return {
    resolve: async (hostname, { family, signal }) => {
      const literal = literalAddress(hostname, family);
      if (literal !== null) {
        return literal;
      }
      const name = `${String(family)} ${hostname}`;
      let work = underWay.get(name);
      if (work === undefined) {
        work = lookUp(hostname, family).finally(() => underWay.delete(name));
        underWay.set(name, work);
      }
      return unlessAborted(work, signal);
    },
  };
}

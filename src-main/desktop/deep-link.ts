// sentray:// links: what a click elsewhere asks us to show. Pure.

import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import { parseUrl } from "./parse-url.ts";

export const LINK_SCHEME = "sentray";

/** As long as a key may be; see the schema of keys in shared/ipc/schemas.ts, which a start does not wait for. */
const LONGEST_KEY = 16_384;

/** `sentray://endpoint/<key>`, `sentray://incidents` …; null for anything else. */
export function parseDeepLink(text: string): NavigationTarget | null {
  const url = parseUrl(text);
  if (url === null || url.protocol !== `${LINK_SCHEME}:`) return null;
  switch (url.host) {
    case "dashboard":
    case "incidents":
    case "reports":
    case "settings":
      return { to: url.host };
    case "endpoint": {
      const key = decode(url.pathname.slice(1));
      return key === "" || key.length > LONGEST_KEY ? null : { to: "endpoint", key };
    }
    default:
      return null;
  }
}

/** The first link among command-line arguments; null = none. */
export function deepLinkIn(argv: readonly string[]): NavigationTarget | null {
  for (const argument of argv) {
    const target = argument.startsWith(`${LINK_SCHEME}:`) ? parseDeepLink(argument) : null;
    if (target !== null) return target;
  }
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

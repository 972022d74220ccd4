// sentray:// links: what a click elsewhere asks us to show. Pure.

import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import { navigationSchema } from "../../shared/ipc/schemas.ts";
import { parseUrl } from "./parse-url.ts";

export const LINK_SCHEME = "sentray";

/** `sentray://endpoint/<key>`, `sentray://incidents` …; null for anything else. */
export function parseDeepLink(text: string): NavigationTarget | null {
  const url = parseUrl(text);
  if (url === null || url.protocol !== `${LINK_SCHEME}:`) return null;
  const target = url.host === "endpoint" ? { to: "endpoint", key: decode(url.pathname.slice(1)) } : { to: url.host };
  const parsed = navigationSchema.safeParse(target);
  return parsed.success ? parsed.data : null;
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

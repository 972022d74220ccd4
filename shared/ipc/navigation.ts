// Where a place in the main window is, as the part of its address after `#`. Pure; the window's first script needs it.

import type { NavigationTarget } from "./schemas.ts";

/** The address of a place, for `href` and `location.hash`. */
export function hrefOf(target: NavigationTarget): string {
  if (target.to === "dashboard") return "#/";
  return target.to === "endpoint" ? `#/endpoint/${encodeURIComponent(target.key)}` : `#/${target.to}`;
}

// Addresses of pages as the part after `#`, both ways. The browser's own history does the rest.

import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import { hrefOf } from "../../shared/ipc/navigation.ts";
import { useSyncExternalStore } from "react";

export { hrefOf };

export type Route = NavigationTarget | { readonly to: "nowhere" };

/** The page that an address (`location.hash`) names. */
export function parseRoute(hash: string): Route {
  const [, first = "", second] = hash.replace(/^#/u, "").split("/");
  if (first === "") return { to: "dashboard" };
  if (first === "incidents" || first === "reports" || first === "settings") return { to: first };
  if (first === "endpoint" && second !== undefined && second !== "") {
    const key = decodePart(second);
    if (key !== null) return { to: "endpoint", key };
  }
  return { to: "nowhere" };
}

/** Shows a page. */
export function navigate(target: NavigationTarget): void {
  window.location.hash = hrefOf(target);
}

function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The current address; parse it with {@link parseRoute}. */
export function useHash(): string {
  return useSyncExternalStore(subscribeToHash, () => window.location.hash);
}

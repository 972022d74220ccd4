// The keys that this version reads and checks but does not act upon yet, and what of them is missed. Whoever builds a part takes its
// line out, and renews docs/configuration.md.

import { say } from "../../shared/i18n/said.ts";
import type { Said } from "../../shared/i18n/said.ts";

/** Paths of keys, with `[]` for the positions in lists, and what does not happen. */
const NOT_YET_BUILT = {
  announcements: "problem.missed.announcements",
  "external-endpoints": "problem.missed.external",
  metrics: "problem.missed.metrics",
  "quiet-hours.while-do-not-disturb": "problem.missed.doNotDisturb",
  remote: "problem.missed.remote",
  security: "problem.missed.security",
  ui: "problem.missed.ui",
  web: "problem.missed.web",
} as const;

export const NOT_YET_BUILT_KEYS: readonly string[] = Object.keys(NOT_YET_BUILT);

/** The warning about a key; null for one that is not among {@link NOT_YET_BUILT_KEYS}. */
export function notYetBuiltWarning(key: string): Said | null {
  const found = Object.entries(NOT_YET_BUILT).find(([known]) => known === key);
  return found === undefined ? null : say("problem.notYetBuilt", { key, missed: say(found[1]) });
}

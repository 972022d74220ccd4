// The keys that this version reads and checks but does not act upon yet, and what of them is missed. Whoever builds a part takes its
// line out, and renews docs/configuration.md.

/** Paths of keys, with `[]` for the positions in lists, and what does not happen. */
const NOT_YET_BUILT: Readonly<Record<string, string>> = {
  announcements: "They are shown nowhere.",
  "external-endpoints": "Nothing can report to them, so they are not shown, and their heartbeats are not waited for.",
  metrics: "No /metrics is served.",
  "quiet-hours.while-do-not-disturb":
    "Notifications are held back at the set times and while the screen is locked, not by the system's do-not-disturb.",
  remote: "The statuses of other instances are not fetched.",
  security: "It protects a web page, and none is served; the window is for whoever uses this computer.",
  ui: "It is about a web page, and none is served; how the window looks is set in the preferences.",
  web: "No port is opened.",
};

export const NOT_YET_BUILT_KEYS: readonly string[] = Object.keys(NOT_YET_BUILT);

/** The warning about one of {@link NOT_YET_BUILT_KEYS}. */
export function notYetBuiltWarning(key: string): string {
  const missed = Object.hasOwn(NOT_YET_BUILT, key) ? `${NOT_YET_BUILT[key] ?? ""} ` : "";
  return `\`${key}\` is read and checked, but this version does not act upon it yet. ${missed}The key stays in the file as it is.`;
}

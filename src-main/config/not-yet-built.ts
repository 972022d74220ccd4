// The keys that this version reads and checks but does not act upon yet. Whoever builds a part takes its line out, and renews
// docs/configuration.md.

/** Paths of keys, with `[]` for the positions in lists. */
export const NOT_YET_BUILT_KEYS: readonly string[] = [
  "announcements",
  "external-endpoints",
  "metrics",
  "quiet-hours.while-do-not-disturb",
  "remote",
  "security",
  "ui",
  "web",
];

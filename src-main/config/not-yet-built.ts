// The keys that this version reads and checks but does not act upon yet. Whoever builds a part takes its line out.

import type { EndpointKind } from "../../shared/model/endpoint.ts";

/** Paths of keys, with `[]` for the positions in lists. */
export const NOT_YET_BUILT_KEYS: readonly string[] = [
  "announcements",
  "external-endpoints",
  "metrics",
  "quiet-hours",
  "remote",
  "security",
  "suites",
  "tunneling",
  "ui",
  "web",
];

/** Protocols that cannot be checked yet. */
export const NOT_YET_BUILT_KINDS: readonly EndpointKind[] = ["UDP", "SCTP", "GRPC", "WEBSOCKET", "SSH"];

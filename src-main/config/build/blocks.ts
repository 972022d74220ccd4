// The smaller blocks at the top of the file: storage, connectivity, announcements, and those that only a web page needs.

import { say } from "../../../shared/i18n/said.ts";
import { DEFAULT_CONCURRENCY } from "../../../shared/config-schema/root.ts";
import type { rootBlock } from "../../../shared/config-schema/root.ts";
import type { Announcement, ConnectivityConfig, StorageConfig } from "../../../shared/model/config.ts";
import { SECOND } from "../../../shared/units.ts";
import type { ValueOf } from "../decode/decode.ts";
import { hasKey, spotOf } from "../decode/decode.ts";
import type { Spot } from "../source/tree.ts";
import { buildClient } from "./client.ts";
import type { Tunnels } from "./client.ts";
import type { BuildContext } from "./context.ts";
import { quoted } from "./context.ts";

export type RootBlock = ValueOf<typeof rootBlock>;

const SHORTEST_CONNECTIVITY_MS = 5 * SECOND;
/** What Gatus uses where it means "without limit". */
const UNLIMITED_CONCURRENCY = 10_000;
const DEFAULT_RESULTS = 100;
const DEFAULT_EVENTS = 50;

/** How many checks may run at once. */
export function buildConcurrency(root: RootBlock, context: BuildContext): number {
  const { concurrency, "disable-monitoring-lock": isUnlimited } = root.values;
  if (isUnlimited) {
    context.problems.hint(spotOf(root, "disable-monitoring-lock"), say("problem.monitoringLock"));
    return UNLIMITED_CONCURRENCY;
  }
  if (concurrency > 0) return concurrency;
  context.problems.warning(spotOf(root, "concurrency"), say("problem.concurrency", { builtIn: DEFAULT_CONCURRENCY }));
  return DEFAULT_CONCURRENCY;
}

/** How long history is kept. Gatus' keys are checked as Gatus does, so that the file keeps working there. */
export function buildStorage(root: RootBlock, context: BuildContext): StorageConfig {
  const { storage } = root.values;
  if (storage === undefined) {
    return {
      retentionMs: 90 * 86_400 * SECOND,
      removedEndpointRetentionMs: 30 * 86_400 * SECOND,
      maximumNumberOfResults: DEFAULT_RESULTS,
      maximumNumberOfEvents: DEFAULT_EVENTS,
    };
  }
  const { values } = storage;
  checkStoragePath(storage, context);
  for (const key of ["retention", "removed-endpoint-retention"] as const) {
    if (values[key] < 0) context.problems.error(spotOf(storage, key), say("problem.retention"));
  }
  return {
    retentionMs: values.retention,
    removedEndpointRetentionMs: values["removed-endpoint-retention"],
    maximumNumberOfResults: values["maximum-number-of-results"] > 0 ? values["maximum-number-of-results"] : DEFAULT_RESULTS,
    maximumNumberOfEvents: values["maximum-number-of-events"] > 0 ? values["maximum-number-of-events"] : DEFAULT_EVENTS,
  };
}

function checkStoragePath(storage: Exclude<RootBlock["values"]["storage"], undefined>, context: BuildContext): void {
  const { type, path = "" } = storage.values;
  const isSql = type === "sqlite" || type === "postgres";
  if (isSql && path === "") context.problems.error(spotOf(storage, "type"), say("problem.storagePath", { type }));
  if (!isSql && path !== "") {
    context.problems.error(spotOf(storage, "path"), say("problem.memoryPath"));
  }
  if (isSql && path !== "") {
    context.problems.hint(spotOf(storage, "type"), say("problem.ownDatabase"));
  }
}

/** How to tell that this machine is offline; null = not checked. */
export function buildConnectivity(root: RootBlock, context: BuildContext): ConnectivityConfig | null {
  const checker = root.values.connectivity?.values.checker;
  if (checker === undefined) return null;
  const { target = "", targets = [], interval, "captive-portal": portal } = checker.values;
  const own: readonly Spot[] = target === "" ? [] : [spotOf(checker, "target")];
  if (target !== "" && !target.endsWith(":53")) {
    context.problems.warning(spotOf(checker, "target"), say("problem.targetPort"));
  }
  for (const spot of [...own, ...targets]) {
    if (spot.node.kind === "scalar" && !isHostAndPort(spot.node.text)) {
      context.problems.error(spot, say("problem.targetForm", { shown: quoted(spot) }));
    }
  }
  if (target === "" && targets.length === 0) context.problems.error(checker, say("problem.noTarget"));
  if (interval < SHORTEST_CONNECTIVITY_MS && hasKey(checker, "interval")) {
    if (interval === 0) context.problems.warning(spotOf(checker, "interval"), say("problem.zeroInterval"));
    else context.problems.error(spotOf(checker, "interval"), say("problem.checkerInterval"));
  }
  return {
    targets: [...(target === "" ? [] : [target]), ...targets.map(({ value }) => value)],
    intervalMs: interval === 0 ? 60 * SECOND : interval,
    captivePortal: portal === undefined ? null : buildPortal(portal, context),
  };
}

type CheckerBlock = Exclude<Exclude<RootBlock["values"]["connectivity"], undefined>["values"]["checker"], undefined>;
type PortalBlock = Exclude<CheckerBlock["values"]["captive-portal"], undefined>;

function buildPortal(portal: PortalBlock, context: BuildContext): ConnectivityConfig["captivePortal"] {
  const { url = "", "expected-status": expectedStatus } = portal.values;
  if (url !== "" && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
    context.problems.error(spotOf(portal, "url"), say("problem.portalUrl"));
  }
  if (expectedStatus < 100 || expectedStatus > 599) {
    context.problems.error(spotOf(portal, "expected-status"), say("problem.httpStatus"));
  }
  return { url, expectedStatus };
}

function isHostAndPort(text: string): boolean {
  const [, port] = /^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/]+):(\d{1,5})$/.exec(text) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) <= 65_535;
}

/** Newest first; those of the same moment in file order. */
export function buildAnnouncements(root: RootBlock): readonly Announcement[] {
  const announcements = (root.values.announcements ?? []).map(({ value: { values } }) => ({
    atEpochMs: values.timestamp ?? 0,
    type: values.type,
    message: values.message ?? "",
    archived: values.archived,
  }));
  return announcements.toSorted((a, b) => b.atEpochMs - a.atEpochMs);
}

const CALLBACK = "/authorization-code/callback";

/** Checks the blocks that the web page and the metrics need. Nothing is built from them here. */
export function checkWebBlocks(root: RootBlock, tunnels: Tunnels, context: BuildContext): void {
  const { web, security, remote } = root.values;
  if (web !== undefined && (web.values.port < 0 || web.values.port > 65_535)) {
    context.problems.error(spotOf(web, "port"), say("problem.port", { least: 0 }));
  }
  if (security !== undefined) checkSecurity(security, context);
  if (remote?.values.client !== undefined) buildClient(remote.values.client, tunnels, context);
}

function checkSecurity(security: Exclude<RootBlock["values"]["security"], undefined>, context: BuildContext): void {
  const { basic, oidc } = security.values;
  if (basic === undefined && oidc === undefined) context.problems.error(security, say("problem.security"));
  const redirect = oidc?.values["redirect-url"] ?? "";
  if (oidc !== undefined && redirect !== "" && !redirect.endsWith(CALLBACK)) {
    context.problems.error(spotOf(oidc, "redirect-url"), say("problem.redirectUrl", { path: CALLBACK }));
  }
}

// Monitors of Uptime Kuma, from its backup or its database, to entries: what all types have in common, and groups. Pure.

import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ImportRefusal } from "../../../shared/model/settings-import.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import type { FoundEntry } from "./found.ts";
import { isMapping } from "../edit/written-value.ts";
import { escapeMapping } from "./found.ts";
import type { Specific } from "./kuma-http.ts";
import { convertType } from "./kuma-types.ts";
import { flagIn, numberIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** One monitor with what belongs to it. */
export interface KumaMonitor {
  readonly id: number;
  /** As stored; members are called as in the database or as in the backup. */
  readonly record: Loose;
  /** `name`, or `name:value`. */
  readonly tags: readonly string[];
  /** Types of the alert channels that it notifies and that came over. */
  readonly alertTypes: readonly string[];
}

export interface KumaMonitors {
  readonly entries: readonly FoundEntry[];
  readonly refusals: readonly ImportRefusal[];
}

/** In the order given; groups become the `group` of what is in them. */
export function convertMonitors(monitors: readonly KumaMonitor[]): KumaMonitors {
  const groups = new Map(
    monitors.filter(({ record }) => textIn(record, "type") === "group").map((monitor) => [monitor.id, monitor.record]),
  );
  const entries: FoundEntry[] = [];
  const refusals: ImportRefusal[] = [];
  for (const monitor of monitors) {
    const type = textIn(monitor.record, "type");
    if (type === "group") continue;
    const converted = convertOne(monitor, type, groupName(monitor.record, groups));
    if ("why" in converted)
      refusals.push({ what: nameOf(monitor.record) || note("importing.kuma.monitor", { id: String(monitor.id) }), why: converted.why });
    else entries.push(converted);
  }
  return { entries, refusals };
}

/** Deeper ones are hostile: each level would be repeated in the name of everything below it. */
const DEEPEST_GROUP = 16;
const LONGEST_NAME = 200;

/** Nested groups are joined; a group that contains itself ends there. */
function groupName(record: Loose, groups: ReadonlyMap<number, Loose>): string {
  const names: string[] = [];
  const seen = new Set<number>();
  for (let parent = numberIn(record, "parent"); parent !== null && !seen.has(parent) && seen.size < DEEPEST_GROUP; ) {
    seen.add(parent);
    const group = groups.get(parent);
    if (group === undefined) break;
    names.unshift(textIn(group, "name").slice(0, LONGEST_NAME));
    parent = numberIn(group, "parent");
  }
  return names.filter((name) => name !== "").join(" / ");
}

function convertOne(monitor: KumaMonitor, type: string, group: string): FoundEntry | { readonly why: Told } {
  const { record } = monitor;
  if (type === "push") return convertPush(monitor, group);
  const specific = convertType(type, record);
  if ("why" in specific) return specific;
  const turned = upsideDown(record, specific);
  const client = clientOf(record, specific.value["client"]);
  const value: PlainMapping = {
    ...common(monitor, group),
    ...specific.value,
    ...timing(record),
    ...(Object.keys(client).length === 0 ? {} : { client }),
    conditions: turned.conditions,
    ...degraded(record, specific.value),
    ...alerts(monitor),
  };
  const proxy = numberIn(record, "proxy_id", "proxyId") === null ? [] : [note("importing.kuma.proxy")];
  return {
    list: "endpoints",
    value: escapeMapping(value),
    notes: [...specific.notes, ...turned.notes, ...proxy],
    isIncomplete: false,
  };
}

function nameOf(record: Loose): string {
  return textIn(record, "name").trim().slice(0, LONGEST_NAME);
}

function common({ record, id, tags }: KumaMonitor, group: string): PlainMapping {
  const description = textIn(record, "description").trim();
  const isActive = record["active"] === undefined || flagIn(record, "active");
  return {
    name: nameOf(record) || `monitor ${id}`,
    ...(group === "" ? {} : { group }),
    ...(isActive ? {} : { enabled: false }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(description === "" ? {} : { notes: description }),
  };
}

function timing(record: Loose): PlainMapping {
  const retries = Math.min(100, Math.max(0, Math.trunc(numberIn(record, "maxretries") ?? 0)));
  const pause = seconds(numberIn(record, "retry_interval", "retryInterval"));
  return {
    interval: seconds(numberIn(record, "interval")) ?? "60s",
    ...(retries === 0 ? {} : { retries, ...(pause === null ? {} : { "retry-interval": pause }) }),
  };
}

function seconds(value: number | null): string | null {
  return value === null || value <= 0 || value > 31_536_000 ? null : `${Math.max(1, Math.round(value))}s`;
}

function clientOf(record: Loose, own: PlainValue | undefined): PlainMapping {
  const timeout = seconds(numberIn(record, "timeout"));
  return {
    ...(timeout === null ? {} : { timeout }),
    ...(flagIn(record, "ignore_tls", "ignoreTls") ? { insecure: true } : {}),
    ...(isMapping(own) ? own : {}),
  };
}

function degraded(record: Loose, value: PlainMapping): PlainMapping {
  const { url } = value;
  const isHttps = typeof url === "string" && url.startsWith("https:");
  return isHttps && flagIn(record, "expiry_notification", "expiryNotification")
    ? { "degraded-conditions": ["[CERTIFICATE_EXPIRATION] > 336h"] }
    : {};
}

function alerts({ alertTypes }: KumaMonitor): PlainMapping {
  return alertTypes.length === 0
    ? {}
    : { alerts: alertTypes.map((type) => ({ type, "failure-threshold": 1, "success-threshold": 1, "send-on-resolved": true })) };
}

/** *Upside down*: it is well when nothing answers. */
function upsideDown(record: Loose, { conditions }: Specific): { readonly conditions: readonly string[]; readonly notes: readonly Told[] } {
  if (!flagIn(record, "upside_down", "upsideDown")) return { conditions, notes: [] };
  if (conditions.length === 1 && conditions[0] === "[CONNECTED] == true") return { conditions: ["[CONNECTED] == false"], notes: [] };
  return {
    conditions: ["[CONNECTED] == false"],
    notes: [note("importing.kuma.upsideDown")],
  };
}

function convertPush(monitor: KumaMonitor, group: string): FoundEntry | { readonly why: Told } {
  const token = textIn(monitor.record, "push_token", "pushToken");
  if (token === "") return { why: note("importing.kuma.pushWithoutToken") };
  const interval = seconds(numberIn(monitor.record, "interval")) ?? "60s";
  const { tags: _tags, notes: _notes, ...value } = common(monitor, group);
  return {
    list: "external-endpoints",
    value: escapeMapping({ ...value, token, heartbeat: { interval: interval === "1s" ? "10s" : interval }, ...alerts(monitor) }),
    notes: [note("importing.kuma.push")],
    isIncomplete: false,
  };
}

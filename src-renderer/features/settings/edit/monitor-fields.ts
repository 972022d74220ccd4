// Between an entry as the file says it and the fields of the form, both ways. Pure.

import type { PlainValue } from "../../../../shared/model/alert.ts";
import { ENDPOINT_KINDS, type EndpointKind } from "../../../../shared/model/endpoint.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { isMapping, mappingsOf, textOf, textsOf, valueAt, withKey, withPath } from "../config/plain.ts";

/** What the form edits. `rest` is everything that has no field of its own here, as a mapping. */
export interface MonitorFields {
  readonly url: string;
  readonly name: string;
  readonly group: string;
  readonly interval: string;
  readonly timeout: string;
  readonly conditions: readonly string[];
  readonly degraded: readonly string[];
  /** undefined = the key is absent, which means a desktop notification. */
  readonly alerts: readonly PlainMapping[] | undefined;
  readonly rest: PlainMapping;
}

/** What the form's library sees: values that YAML nests without end are opaque to it. */
export type FormShape = Omit<MonitorFields, "alerts" | "rest"> & { readonly alerts: unknown; readonly rest: unknown };

const TEXT_KEYS = ["name", "group", "url", "interval"] as const;
const OWN_KEYS: readonly string[] = [...TEXT_KEYS, "conditions", "degraded-conditions", "alerts"];
const TIMEOUT = ["client", "timeout"] as const;

export function fieldsOf(entry: PlainMapping): MonitorFields {
  const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !OWN_KEYS.includes(key)));
  return {
    url: textOf(entry["url"]),
    name: textOf(entry["name"]),
    group: textOf(entry["group"]),
    interval: textOf(entry["interval"]),
    timeout: textOf(valueAt(entry, TIMEOUT)),
    conditions: textsOf(entry["conditions"]),
    degraded: textsOf(entry["degraded-conditions"]),
    alerts: entry["alerts"] === undefined ? undefined : mappingsOf(entry["alerts"]),
    rest: withPath(rest, TIMEOUT, undefined),
  };
}

/**
 * The entry that the fields mean. Where a field says the same as `before` does, the value is the one of `before`, so that `5` does not
 * become `"5"`. Empty conditions are left out.
 */
export function entryOf(fields: MonitorFields, before: PlainMapping): PlainMapping {
  const text = (key: (typeof TEXT_KEYS)[number]): PlainValue | undefined =>
    fields[key] === textOf(before[key]) ? before[key] : fields[key] === "" ? undefined : fields[key];
  const texts = (key: string, values: readonly string[]): PlainValue | undefined => {
    const kept = values.filter((value) => value.trim() !== "");
    if (kept.join("\n") === textsOf(before[key]).join("\n")) return before[key];
    return kept.length === 0 ? undefined : kept;
  };
  const own: ReadonlyArray<readonly [string, PlainValue | undefined]> = [
    ...TEXT_KEYS.map((key) => [key, text(key)] as const),
    ["conditions", texts("conditions", fields.conditions)],
    ["degraded-conditions", texts("degraded-conditions", fields.degraded)],
    ["alerts", fields.alerts],
  ];
  const told = own.reduce((entry, [key, value]) => withKey(entry, key, value), {} as PlainMapping);
  const timeoutBefore = valueAt(before, TIMEOUT);
  const timeout = fields.timeout === textOf(timeoutBefore) ? timeoutBefore : fields.timeout === "" ? undefined : fields.timeout;
  return inOrderOf(before, withPath({ ...told, ...fields.rest }, TIMEOUT, timeout));
}

/** Keys that were there stay where they were; new ones follow. */
function inOrderOf(before: PlainMapping, after: PlainMapping): PlainMapping {
  const known = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  return Object.fromEntries([...known, ...added].map((key) => [key, after[key] ?? null]));
}

const KIND_OF_SCHEME: Readonly<Record<string, EndpointKind>> = {
  http: "HTTP",
  https: "HTTP",
  tcp: "TCP",
  udp: "UDP",
  sctp: "SCTP",
  icmp: "ICMP",
  starttls: "STARTTLS",
  tls: "TLS",
  grpc: "GRPC",
  grpcs: "GRPC",
  ws: "WEBSOCKET",
  wss: "WEBSOCKET",
  ssh: "SSH",
};

/** By which protocol an entry is watched, as far as it can be seen; HTTP where a variable hides it. */
export function kindOf(url: string, hasDns: boolean): EndpointKind {
  if (hasDns) return "DNS";
  const scheme = /^([a-z]+):\/\//iu.exec(url.trim())?.[1]?.toLowerCase() ?? "";
  return KIND_OF_SCHEME[scheme] ?? "HTTP";
}

/** The kind of an entry as it is written. */
export function kindOfEntry(entry: PlainMapping): EndpointKind {
  const kind = kindOf(textOf(entry["url"]), isMapping(entry["dns"]));
  return ENDPOINT_KINDS.includes(kind) ? kind : "HTTP";
}

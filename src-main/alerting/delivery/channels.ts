// From an alert to the channel that its messages take: which settings count, whether they are complete, and which alerts share a
// destination. Settings are looked up for each message, so that a repaired configuration counts at once.

import type { Said } from "../../../shared/i18n/said.ts";
import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { AlertConfig, AlertingConfig, AlertProviderConfig, PlainValue } from "../../../shared/model/alert.ts";
import type { DurationMs } from "../../../shared/units.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import type { Channel, Provider } from "../providers/provider.ts";
import { mergeSettings, textOf } from "../providers/settings.ts";
import { NATIVE } from "../providers/types.ts";
import { USUAL_WINDOW_MS } from "../incident/grouping.ts";

/** The providers by name; undefined = there is none of that name. */
export type ProviderLookup = (type: string) => Provider | undefined;

/** Which channel is meant. */
export interface ChannelRequest {
  readonly type: string;
  readonly group: string;
  readonly providerOverride: Readonly<Record<string, PlainValue>>;
}

export type OpenedChannel = { readonly ok: true; readonly channel: Channel } | { readonly ok: false; readonly reason: Said };

/** The group overrides that count: some channels have none, and ignore the key as Gatus does. */
function overridesOf(provider: Provider, block: AlertProviderConfig | undefined): AlertProviderConfig["overrides"] {
  return provider.overrides.kind === "unsupported" ? [] : (block?.overrides ?? []);
}

/** The channel with its effective settings, or why there is none; the reason holds no secret. */
export function openChannel(lookup: ProviderLookup, alerting: AlertingConfig, request: ChannelRequest): OpenedChannel {
  const provider = lookup(request.type);
  if (provider === undefined) return { ok: false, reason: say("errors.channel.unknown", { type: request.type }) };
  const block = alerting.providers.get(request.type);
  if (block === undefined && request.type !== NATIVE) {
    return { ok: false, reason: say("errors.channel.notConfigured", { type: request.type }) };
  }
  const settings = mergeSettings(
    provider.schema,
    block?.settings ?? {},
    overridesOf(provider, block),
    request.group,
    request.providerOverride,
  );
  const prepared = provider.prepare(settings);
  if (prepared.ok) return prepared;
  const problems = prepared.problems.map(({ said }) => said).reduce(followedBy);
  return { ok: false, reason: say("errors.channel.wrong", { type: request.type, problems }) };
}

/** Names where messages go: alerts with the same name here reach the same receiver. May hold secrets; never shown or stored. */
export function destinationOf(alerting: AlertingConfig, request: ChannelRequest): string {
  const overrides = alerting.providers.get(request.type)?.overrides ?? [];
  const groupOverride = overrides.findIndex((entry) => textOf(entry["group"]) === request.group);
  return JSON.stringify([request.type, groupOverride, request.providerOverride]);
}

/**
 * Within which time endpoints that fall together are told as one incident; null = each alert is told by itself, as in Gatus.
 * Native notifications always are.
 */
export function incidentWindowMs(alerting: AlertingConfig, alert: Pick<AlertConfig, "type" | "providerOverride">): DurationMs | null {
  const settings = alerting.providers.get(alert.type)?.settings;
  const written = alert.providerOverride["incident-window"] ?? settings?.["incident-window"];
  const ownMs = written === undefined || written === null ? null : parseDuration(textOf(written));
  const windowMs = ownMs ?? alerting.incidentWindowMs;
  if (windowMs > 0) return windowMs;
  return alert.type === NATIVE ? USUAL_WINDOW_MS : null;
}

/** Within which time endpoints that fall together are shown as one incident: as native notifications tell it. */
export function shownIncidentWindowMs(alerting: AlertingConfig): DurationMs {
  return incidentWindowMs(alerting, { type: NATIVE, providerOverride: {} }) ?? USUAL_WINDOW_MS;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
]);

/** Go's spelling of a duration (`2m30s`); null when it is none. */
function parseDuration(text: string): DurationMs | null {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return null;
  return parts.reduce((sumMs, [, amount, unit]) => sumMs + Number(amount) * (UNITS.get(unit ?? "") ?? 0), 0);
}

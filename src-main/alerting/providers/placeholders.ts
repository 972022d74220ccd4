// The placeholders that texts may hold, and the templates made of them. One pass: what a value brings in is never read again.

import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import type { AlertMessage } from "./message.ts";
import { byState, descriptionOf, displayName, tick } from "./texts.ts";

const VALUES = {
  ENDPOINT: displayName,
  ENDPOINT_NAME: (message: AlertMessage) => message.endpoint.name,
  ENDPOINT_GROUP: (message: AlertMessage) => message.endpoint.group,
  ENDPOINT_KEY: (message: AlertMessage) => message.endpoint.key,
  ENDPOINT_URL: (message: AlertMessage) => message.endpoint.url,
  ENDPOINT_TAGS: (message: AlertMessage) => message.endpoint.tags.join(", "),
  ENDPOINT_LINKS: (message: AlertMessage) =>
    message.endpoint.links.map(({ name, url }) => (name === "" ? url : `${name}: ${url}`)).join("\n"),
  ALERT_DESCRIPTION: descriptionOf,
  ALERT_TRIGGERED_OR_RESOLVED: (message: AlertMessage) => byState(message, "TRIGGERED", "RESOLVED"),
  ALERT_SINCE: (message: AlertMessage) => formatMoment(message.sinceMs),
  ALERT_DURATION: (message: AlertMessage) => formatDuration(message.durationMs),
  RESULT_CONDITIONS: (message: AlertMessage) => message.result.conditions.map((it) => `${tick(it)} ${it.condition}`).join("\n"),
  RESULT_ERRORS: (message: AlertMessage) => message.result.errors.join(", "),
  INCIDENT_ENDPOINTS: (message: AlertMessage) => [displayName(message), ...message.alsoAffected].join(", "),
} as const satisfies Readonly<Record<string, (message: AlertMessage) => string>>;

/** A placeholder's name, without its brackets. */
export type PlaceholderName = keyof typeof VALUES;

/** What each placeholder stands for, in the order in which they are documented. */
export const PLACEHOLDERS: Readonly<Record<PlaceholderName, string>> = {
  ENDPOINT: "Group and name of the endpoint",
  ENDPOINT_NAME: "Name of the endpoint",
  ENDPOINT_GROUP: "Group of the endpoint",
  ENDPOINT_KEY: "Key of the endpoint, as in links and the API",
  ENDPOINT_URL: "URL of the endpoint",
  ENDPOINT_TAGS: "Tags of the endpoint, separated by commas",
  ENDPOINT_LINKS: "Links of the endpoint, one a line",
  ALERT_DESCRIPTION: "Description of the alert",
  ALERT_TRIGGERED_OR_RESOLVED: "TRIGGERED or RESOLVED",
  ALERT_SINCE: "When the outage began, in local time",
  ALERT_DURATION: "How long the outage has lasted",
  RESULT_CONDITIONS: "Conditions with the values seen, one a line",
  RESULT_ERRORS: "Errors of the check, separated by commas",
  INCIDENT_ENDPOINTS: "All endpoints of the incident",
};

/** The value of one placeholder. */
export function placeholderValue(name: PlaceholderName, message: AlertMessage): string {
  return VALUES[name](message);
}

/** All names, in the order in which they are documented. */
export const PLACEHOLDER_NAMES: readonly PlaceholderName[] = Object.keys(PLACEHOLDERS).filter(isPlaceholder);

function isPlaceholder(name: string): name is PlaceholderName {
  return Object.hasOwn(VALUES, name);
}

/** Those that Gatus has somewhere. Where Gatus leaves one as written, so do we. */
export const GATUS_PLACEHOLDERS: ReadonlySet<PlaceholderName> = new Set([
  "ALERT_DESCRIPTION",
  "ENDPOINT_NAME",
  "ENDPOINT_GROUP",
  "ENDPOINT_URL",
  "RESULT_ERRORS",
  "RESULT_CONDITIONS",
  "ALERT_TRIGGERED_OR_RESOLVED",
]);

/** Fills a template; what is no placeholder, or is not `allowed` here, stays as written. */
export function fillTemplate(template: string, message: AlertMessage, allowed: (name: PlaceholderName) => boolean = () => true): string {
  return template.replace(/\[([A-Z_]+)\]/g, (whole, name: string) =>
    isPlaceholder(name) && allowed(name) ? placeholderValue(name, message) : whole,
  );
}

/** Two units at most, for people: `45s`, `12m 5s`, `3h 20m`, `2d 4h`. */
export function formatDuration(durationMs: DurationMs): string {
  const seconds = Math.max(0, Math.round(durationMs / SECOND)) * SECOND;
  const units: ReadonlyArray<readonly [number, string]> = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "m"],
    [SECOND, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first === -1) return "0s";
  const [large, small] = [units[first], units[first + 1]];
  if (large === undefined) return "0s";
  const whole = `${Math.floor(seconds / large[0])}${large[1]}`;
  const rest = small === undefined ? 0 : Math.floor((seconds % large[0]) / small[0]);
  return small === undefined || rest === 0 ? whole : `${whole} ${rest}${small[1]}`;
}

/** Date and time in the machine's own zone, with its offset: `2026-01-02 03:04 +00:00`. Out-of-range moments give `unknown`. */
export function formatMoment(epochMs: EpochMs): string {
  const offsetMinutes = -new Date(epochMs).getTimezoneOffset();
  if (Number.isNaN(offsetMinutes)) return "unknown";
  const shifted = new Date(epochMs + offsetMinutes * MINUTE).toISOString();
  const clock = new Date(Math.abs(offsetMinutes) * MINUTE).toISOString().slice(11, 16);
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} ${offsetMinutes < 0 ? "-" : "+"}${clock}`;
}

/** RFC 3339 in UTC, whole seconds: `2026-01-02T03:04:05Z`. */
export function formatRfc3339(epochMs: EpochMs): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

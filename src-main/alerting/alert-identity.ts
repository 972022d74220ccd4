// Which alert is which: identity over restarts, and over edits of the configuration.

import { createHash } from "node:crypto";

import type { AlertConfig } from "../../shared/model/alert.ts";

/** An alert as it can be recognised: its identity, and its place among those of its type. */
export interface AlertPlace {
  readonly alertId: string;
  readonly type: string;
  /** 0 = the endpoint's first alert of this type. */
  readonly position: number;
}

/**
 * The identity that Gatus stores a triggered alert under: SHA-256, in hexadecimal, of type, enabled, send-on-resolved, success
 * and failure threshold and description. Reminder interval and provider override are not part of it.
 */
export function alertChecksum(alert: IdentifiedAlert): string {
  return digest(checkedText(alert));
}

type IdentifiedAlert = Pick<AlertConfig, "type" | "enabled" | "sendOnResolved" | "successThreshold" | "failureThreshold" | "description">;

/** {@link alertChecksum} that works out equal ones once: thousands of endpoints have the alerts of the defaults. */
export function checksumsOnce(): typeof alertChecksum {
  const known = new Map<string, string>();
  return (alert) => {
    const text = checkedText(alert);
    const checksum = known.get(text) ?? digest(text);
    known.set(text, checksum);
    return checksum;
  };
}

function checkedText({ type, enabled, sendOnResolved, successThreshold, failureThreshold, description }: IdentifiedAlert): string {
  return [type, enabled, sendOnResolved, successThreshold, failureThreshold, description].join("_");
}

/** The identities of an endpoint's alerts, in file order. Equal alerts are told apart by their order: `…`, `…#2`, `…#3`. */
export function placeAlerts(alerts: readonly AlertConfig[], checksumOf: typeof alertChecksum = alertChecksum): readonly AlertPlace[] {
  const ofType = new Map<string, number>();
  const ofChecksum = new Map<string, number>();
  return alerts.map((alert) => {
    const checksum = checksumOf(alert);
    const nth = next(ofChecksum, checksum);
    return { alertId: nth === 0 ? checksum : `${checksum}#${nth + 1}`, type: alert.type, position: next(ofType, alert.type) };
  });
}

/**
 * Which new alert goes on where an old one left off: the same identity; else, among what is left, the same type in the same
 * place; else the same type in order. Old alerts that are not in the answer have no successor.
 */
export function matchAlerts(before: readonly AlertPlace[], after: readonly AlertPlace[]): ReadonlyMap<string, string> {
  const matches = new Map<string, string>();
  const taken = new Set<string>();
  const pair = (isSuccessor: (old: AlertPlace, candidate: AlertPlace) => boolean) => {
    for (const old of before) {
      if (matches.has(old.alertId)) continue;
      const successor = after.find((candidate) => !taken.has(candidate.alertId) && isSuccessor(old, candidate));
      if (successor === undefined) continue;
      matches.set(old.alertId, successor.alertId);
      taken.add(successor.alertId);
    }
  };
  pair((old, candidate) => candidate.alertId === old.alertId);
  pair((old, candidate) => candidate.type === old.type && candidate.position === old.position);
  pair((old, candidate) => candidate.type === old.type);
  return matches;
}

/** A short name for an outage, safe in URLs and headers; `salt` keeps two outages of one moment apart. */
export function incidentName(key: string, alertId: string, atMs: number, salt: number): string {
  return digest([key, alertId, atMs, salt].join("\n")).slice(0, 24);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function next(counts: Map<string, number>, name: string): number {
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return count;
}

// How alerts and their messages look from outside: what the window and the tray show. Reads only.

import type { AlertDelivery, AlertStatus } from "../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { AlertStore, OutboxMessage } from "../ports/history.ts";
import type { LiveAlert } from "./alert-table.ts";
import type { StoredMessage } from "./delivery/stored-message.ts";
import { parseMessage } from "./delivery/stored-message.ts";

/** The latest messages that are looked at to find an alert's last one. */
const LOOK_BACK = 100;

/** How one endpoint's alerts stand, in file order. */
export function alertStatuses(store: AlertStore, key: EndpointKey, alerts: readonly LiveAlert[]): readonly AlertStatus[] {
  const messages = alerts.length === 0 ? [] : readMessages(store.messages({ key, limit: LOOK_BACK }));
  return alerts.map((alert) => ({
    key,
    alertId: alert.place.alertId,
    provider: alert.config.type,
    enabled: alert.config.enabled,
    ...standing(alert),
    delivery: lastDelivery(alert, messages),
  }));
}

/** Messages with their attempts, newest first. */
export function deliveryViews(store: AlertStore, key: EndpointKey | null, limit: number): readonly AlertDelivery[] {
  return readMessages(store.messages({ key, limit })).flatMap(({ row, stored }) => {
    if (stored.state === "dropped") return [];
    return {
      id: row.id,
      key: row.key,
      provider: row.provider,
      kind: stored.digest ? "digest" : stored.message.kind,
      createdMs: row.createdMs,
      state: stored.state,
      attempts: store.attempts(row.id).map(({ atEpochMs, ok, status, reply }) => ({ atEpochMs, ok, status, reply })),
    };
  });
}

function standing(alert: LiveAlert): Pick<AlertStatus, "state" | "progress" | "triggeredAtMs" | "acknowledgedAtMs"> {
  const { triggered, failures, successes } = alert.state;
  const { failureThreshold, successThreshold } = alert.config;
  if (triggered !== null) {
    const progress = { count: successes, threshold: successThreshold };
    return { state: "triggered", progress, triggeredAtMs: triggered.atMs, acknowledgedAtMs: triggered.acknowledgedAtMs };
  }
  const progress = { count: Math.min(failures, failureThreshold), threshold: failureThreshold };
  return { state: failures > 0 ? "pending" : "idle", progress, triggeredAtMs: null, acknowledgedAtMs: null };
}

function lastDelivery(alert: LiveAlert, messages: readonly ReadMessage[]): AlertStatus["delivery"] {
  const incidentId = alert.state.told?.incidentId;
  const last = messages.find(
    ({ stored }) =>
      stored.state !== "dropped" &&
      stored.provider === alert.config.type &&
      (stored.via.alertId === alert.place.alertId || stored.message.incidentId === incidentId),
  );
  if (last === undefined || last.stored.state === "dropped") return null;
  return { state: last.stored.state, atEpochMs: last.stored.atMs, message: last.stored.note };
}

interface ReadMessage {
  readonly row: OutboxMessage;
  readonly stored: StoredMessage;
}

function readMessages(rows: readonly OutboxMessage[]): readonly ReadMessage[] {
  return rows.flatMap((row) => {
    const stored = parseMessage(row.messageJson);
    return stored === null ? [] : { row, stored };
  });
}

// What silences do to alerts that fire. Which silences there are is the silence desk's to know; storing and sending come after.

import type { SilenceRequest, SilenceScope, SilenceState } from "../../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { AlertDesk } from "../alert-desk.ts";
import type { LiveAlert } from "../alert-table.ts";
import { Changes } from "../delivery/changes.ts";
import { covers } from "./silences.ts";

/** Whether a scope covers an alert. */
export function coversAlert(scope: SilenceScope, { owner, config }: LiveAlert): boolean {
  const { key, group } = owner.endpoint;
  return covers(scope, { key, group, provider: config.type });
}

/** A silence begins: outages under way that it covers are acknowledged if it says so, and the timeline says what was asked for. */
export function beginSilence(request: SilenceRequest, alerts: Iterable<LiveAlert>, desk: AlertDesk, nowMs: EpochMs): Changes {
  const { action, scope, note } = request;
  const changes = new Changes();
  const noted = new Set<EndpointKey>(action === "acknowledge" ? [] : namedIn(scope));
  for (const alert of alerts) {
    if (alert.state.triggered === null || !coversAlert(scope, alert)) continue;
    noted.add(alert.owner.endpoint.key);
    if (action === "acknowledge") desk.apply(alert, { kind: "acknowledged" }, nowMs, changes);
  }
  const kind = action === "acknowledge" ? "acknowledged" : "snoozed";
  const text = note === "" ? action : `${action}: ${note}`;
  for (const key of noted) {
    changes.event({ key, kind, atEpochMs: nowMs, text });
    changes.touched.add(key);
  }
  return changes;
}

/** An acknowledgement is taken back: reminders come again, but for what one of the `others` covers too. */
export function endAcknowledgement(
  { scope }: SilenceState,
  others: readonly SilenceState[],
  alerts: Iterable<LiveAlert>,
  desk: AlertDesk,
  nowMs: EpochMs,
): Changes {
  const changes = new Changes();
  for (const alert of alerts) {
    const isCovered =
      coversAlert(scope, alert) && !others.some((other) => other.action === "acknowledge" && coversAlert(other.scope, alert));
    if (isCovered) desk.apply(alert, { kind: "unacknowledged" }, nowMs, changes);
  }
  return changes;
}

/** Whether an acknowledgement still covers an outage; with the last of them it is over. */
export function isStillNeeded({ scope }: SilenceState, alerts: Iterable<LiveAlert>): boolean {
  for (const alert of alerts) {
    const { triggered } = alert.state;
    if (triggered !== null && triggered.acknowledgedAtMs !== null && coversAlert(scope, alert)) return true;
  }
  return false;
}

function namedIn(scope: SilenceScope): readonly EndpointKey[] {
  if (scope.kind === "endpoint") return [scope.key];
  return scope.kind === "endpoints" ? scope.keys : [];
}

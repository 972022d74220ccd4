// Drives the machine: feeds it results, silences and edits, and turns what it decides into rows, events and messages. Storing and
// sending are left to others; see alert-manager.ts.

import type { EpochMs } from "../../shared/units.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { Random } from "../ports/random.ts";
import { incidentName } from "./alert-identity.ts";
import type { AlertTable, LiveAlert } from "./alert-table.ts";
import type { Changes } from "./delivery/changes.ts";
import type { ProviderLookup } from "./delivery/channels.ts";
import { causeOf, composeMessage, waitingMessage } from "./delivery/compose.ts";
import type { Outbox } from "./delivery/outbox.ts";
import { surroundingsOf } from "./delivery/routing.ts";
import { completeMessage } from "./delivery/stored-message.ts";
import type { Conversations } from "./incident/conversations.ts";
import { MissedLog } from "./incident/missed.ts";
import { isStoredAlike } from "./machine/alert-state.ts";
import type { AlertAction, AlertInput, Hush } from "./machine/decide.ts";
import { decide } from "./machine/decide.ts";
import { NATIVE } from "./providers/types.ts";
import type { SilenceDesk } from "./silence/silence-desk.ts";

export interface AlertDeskPorts {
  readonly table: AlertTable;
  readonly silences: SilenceDesk;
  readonly conversations: Conversations;
  readonly outbox: Pick<Outbox, "waitingIn" | "isUntouched">;
  readonly missed: MissedLog;
  readonly lookup: ProviderLookup;
  readonly random: Random;
}

export class AlertDesk {
  readonly #ports: AlertDeskPorts;
  isQuiet = false;

  constructor(ports: AlertDeskPorts) {
    this.#ports = ports;
  }

  /** What keeps back the messages of an alert right now. */
  hushOf(alert: LiveAlert, nowMs: EpochMs): Hush {
    const { key, group } = alert.owner.endpoint;
    if (this.isQuiet || this.#ports.silences.isSilenced({ key, group, provider: alert.config.type }, nowMs)) return "silenced";
    return alert.owner.blockers.some((blocker) => this.#ports.table.get(blocker)?.isFailing === true) ? "blocked" : "none";
  }

  /** Gives one input to one alert. */
  apply(alert: LiveAlert, input: AlertInput, nowMs: EpochMs, changes: Changes): void {
    const before = alert.state;
    const { conversations } = this.#ports;
    const isConversational = alert.windowMs !== null;
    const decision = decide(alert.rule, before, input, nowMs, (triggered) => {
      const { name, group } = alert.owner.endpoint;
      alert.subject = { name, group };
      alert.resolveKey = "";
      alert.reference = "";
      return isConversational ? conversations.join(alert, triggered.sinceMs, nowMs) : this.#nameIncident(alert, nowMs);
    });
    if (decision.state === before) return;
    alert.state = decision.state;
    for (const action of decision.actions) this.#follow(alert, action, nowMs, changes);
    const isSilentEnd = before.told !== null && decision.state.told === null && !decision.actions.some(tellsTheEnd);
    if (isConversational && isSilentEnd) conversations.leave(alert, changes);
    if (isStoredAlike(before, decision.state)) return;
    changes.save(alert);
    changes.touched.add(alert.owner.endpoint.key);
  }

  #follow(alert: LiveAlert, action: AlertAction, nowMs: EpochMs, changes: Changes): void {
    const { key } = alert.owner.endpoint;
    const { type } = alert.config;
    switch (action.kind) {
      case "triggered": {
        const who = action.withheld ? `${type} (kept back)` : type;
        changes.event({ key, kind: "alert-triggered", atEpochMs: nowMs, text: lineOf(who, alert.owner.last) });
        return;
      }
      case "cleared":
        changes.event({ key, kind: "alert-resolved", atEpochMs: nowMs, text: action.neverTold ? `${type} (never told)` : type });
        if (action.neverTold && this.isQuiet && type === NATIVE) {
          const { name, group } = alert.owner.endpoint;
          changes.value(MissedLog.storedAs, this.#ports.missed.add(key, group === "" ? name : `${group}/${name}`));
        }
        return;
      case "tell":
        if (action.message === "reminder")
          changes.event({ key, kind: "alert-reminded", atEpochMs: nowMs, text: lineOf(type, alert.owner.last) });
        if (alert.windowMs === null) this.#tellPlainly(alert, action, nowMs, changes);
        else this.#ports.conversations.tell(alert, action, nowMs, changes);
        return;
      default:
        assertNever(action, "alert action");
    }
  }

  /** One alert, one message, as in Gatus. */
  #tellPlainly(alert: LiveAlert, action: Extract<AlertAction, { kind: "tell" }>, nowMs: EpochMs, changes: Changes): void {
    const waiting = this.#ports.outbox.waitingIn(alert.lane);
    // What waits says that it is broken already.
    if (action.message === "reminder" && waiting.length > 0) return;
    if (action.message === "resolved") {
      for (const entry of waiting) {
        const isNews = entry.stored.message.kind === "reminder" && this.#ports.outbox.isUntouched(entry);
        if (isNews) changes.drop(entry, "it was over before it was told");
      }
    }
    const { key } = alert.owner.endpoint;
    const facts = {
      kind: action.message,
      incidentId: action.incidentId,
      key,
      subject: alert.subject,
      alert: alert.config,
      result: alert.owner.last,
      nowMs,
      sinceMs: action.sinceMs,
      alsoAffected: [],
      notice: null,
      conversation: false,
      resolveKey: alert.resolveKey,
      reference: alert.reference,
    };
    const composed = composeMessage(facts);
    if (action.message === "triggered") {
      const complete = completeMessage(composed, surroundingsOf(alert.owner.endpoint, alert.config.providerOverride));
      alert.resolveKey = this.#ports.lookup(alert.config.type)?.mintResolveKey(complete) ?? "";
    }
    const stored = waitingMessage(
      { ...composed, resolveKey: alert.resolveKey },
      {
        provider: alert.config.type,
        via: { key, alertId: alert.place.alertId },
        lane: alert.lane,
        overridden: alert.isOverridden,
        digest: false,
      },
    );
    changes.drafts.push({ stored, delayMs: 0, frozen: null });
  }

  #nameIncident(alert: LiveAlert, atMs: EpochMs): string {
    return incidentName(alert.owner.endpoint.key, alert.place.alertId, atMs, this.#ports.random.next());
  }
}

function tellsTheEnd(action: AlertAction): boolean {
  return action.kind === "tell" && action.message === "resolved";
}

function lineOf(who: string, result: CheckResult | null): string {
  const cause = causeOf(result);
  return cause === "" ? who : `${who}: ${cause}`;
}

// The alert manager: builds the parts, stores what they decide in one transaction with its cause, and hands messages to the outbox.

import type { AlertingConfig } from "../../shared/model/alert.ts";
import type { AlertDelivery, AlertStatus, SilenceRequest, SilenceScope, SilenceState } from "../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { AlertedEndpoint, AlertManager, Held, RenamedEndpoint } from "../ports/alerting.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { AlertStore, HistoryReader, HistoryWriter } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import type { Random } from "../ports/random.ts";
import { AlertDesk } from "./alert-desk.ts";
import { incidentName } from "./alert-identity.ts";
import type { LiveAlert, Succession } from "./alert-table.ts";
import { AlertTable, isBusy } from "./alert-table.ts";
import { alertStatuses, deliveryViews } from "./alert-views.ts";
import { Changes } from "./delivery/changes.ts";
import type { ProviderLookup } from "./delivery/channels.ts";
import type { Deliver } from "./delivery/courier.ts";
import type { DeliveryLimits } from "./delivery/outbox.ts";
import type { OutboxEntry } from "./delivery/outbox-entry.ts";
import { Outbox, USUAL_LIMITS } from "./delivery/outbox.ts";
import { Router } from "./delivery/routing.ts";
import type { SettlementPorts } from "./delivery/settlement.ts";
import { keepKeys, markLost } from "./delivery/settlement.ts";
import { NOWHERE, storeTogether } from "./delivery/writes.ts";
import { Conversations } from "./incident/conversations.ts";
import { digestDraft } from "./incident/digest.ts";
import { MissedLog } from "./incident/missed.ts";
import { isWorthKeeping } from "./machine/alert-state.ts";
import type { DeliveryPorts } from "./providers/executor.ts";
import { beginSilence, coversAlert, endAcknowledgement, isStillNeeded } from "./silence/effects.ts";
import { NATIVE } from "./providers/types.ts";
import { SilenceDesk } from "./silence/silence-desk.ts";

/** What alerting needs from outside. */
export interface AlertManagerDependencies {
  readonly store: AlertStore & Pick<HistoryWriter, "append" | "appendEvent" | "putValue" | "transact"> & Pick<HistoryReader, "value">;
  /** The registry of providers. */
  readonly providers: ProviderLookup;
  /** The providers' executor. */
  readonly deliver: Deliver;
  /** HTTP, mail and native notifications. */
  readonly ways: DeliveryPorts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits?: DeliveryLimits;
}

const SILENCES = "alert-silences";

/** The alert machine with its outbox; does nothing before `configure` and sends nothing before `start`. */
export function createAlertManager(deps: AlertManagerDependencies): AlertManager {
  return new Manager(deps);
}

class Manager implements AlertManager {
  readonly #deps: AlertManagerDependencies;
  readonly #table = new AlertTable();
  readonly #missed = new MissedLog();
  readonly #router: Router;
  readonly #outbox: Outbox;
  readonly #silences: SilenceDesk;
  readonly #conversations: Conversations;
  readonly #desk: AlertDesk;
  readonly #settlement: SettlementPorts;
  readonly #listeners = new Set<(keys: readonly EndpointKey[]) => void>();
  #isConfigured = false;
  /** A unit of change that has nothing in it yet: most failing results need no other. */
  #blank = new Changes();

  constructor(deps: AlertManagerDependencies) {
    const { store, providers, clock, timers, random, logger } = deps;
    this.#deps = deps;
    this.#router = new Router(providers, this.#table);
    this.#outbox = new Outbox(
      { ...deps, limits: deps.limits ?? USUAL_LIMITS },
      {
        address: (entry) => this.#router.address(entry),
        destinationOf: (entry) => this.#router.destinationOf(entry),
        refresh: (entry) => this.#conversations.refresh(entry, clock.nowMs()),
        settledDelivered: (entry, keys, writes) => keepKeys(this.#settlement, entry, keys, writes),
        settledFailed: (entry, writes) => markLost(this.#settlement, entry, clock.nowMs(), writes),
        changed: (entry) => this.#notify([entry.stored.message.endpoint.key]),
      },
    );
    this.#silences = new SilenceDesk({
      clock,
      timers,
      random,
      read: () => store.value(SILENCES),
      write: (json) => void storeTogether(store, logger, (writes) => writes.putValue(SILENCES, json)),
      onEnded: (ended) => this.#reconcile((alert) => ended.some(({ scope }) => coversAlert(scope, alert))),
    });
    this.#conversations = new Conversations({
      lookup: providers,
      lastResultOf: (key) => this.#table.get(key)?.last ?? null,
      waitingIn: (lane) => this.#outbox.waitingIn(lane),
      isUntouched: (entry) => this.#outbox.isUntouched(entry),
      value: (name) => store.value(name),
      nameIncident: (alert, atMs) => incidentName(alert.owner.endpoint.key, alert.place.alertId, atMs, random.next()),
    });
    this.#settlement = { table: this.#table, conversations: this.#conversations, outbox: this.#outbox };
    this.#desk = new AlertDesk({
      table: this.#table,
      silences: this.#silences,
      conversations: this.#conversations,
      outbox: this.#outbox,
      missed: this.#missed,
      lookup: providers,
      random,
    });
  }

  configure(alerting: AlertingConfig, endpoints: readonly AlertedEndpoint[], renamed: readonly RenamedEndpoint[] = []): void {
    const nowMs = this.#deps.clock.nowMs();
    const isChanged = this.#router.alerting !== alerting;
    if (!this.#isConfigured) this.#restore(alerting);
    const succession = this.#table.configure(alerting, endpoints, renamed);
    const changes = new Changes();
    this.#settleMessages(succession, changes);
    const ended = succession.removed.filter((alert) => isWorthKeeping(alert.state));
    this.#conversations.settle([...ended, ...this.#table.alerts()]);
    for (const { before, after } of succession.moved) {
      if (!isWorthKeeping(after.state)) continue;
      changes.forget(before.owner.endpoint.key, before.place.alertId);
      changes.save(after);
    }
    for (const alert of ended) {
      const known = changes.drafts.length;
      this.#desk.apply(alert, { kind: "removed" }, nowMs, changes);
      const route = this.#router.freeze(alert);
      for (const draft of changes.drafts.slice(known)) draft.frozen = route;
    }
    // From here on the new settings count; what ended above went by the old ones.
    this.#router.alerting = alerting;
    if (isChanged) {
      for (const alert of this.#table.alerts()) {
        if (alert.state.told?.lost !== true) continue;
        this.#desk.apply(alert, { kind: "repaired", hush: this.#desk.hushOf(alert, nowMs) }, nowMs, changes);
      }
    }
    this.#isConfigured = true;
    this.#commit(changes, null);
    if (isChanged) this.#outbox.retryNow();
  }

  handle(result: CheckResult): void {
    const { store, clock } = this.#deps;
    const live = this.#table.get(result.key);
    if (live === undefined) {
      store.append(result);
      return;
    }
    live.last = result;
    live.isFailing = result.outcome === "failing";
    if (!live.isBusy && result.outcome === "healthy") {
      store.append(result);
      return;
    }
    const nowMs = clock.nowMs();
    if (result.inMaintenance || this.#silences.maintenanceUntil(live.endpoint, nowMs) !== null) {
      store.append(result);
      return;
    }
    const changes = this.#blank;
    for (const alert of live.alerts) {
      const failed = result.outcome === "failing" || (result.outcome === "degraded" && alert.config.onDegraded);
      this.#desk.apply(alert, { kind: "result", failed, hush: this.#desk.hushOf(alert, nowMs) }, nowMs, changes);
    }
    live.isBusy = live.alerts.some((alert) => isBusy(alert.state));
    if (changes.isEmpty) {
      store.append(result);
      return;
    }
    this.#blank = new Changes();
    this.#commit(changes, result);
  }

  notifiedScope(key: EndpointKey): SilenceScope {
    const keys = this.#conversations.failingWith(key, NATIVE);
    return keys.length > 1 ? { kind: "endpoints", keys } : { kind: "endpoint", key: keys[0] ?? key };
  }

  statusOf(key: EndpointKey): readonly AlertStatus[] {
    return alertStatuses(this.#deps.store, key, this.#table.get(key)?.alerts ?? []);
  }

  deliveries(key: EndpointKey | null, limit: number): readonly AlertDelivery[] {
    return deliveryViews(this.#deps.store, key, limit);
  }

  silence(request: SilenceRequest): SilenceState {
    const nowMs = this.#deps.clock.nowMs();
    const silence = this.#silences.add(request);
    this.#commit(beginSilence(request, this.#table.alerts(), this.#desk, nowMs), null);
    return silence;
  }

  unsilence(id: string): void {
    const silence = this.#silences.remove(id);
    if (silence === null) return;
    if (silence.action === "acknowledge") {
      const nowMs = this.#deps.clock.nowMs();
      this.#commit(endAcknowledgement(silence, this.#silences.all, this.#table.alerts(), this.#desk, nowMs), null);
    } else this.#reconcile((alert) => coversAlert(silence.scope, alert));
  }

  silences(): readonly SilenceState[] {
    return this.#silences.all;
  }

  maintenanceUntil(key: EndpointKey): EpochMs | null {
    const live = this.#table.get(key);
    return live === undefined ? null : this.#silences.maintenanceUntil(live.endpoint, this.#deps.clock.nowMs());
  }

  quiet(isQuiet: boolean): void {
    if (this.#desk.isQuiet === isQuiet) return;
    this.#desk.isQuiet = isQuiet;
    if (isQuiet) return;
    this.#reconcile(
      () => true,
      (changes, nowMs) => {
        const missed = this.#missed.take();
        if (missed.length === 0) return;
        changes.value(MissedLog.storedAs, null);
        if (!this.#conversations.addMissed(changes.drafts, NATIVE, missed, nowMs)) {
          changes.drafts.push(digestDraft(missed, nowMs, incidentName("digest", "", nowMs, this.#deps.random.next())));
        }
      },
    );
  }

  hold(held: Held): void {
    this.#outbox.hold(held);
  }

  start(): void {
    this.#silences.start();
    this.#outbox.start();
  }

  async stop(deadlineMs: EpochMs): Promise<void> {
    this.#silences.close();
    await this.#outbox.stop(deadlineMs);
  }

  onChange(listener: (keys: readonly EndpointKey[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #restore(alerting: AlertingConfig): void {
    const { store, logger } = this.#deps;
    this.#router.alerting = alerting;
    for (const row of this.#table.restore(store.alertStates(), alerting)) {
      logger.error("a stored alert cannot be read; it starts anew", { key: row.key });
      storeTogether(store, logger, (writes) => writes.removeAlertState(row.key, row.alertId));
    }
    this.#silences.restore();
    this.#missed.restore(store.value(MissedLog.storedAs));
    this.#outbox.load();
  }

  /** Messages that wait go on under the new identity of their alert, or with the settings that it had last. */
  #settleMessages(succession: Succession, changes: Changes): void {
    const nameOf = (key: string, alertId: string) => `${key}\n${alertId}`;
    const placeOf = (alert: LiveAlert) => nameOf(alert.owner.endpoint.key, alert.place.alertId);
    const removed = new Map(succession.removed.map((alert) => [placeOf(alert), alert]));
    const moved = new Map(succession.moved.map(({ before, after }) => [placeOf(before), after]));
    if (removed.size === 0 && moved.size === 0) return;
    for (const entry of this.#outbox.all()) {
      const { via } = entry.stored;
      const gone = removed.get(nameOf(via.key, via.alertId));
      const heir = moved.get(nameOf(via.key, via.alertId));
      if (gone !== undefined) entry.frozen ??= this.#router.freeze(gone);
      if (heir !== undefined) changes.redirect(entry, { key: heir.owner.endpoint.key, alertId: heir.place.alertId });
    }
  }

  /** Tells what was kept back, of the alerts that `concerns` picks; those without a result since the start wait for one. */
  #reconcile(concerns: (alert: LiveAlert) => boolean, more?: (changes: Changes, nowMs: EpochMs) => void): void {
    const nowMs = this.#deps.clock.nowMs();
    const changes = new Changes();
    for (const alert of this.#table.alerts()) {
      const isAgreed = (alert.state.triggered === null) === (alert.state.told === null);
      if (isAgreed || alert.owner.last === null || !concerns(alert)) continue;
      this.#desk.apply(alert, { kind: "hush-changed", hush: this.#desk.hushOf(alert, nowMs) }, nowMs, changes);
    }
    more?.(changes, nowMs);
    this.#commit(changes, null);
  }

  #commit(changes: Changes, result: CheckResult | null): void {
    const { store, logger } = this.#deps;
    if (changes.isEmpty) {
      if (result !== null) store.append(result);
      return;
    }
    let entries: OutboxEntry[] = [];
    const isStored = storeTogether(store, logger, (writes) => {
      if (result !== null && writes !== NOWHERE) store.append(result);
      changes.writeTo(writes, this.#outbox);
      entries = changes.drafts.map(({ stored, delayMs, frozen }) =>
        writes === NOWHERE ? this.#outbox.unstored(stored, frozen) : this.#outbox.write(stored, delayMs, frozen),
      );
    });
    if (!isStored && result !== null) store.append(result);
    entries.forEach((entry, index) => this.#outbox.admit(entry, changes.drafts[index]?.delayMs ?? 0));
    this.#endAcknowledgements();
    if (changes.touched.size > 0) this.#notify([...changes.touched]);
  }

  /** An acknowledgement ends with the last outage that it covers. */
  #endAcknowledgements(): void {
    for (const silence of this.#silences.all) {
      if (silence.action === "acknowledge" && !isStillNeeded(silence, this.#table.alerts())) this.#silences.remove(silence.id);
    }
  }

  #notify(keys: readonly EndpointKey[]): void {
    for (const listener of this.#listeners) listener(keys);
  }
}

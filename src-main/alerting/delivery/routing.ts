// Where a stored message goes when its turn comes: the settings of its alert as they are by then.

import { inEnglish } from "../../../shared/i18n/tell.ts";
import type { AlertingConfig, PlainValue } from "../../../shared/model/alert.ts";
import type { AlertedEndpoint } from "../../ports/alerting.ts";
import type { AlertTable, LiveAlert } from "../alert-table.ts";
import type { ChannelRequest, ProviderLookup } from "./channels.ts";
import { destinationOf, openChannel } from "./channels.ts";
import type { Addressed } from "./courier.ts";
import type { FrozenRoute, OutboxEntry } from "./outbox-entry.ts";
import type { MessageSurroundings } from "./stored-message.ts";
import { completeMessage } from "./stored-message.ts";

/** Looks routes up in the configuration that {@link Router.alerting} was set to last. */
export class Router {
  readonly #lookup: ProviderLookup;
  readonly #table: AlertTable;
  alerting: AlertingConfig = { providers: new Map(), incidentWindowMs: 0 };

  constructor(lookup: ProviderLookup, table: AlertTable) {
    this.#lookup = lookup;
    this.#table = table;
  }

  address(entry: OutboxEntry): Addressed {
    const { stored, frozen } = entry;
    if (frozen !== null) {
      return { ready: true, channel: frozen.channel, message: completeMessage(stored.message, frozen.surroundings) };
    }
    const alert = this.#table.find(stored.via.key, stored.via.alertId);
    if (alert === undefined && stored.overridden) return { ready: false, reason: "The alert's own settings left the configuration." };
    const opened = openChannel(this.#lookup, this.alerting, this.#requestOf(entry));
    if (!opened.ok) return { ready: false, reason: inEnglish(opened.reason) };
    const endpoint = this.#table.get(stored.message.endpoint.key)?.endpoint;
    const surroundings = surroundingsOf(endpoint, alert?.config.providerOverride ?? null);
    return { ready: true, channel: opened.channel, message: completeMessage(stored.message, surroundings) };
  }

  destinationOf(entry: OutboxEntry): string {
    return destinationOf(this.alerting, this.#requestOf(entry));
  }

  /** Holds fast how an alert is reached under this configuration; null = it cannot be. */
  freeze(alert: LiveAlert): FrozenRoute | null {
    if (alert.isOverridden && Object.keys(alert.config.providerOverride).length === 0) return null;
    const { endpoint } = alert.owner;
    const { type, providerOverride } = alert.config;
    const opened = openChannel(this.#lookup, this.alerting, { type, group: endpoint.group, providerOverride });
    return opened.ok ? { channel: opened.channel, surroundings: surroundingsOf(endpoint, providerOverride) } : null;
  }

  #requestOf({ stored }: OutboxEntry): ChannelRequest {
    const alert = this.#table.find(stored.via.key, stored.via.alertId);
    return {
      type: stored.provider,
      group: alert?.owner.endpoint.group ?? stored.message.endpoint.group,
      providerOverride: alert?.config.providerOverride ?? {},
    };
  }
}

/** What a message needs to know beyond what is stored; an endpoint that left has nothing to add. */
export function surroundingsOf(
  endpoint: AlertedEndpoint | undefined,
  providerOverride: Readonly<Record<string, PlainValue>> | null,
): MessageSurroundings {
  const hasOverride = providerOverride !== null && Object.keys(providerOverride).length > 0;
  return {
    endpoint: {
      url: endpoint?.url ?? "",
      isDns: endpoint?.dns !== undefined && endpoint.dns !== null,
      extraLabels: endpoint?.extraLabels ?? {},
      tags: endpoint?.tags ?? [],
      links: endpoint?.links ?? [],
    },
    providerOverride: hasOverride ? providerOverride : null,
  };
}

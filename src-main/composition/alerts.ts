// The alert manager with the real ways to reach people.

import { createAlertManager } from "../alerting/alert-manager.ts";
import { deliver } from "../alerting/providers/executor.ts";
import { PROVIDERS } from "../alerting/providers/registry.ts";
import { createSesSender } from "../alerting/providers/transports/ses.ts";
import { createSmtpMailer } from "../alerting/providers/transports/smtp.ts";
import { isProviderType } from "../alerting/providers/types.ts";
import type { TestAlertDependencies } from "../alerting/test-alert.ts";
import type { AlertManager, Notifier } from "../ports/alerting.ts";
import type { HistoryStore } from "../ports/history.ts";
import type { Surroundings } from "./surroundings.ts";

/** How messages reach people, for the manager and for a single test alike. */
export function openChannels({ clock, http }: Surroundings, notifier: Notifier): TestAlertDependencies {
  return {
    deliver,
    providers: (type) => (isProviderType(type) ? PROVIDERS[type] : undefined),
    ways: { clock, http, notifier, mailer: createSmtpMailer(), ses: createSesSender() },
  };
}

export function openAlerts(surroundings: Surroundings, store: HistoryStore, notifier: Notifier): AlertManager {
  const { clock, timers, random, logger } = surroundings;
  return createAlertManager({ store, clock, timers, random, logger, ...openChannels(surroundings, notifier) });
}

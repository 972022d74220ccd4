// What components may reach for: made once in the entry, handed down by context. Nothing here knows a page.

import { createContext, use } from "react";
import type { Client } from "../api/client.ts";
import type { ToastStore } from "../state/toast-store.ts";
import type { MonitorStore } from "../state/monitor-store.ts";
import type { PreferencesStore } from "../state/preferences-store.ts";
import type { Ticker } from "../state/ticker.ts";

export interface Services {
  readonly client: Client;
  readonly monitor: MonitorStore;
  readonly preferences: PreferencesStore;
  readonly ticker: Ticker;
  readonly toasts: ToastStore;
}

export const ServicesContext = createContext<Services | null>(null);

/** The services. @throws when used outside the app's root. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error("components live inside <ServicesContext>");
  return services;
}

// Builds every service of a window and hands them to what it draws. The only place that knows `window.api`.

import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient, describeError } from "../api/client.ts";
import { AppProviders } from "../app/app-providers.tsx";
import type { Services } from "../app/services.ts";
import { createMonitorStore } from "../state/monitor-store.ts";
import { loadPreferences } from "../state/preferences-store.ts";
import { createTicker } from "../state/ticker.ts";
import { createToastStore } from "../state/toast-store.ts";

/** Draws `view` once the preferences are known; says so when they cannot be had. */
export async function start(view: ReactNode): Promise<void> {
  const container = document.getElementById("root");
  if (container === null) throw new Error("the page has no #root");
  const client = createClient(window.api);
  try {
    const monitor = createMonitorStore(client);
    monitor.start();
    const preferences = await loadPreferences(client);
    preferences.start();
    const services: Services = { client, monitor, preferences, ticker: createTicker(), toasts: createToastStore() };
    createRoot(container).render(
      <StrictMode>
        <AppProviders services={services}>{view}</AppProviders>
      </StrictMode>,
    );
  } catch (error) {
    // Without preferences there is no language either: this is the one message that is not translated.
    container.textContent = `Sentray: ${describeError(error).message}`;
  }
}

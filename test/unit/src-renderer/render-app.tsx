// Draws the window over the fake world in jsdom.

import { act, cleanup, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach } from "vitest";
import { createClient } from "../../../src-renderer/api/client.ts";
import { AppProviders } from "../../../src-renderer/app/app-providers.tsx";
import { createMonitorStore } from "../../../src-renderer/state/monitor-store.ts";
import { loadPreferences } from "../../../src-renderer/state/preferences-store.ts";
import { createTicker } from "../../../src-renderer/state/ticker.ts";
import { createToastStore } from "../../../src-renderer/state/toast-store.ts";
import { createFakeApi, type FakeApi, type FakeApiOptions } from "../../helpers/fake-api.ts";

export const NOW = Date.UTC(2026, 10, 22, 12);

/** Call at the top of a test file: each test starts on an empty page. */
export function cleanAfterEach(): void {
  afterEach(() => {
    cleanup();
    window.location.hash = "";
    document.documentElement.removeAttribute("data-theme");
  });
}

/** The drawn window, its bridge and a user. Resolves once the first answers are in. */
export async function renderApp(
  view: ReactNode,
  options: Partial<FakeApiOptions> = {},
): Promise<{ readonly api: FakeApi; readonly user: ReturnType<typeof userEvent.setup> }> {
  const api = createFakeApi({ nowMs: NOW, ...options });
  const client = createClient(api);
  const monitor = createMonitorStore(client);
  monitor.start();
  const preferences = await loadPreferences(client);
  preferences.start();
  const services = { client, monitor, preferences, ticker: createTicker(() => NOW), toasts: createToastStore() };
  await act(async () => {
    render(<AppProviders services={services}>{view}</AppProviders>);
    await Promise.resolve();
  });
  return { api, user: userEvent.setup() };
}

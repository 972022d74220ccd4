// The preferences as the main process keeps them, and the facts about the app that depend on them.

import type { AppInfo } from "../../shared/ipc/contract.ts";
import type { Preferences } from "../../shared/ipc/schemas.ts";
import type { Client } from "../api/client.ts";
import { createStore, type ReadableStore } from "./external-store.ts";

export interface AppSettings {
  readonly preferences: Preferences;
  readonly info: AppInfo;
}

export interface PreferencesStore extends ReadableStore<AppSettings> {
  /** Shows the change at once and takes it back when the main process refuses it. @throws RequestError then. */
  change(change: Partial<Preferences>): Promise<void>;
  /** Asks again: the system has a say in some of them. @throws RequestError */
  reread(): Promise<void>;
  /** Follows changes made elsewhere; returns the way to stop. */
  start(): () => void;
}

/** Asks for both before anything is drawn, so that the first paint has the right theme and language. @throws RequestError */
export async function loadPreferences(client: Client): Promise<PreferencesStore> {
  const [preferences, info] = await Promise.all([
    client.request("app:get-preferences", undefined),
    client.request("app:get-info", undefined),
  ]);
  const store = createStore<AppSettings>({ preferences, info });
  const accept = async (next: Preferences): Promise<void> => {
    const before = store.get();
    store.set({ ...before, preferences: next });
    if (next.language === before.preferences.language) return;
    const info = await client.request("app:get-info", undefined);
    store.set({ ...store.get(), info });
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    async change(change) {
      const before = store.get();
      store.set({ ...before, preferences: { ...before.preferences, ...change } });
      try {
        const accepted = await client.request("app:set-preferences", change);
        const info = change.language === undefined ? before.info : await client.request("app:get-info", undefined);
        store.set({ preferences: accepted, info });
      } catch (error) {
        store.set(before);
        throw error;
      }
    },
    reread: async () => await accept(await client.request("app:get-preferences", undefined)),
    start: () =>
      client.on("app:preferences-changed", (next) => void accept(next).catch(() => store.set({ ...store.get(), preferences: next }))),
  };
}

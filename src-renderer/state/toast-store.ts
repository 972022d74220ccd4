// Short messages in the corner: what was done, with a way back where there is one.

import { createStore, type ReadableStore } from "./external-store.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "plain" | "failing";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ToastStore extends ReadableStore<readonly Toast[]> {
  show(toast: Omit<Toast, "id">): void;
  dismiss(id: number): void;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 12_000;
const MAX_TOASTS = 4;

/** Messages leave by themselves; those with an action or a failure stay longer. */
export function createToastStore(): ToastStore {
  const store = createStore<readonly Toast[]>([]);
  let lastId = 0;
  const dismiss = (id: number): void => store.set(store.get().filter((toast) => toast.id !== id));
  return {
    get: store.get,
    subscribe: store.subscribe,
    dismiss,
    show(toast) {
      lastId += 1;
      const id = lastId;
      store.set([...store.get(), { ...toast, id }].slice(-MAX_TOASTS));
      setTimeout(() => dismiss(id), toast.action !== undefined || toast.tone === "failing" ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    },
  };
}

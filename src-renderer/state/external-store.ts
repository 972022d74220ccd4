// A value that changes and those who want to know: the smallest thing that useSyncExternalStore accepts.

export interface ReadableStore<T> {
  readonly get: () => T;
  /** Returns the unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface WritableStore<T> extends ReadableStore<T> {
  /** Tells the listeners unless the value is the same one. */
  readonly set: (value: T) => void;
}

/** A store that holds `initial` until it is set. */
export function createStore<T>(initial: T): WritableStore<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

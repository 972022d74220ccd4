// A calm view of a store that changes many times a second.

import { createStore, type ReadableStore } from "./external-store.ts";

export interface Sampling<S, T> {
  readonly select: (state: S) => T;
  /** What `select` gave is looked at again this long after a change, however many follow. */
  readonly everyMs: number;
  /** A change of this is shown at once. */
  readonly urgent: (state: S) => unknown;
  /** Whether whoever looks could not tell the two apart: then nobody is told. */
  readonly isSame: (before: T, after: T) => boolean;
}

/** The view; follows its source while somebody listens, without a timer while nothing changes. */
export function createSampledStore<S, T>(source: ReadableStore<S>, sampling: Sampling<S, T>): ReadableStore<T> {
  const { select, everyMs, urgent, isSame } = sampling;
  const shown = createStore(select(source.get()));
  // Compared with the sample before and not with what is shown: samples share most of what they hold only with their neighbours.
  let latest = shown.get();
  let latestUrgent = urgent(source.get());
  let listeners = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = (): void => undefined;

  const renew = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const before = latest;
    latest = select(source.get());
    latestUrgent = urgent(source.get());
    if (!isSame(before, latest)) shown.set(latest);
  };
  const follow = (): void => {
    if (urgent(source.get()) !== latestUrgent) renew();
    else timer ??= setTimeout(renew, everyMs);
  };
  return {
    get: shown.get,
    subscribe(listener) {
      const leave = shown.subscribe(listener);
      listeners += 1;
      if (listeners === 1) {
        renew();
        stop = source.subscribe(follow);
      }
      return () => {
        leave();
        listeners -= 1;
        if (listeners > 0) return;
        stop();
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}

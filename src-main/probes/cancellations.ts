// Who wants to know that a signal aborts. All checks under way wait for the same one, and its listeners are dear: one is enough.

/** Passes the abort of signals on. Holds nothing of a signal that nobody waits for. */
export class Cancellations {
  readonly #waiting = new Map<AbortSignal, Waiting>();

  /** Calls `callback` once when the signal aborts; a signal that has aborted calls nobody. */
  on(signal: AbortSignal, callback: () => void): void {
    const existing = this.#waiting.get(signal);
    if (existing !== undefined) {
      existing.callbacks.add(callback);
      return;
    }
    const callbacks = new Set([callback]);
    const tell = () => {
      for (const each of callbacks) {
        each();
      }
      this.#waiting.delete(signal);
    };
    this.#waiting.set(signal, { callbacks, tell });
    signal.addEventListener("abort", tell, { once: true });
  }

  off(signal: AbortSignal, callback: () => void): void {
    const existing = this.#waiting.get(signal);
    if (existing?.callbacks.delete(callback) === true && existing.callbacks.size === 0) {
      this.#waiting.delete(signal);
      signal.removeEventListener("abort", existing.tell);
    }
  }
}

interface Waiting {
  readonly callbacks: Set<() => void>;
  readonly tell: () => void;
}

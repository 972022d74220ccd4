// What one check has opened. When the check is over, however it ended, all of it is closed.

/** Something that can be torn down at once, without a word to the other side. */
export interface Destroyable {
  destroy(): void;
}

/** The owner of a check's sockets, processes and helpers. */
export class Scope {
  readonly #owned = new Set<Destroyable>();
  #closed = false;

  /** Takes ownership. What comes after the end is destroyed at once. */
  own<T extends Destroyable>(thing: T): T {
    if (this.#closed) {
      thing.destroy();
    } else {
      this.#owned.add(thing);
    }
    return thing;
  }

  /** Gives ownership up: somebody else closes it now. */
  release(thing: Destroyable): void {
    this.#owned.delete(thing);
  }

  /** Closes everything, what was opened last first. */
  close(): void {
    this.#closed = true;
    for (const thing of [...this.#owned].reverse()) {
      thing.destroy();
    }
    this.#owned.clear();
  }
}

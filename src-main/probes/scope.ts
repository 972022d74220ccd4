// What one check has opened. When the check is over, however it ended, all of it is closed.

/** Something that can be torn down at once, without a word to the other side. */
export interface Destroyable {
  destroy(): void;
}

/** The owner of a check's sockets, processes and helpers. */
export class Scope {
  /** A handful at most. */
  #owned: Destroyable[] = [];
  #closed = false;

  /** Takes ownership. What comes after the end is destroyed at once. */
  own<T extends Destroyable>(thing: T): T {
    if (this.#closed) {
      thing.destroy();
    } else if (!this.#owned.includes(thing)) {
      this.#owned.push(thing);
    }
    return thing;
  }

  /** Gives ownership up: somebody else closes it now. */
  release(thing: Destroyable): void {
    const at = this.#owned.lastIndexOf(thing);
    if (at >= 0) {
      this.#owned.splice(at, 1);
    }
  }

  /** Closes everything, what was opened last first. */
  close(): void {
    this.#closed = true;
    for (let thing = this.#owned.pop(); thing !== undefined; thing = this.#owned.pop()) {
      thing.destroy();
    }
  }
}

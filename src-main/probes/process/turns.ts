// A bounded number of turns at once; the others wait in line.

/** Gives turns in the order in which they were asked for. */
export class Turns {
  readonly #limit: number;
  #taken = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves with a function that ends the turn; calling it again is harmless. A wait that is given up leaves the line. */
  take(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      const start = () => {
        if (signal.aborted) {
          this.#next();
          return;
        }
        let held = true;
        resolve(() => {
          if (held) {
            held = false;
            this.#next();
          }
        });
      };
      if (this.#taken < this.#limit) {
        this.#taken += 1;
        start();
      } else {
        this.#waiting.push(start);
      }
    });
  }

  /** Hands the turn that has become free to the next in line. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#taken -= 1;
    } else {
      next();
    }
  }
}

// Which name the system is asked for next. Each look-up occupies one of very few threads until the system answers, and cannot be taken
// back, so a name server that is slow must not keep the names of all others waiting.

import { unlessAborted } from "../abort.ts";

/** One question to the system, shared by all who want to know at the same time. */
interface Lookup<T> {
  readonly name: string;
  readonly answer: Promise<T>;
  start(): void;
  isStarted: boolean;
  waiting: number;
}

/** Names whose speed is remembered. */
const MOST_NAMES = 20_000;

/**
 * Asks about each name once at a time, and about a bounded number of names. Of several slots one is kept for names that answered last time
 * while somebody still waited: they go first, however many others hang. A look-up that nobody waits for any more before its turn came
 * is not made.
 */
export class LookupQueue<T> {
  readonly #slots: number;
  readonly #lookups = new Map<string, Lookup<T>>();
  /** In the order in which they were asked for. */
  readonly #queue = new Set<Lookup<T>>();
  readonly #promptQueue = new Set<Lookup<T>>();
  readonly #prompt = new Set<string>();
  #running = 0;
  #runningOthers = 0;

  /** @param slots - look-ups at once; the runtime has no more */
  constructor(slots: number) {
    this.#slots = slots;
  }

  /** The answer of `ask`, or that of the look-up of this name that is under way. Rejects when the signal aborts. */
  async run(name: string, ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const lookup = this.#lookups.get(name) ?? this.#add(name, ask);
    lookup.waiting += 1;
    try {
      return await unlessAborted(lookup.answer, signal);
    } finally {
      lookup.waiting -= 1;
      if (lookup.waiting === 0 && this.#lookups.get(name) === lookup) {
        this.#giveUp(lookup);
      }
    }
  }

  #add(name: string, ask: () => Promise<T>): Lookup<T> {
    let start: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => {
      start = resolve;
    })
      .then(ask)
      .finally(() => {
        this.#lookups.delete(name);
        if (lookup.waiting > 0) {
          this.#remember(name);
        }
      });
    const lookup: Lookup<T> = { name, answer, start, isStarted: false, waiting: 0 };
    this.#lookups.set(name, lookup);
    (this.#prompt.has(name) ? this.#promptQueue : this.#queue).add(lookup);
    this.#startNext();
    return lookup;
  }

  /** All who wanted to know have gone, before there was an answer. */
  #giveUp(lookup: Lookup<T>): void {
    if (lookup.isStarted) {
      this.#prompt.delete(lookup.name);
    } else {
      this.#queue.delete(lookup);
      this.#promptQueue.delete(lookup);
      this.#lookups.delete(lookup.name);
    }
  }

  #remember(name: string): void {
    this.#prompt.delete(name);
    this.#prompt.add(name);
    const oldest = this.#prompt.keys().next();
    if (this.#prompt.size > MOST_NAMES && oldest.done !== true) {
      this.#prompt.delete(oldest.value);
    }
  }

  #startNext(): void {
    while (this.#running < this.#slots) {
      const next = this.#choose();
      if (next === null) {
        return;
      }
      this.#start(next);
    }
  }

  #choose(): Lookup<T> | null {
    const [first] = this.#promptQueue;
    if (first !== undefined) {
      return first;
    }
    const [other] = this.#queue;
    const kept = this.#prompt.size === 0 ? 0 : 1;
    return other !== undefined && this.#runningOthers < Math.max(1, this.#slots - kept) ? other : null;
  }

  #start(lookup: Lookup<T>): void {
    const isPrompt = this.#promptQueue.delete(lookup);
    this.#queue.delete(lookup);
    lookup.isStarted = true;
    this.#running += 1;
    this.#runningOthers += isPrompt ? 0 : 1;
    const done = () => {
      this.#running -= 1;
      this.#runningOthers -= isPrompt ? 0 : 1;
      this.#startNext();
    };
    lookup.answer.then(done, done);
    lookup.start();
  }
}

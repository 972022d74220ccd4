// When what the journal has gathered is packed into its final place, and how much of it at a time: in slices, now and then. How a
// piece is packed is in sealer.ts.

import { MINUTE, type DurationMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Connection } from "./connection.ts";
import { dropGroups, newestGroup } from "./journal.ts";
import { BACKGROUND, Pacer } from "./pacer.ts";
import { sealPiece } from "./sealer.ts";
import type { EndpointTail, Piece } from "./tail.ts";

/** Results are sealed when this many wait, or the first has waited this long. */
const MANY_RESULTS = 50_000;
const DELAY_MS: DurationMs = 10 * MINUTE;
/** When a step could not be made. */
const RETRY_MS: DurationMs = 20;

export interface SealingPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Runs something on the file. @returns null when there is none, or it failed */
  readonly attempt: <T>(work: (connection: Connection) => T) => T | null;
  readonly tails: () => Iterable<EndpointTail>;
  /** Whether the file can be written. */
  readonly isUsable: () => boolean;
  /** Whether a step can be made now. */
  readonly mayStep: () => boolean;
  /** Called when everything is sealed that waited at the beginning. */
  readonly onDone: () => void;
}

interface Underway {
  /** The newest row of the journal that is part of it. */
  readonly upTo: number;
  readonly pieces: Array<readonly [EndpointTail, Piece]>;
}

export class Sealing {
  readonly #ports: SealingPorts;
  #waiting = 0;
  #underway: Underway | null = null;
  #timer: TimerHandle | null = null;
  #stopped = false;

  constructor(ports: SealingPorts) {
    this.#ports = ports;
  }

  /** Notes that results went to the journal; they are sealed some time later. */
  gathered(results: number): void {
    if (results === 0) return;
    this.#waiting += results;
    this.#schedule();
  }

  /** Doesn't wait longer when there is much. To be asked after commits. */
  beginIfMany(): void {
    if (this.#waiting >= MANY_RESULTS) this.#begin();
  }

  /** Seals one endpoint at once. */
  now(connection: Connection, tail: EndpointTail): void {
    if (!tail.waiting) return;
    const { pieces } = tail;
    connection.transaction("normal", () => {
      for (const piece of pieces) seal(connection, tail, piece);
    });
    for (let left = pieces.length; left > 0 && tail.waiting; left -= 1) tail.markSealed();
    this.#underway = null;
  }

  /** Seals everything, in steps. */
  async all(): Promise<void> {
    const pacer = new Pacer(this.#ports.clock, BACKGROUND);
    // Twice where a sealing was under way: what came after its beginning is not part of it.
    for (let round = 0; round < 2; round += 1) {
      this.#begin();
      while (this.#underway !== null && this.#ports.isUsable()) {
        if (this.#ports.mayStep()) this.#step(pacer);
        await pacer.turn();
      }
    }
  }

  /** Forgets what was gathered: it belongs to a file that is not in use any more. */
  reset(): void {
    this.#underway = null;
    this.#waiting = 0;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = this.#ports.timers.setTimer(DELAY_MS, () => {
      this.#timer = null;
      this.#begin();
    });
  }

  #begin(): void {
    if (this.#underway !== null || !this.#ports.isUsable()) return;
    const upTo = this.#ports.attempt(newestGroup);
    if (upTo === null) return;
    const pieces: Array<readonly [EndpointTail, Piece]> = [];
    for (const tail of this.#ports.tails()) for (const piece of tail.pieces) if (piece.count > 0) pieces.push([tail, piece]);
    this.#underway = { upTo, pieces };
    this.#waiting = 0;
    this.#timer?.cancel();
    this.#timer = null;
    this.#scheduleStep(0);
  }

  #scheduleStep(delayMs: DurationMs): void {
    if (this.#stopped) return;
    this.#ports.timers.setTimer(delayMs, () => {
      if (this.#underway === null || this.#stopped) return;
      if (!this.#ports.mayStep()) {
        this.#scheduleStep(RETRY_MS);
        return;
      }
      this.#step(new Pacer(this.#ports.clock, BACKGROUND));
      // A turn for others and a rest, as a pacer makes them.
      if (this.#underway !== null) setImmediate(() => this.#scheduleStep(BACKGROUND.restMs));
    });
  }

  /** Seals pieces until the slice is used up, in one transaction; drops the journal's rows after the last. */
  #step(pacer: Pacer): void {
    const underway = this.#underway;
    if (underway === null) return;
    const { pieces, upTo } = underway;
    const done = this.#ports.attempt((connection) => connection.transaction("normal", () => sealSome(connection, pieces, upTo, pacer)));
    if (done === null) {
      this.#underway = null;
      this.#schedule();
      return;
    }
    for (const [tail] of pieces.splice(0, done)) tail.markSealed();
    if (pieces.length > 0) return;
    this.#underway = null;
    this.#ports.onDone();
  }
}

/** @returns how many pieces */
function sealSome(connection: Connection, pieces: Underway["pieces"], upTo: number, pacer: Pacer): number {
  let done = 0;
  for (const [tail, piece] of pieces) {
    seal(connection, tail, piece);
    done += 1;
    if (pacer.exhausted) break;
  }
  if (done === pieces.length) dropGroups(connection, upTo);
  return done;
}

function seal(connection: Connection, tail: EndpointTail, piece: Piece): void {
  if (piece.count > 0) sealPiece(connection, tail, piece);
}

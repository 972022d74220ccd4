// Takes and ends silences: keeps the list stored, and calls back when one ends by itself. What they cover is decided in silences.ts.

import type { SilenceRequest, SilenceState } from "../../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EpochMs } from "../../../shared/units.ts";
import { MINUTE } from "../../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import type { SilenceSubject } from "./silences.ts";
import { isCurrent, isSilenced, maintenanceUntil, nextEnd, parseSilences } from "./silences.ts";

/** Where the list is stored, and who cares. */
export interface SilenceDeskPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly read: () => string | null;
  readonly write: (json: string | null) => void;
  /** These ended by themselves. */
  readonly onEnded: (silences: readonly SilenceState[]) => void;
}

/** The wall clock may jump and the machine may sleep: ends are looked for this often at least. */
const LONGEST_WAIT_MS = MINUTE;

export class SilenceDesk {
  readonly #ports: SilenceDeskPorts;
  #silences: readonly SilenceState[] = [];
  #timer: TimerHandle | null = null;
  #isRunning = false;

  constructor(ports: SilenceDeskPorts) {
    this.#ports = ports;
  }

  /** Takes up what is stored; what ended meanwhile is gone. */
  restore(): void {
    const nowMs = this.#ports.clock.nowMs();
    this.#silences = parseSilences(this.#ports.read()).filter((silence) => isCurrent(silence, nowMs));
  }

  start(): void {
    this.#isRunning = true;
    this.#arm();
  }

  close(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** In force, oldest first. */
  get all(): readonly SilenceState[] {
    const nowMs = this.#ports.clock.nowMs();
    return this.#silences.filter((silence) => isCurrent(silence, nowMs));
  }

  add(request: SilenceRequest): SilenceState {
    const { clock, random } = this.#ports;
    const createdMs = clock.nowMs();
    const id = `${createdMs.toString(36)}-${Math.floor(random.next() * 36 ** 6).toString(36)}`;
    const silence: SilenceState = { ...request, id, createdMs };
    this.#set([...this.#silences, silence]);
    return silence;
  }

  /** Returns what was taken back; null = there was none of this id. */
  remove(id: string): SilenceState | null {
    const found = this.#silences.find((silence) => silence.id === id) ?? null;
    if (found !== null) this.#set(this.#silences.filter((silence) => silence !== found));
    return found;
  }

  isSilenced(subject: SilenceSubject, nowMs: EpochMs): boolean {
    return this.#silences.length > 0 && isSilenced(this.#silences, subject, nowMs);
  }

  maintenanceUntil(endpoint: { readonly key: EndpointKey; readonly group: string }, nowMs: EpochMs): EpochMs | null {
    return this.#silences.length === 0 ? null : maintenanceUntil(this.#silences, endpoint, nowMs);
  }

  #set(silences: readonly SilenceState[]): void {
    this.#silences = silences;
    this.#ports.write(silences.length === 0 ? null : JSON.stringify(silences));
    this.#arm();
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const endMs = nextEnd(this.#silences);
    if (!this.#isRunning || endMs === null) return;
    const waitMs = Math.min(endMs - this.#ports.clock.nowMs(), LONGEST_WAIT_MS);
    this.#timer = this.#ports.timers.setTimer(waitMs, () => this.#sweep());
  }

  #sweep(): void {
    const nowMs = this.#ports.clock.nowMs();
    const ended = this.#silences.filter((silence) => !isCurrent(silence, nowMs));
    if (ended.length === 0) {
      this.#arm();
      return;
    }
    this.#set(this.#silences.filter((silence) => !ended.includes(silence)));
    this.#ports.onEnded(ended);
  }
}

// Lock files: a small file beside the one that is being changed says which process does it. What a crash left behind is told from what
// is held, and taken away by whoever comes next.

import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

import { err, ok } from "../../shared/errors.ts";
import type { Result } from "../../shared/errors.ts";
import { say } from "../../shared/i18n/said.ts";
import { SECOND } from "../../shared/units.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { FileLocks } from "../ports/file-locks.ts";

/** Replacing a file takes milliseconds; a process that was stopped in the middle of it counts as gone after this. */
const LONGEST_HOLD_MS = 30 * SECOND;
const LONGEST_WAIT_MS = 10 * SECOND;
/** A window stands still for as long. */
const LONGEST_SYNC_WAIT_MS = 2 * SECOND;
const LOOK_EVERY_MS = 15;

const ownerSchema = z.object({ pid: z.int().positive(), place: z.string(), atEpochMs: z.number(), token: z.string() });

/** Whose lock it is. `place`: the machine, and the part of it, in which the number names a process. */
type Owner = z.output<typeof ownerSchema>;

interface FoundLock {
  readonly text: string;
  /** null = it says nothing that could be read: it is being written, or the disk was full. */
  readonly owner: Owner | null;
  readonly atEpochMs: EpochMs;
}

type Attempt = { readonly kind: "held"; readonly release: () => void } | { readonly kind: "busy"; readonly owner: Owner | null };

/** Locks by files. Holds nothing open between two pieces of work. */
export function createFileLocks({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }): FileLocks {
  return {
    whileLocked: async (files, work) => {
      const releases: Array<() => void> = [];
      try {
        // In one order for everybody, so that no two wait for each other.
        for (const lockFile of [...new Set(files.map(lockFileOf))].toSorted()) {
          const untilMs = clock.monotonicMs() + LONGEST_WAIT_MS;
          let attempt = tryLock(lockFile, clock.nowMs());
          while (attempt.kind === "busy" && clock.monotonicMs() < untilMs) {
            await new Promise<void>((resolve) => timers.setTimer(LOOK_EVERY_MS, resolve));
            attempt = tryLock(lockFile, clock.nowMs());
          }
          if (attempt.kind === "busy") return tooLong(lockFile, attempt.owner);
          releases.push(attempt.release);
        }
        return ok(await work());
      } finally {
        for (const release of releases.reverse()) release();
      }
    },
    whileLockedSync: (file, work) => {
      const lockFile = lockFileOf(file);
      const untilMs = clock.monotonicMs() + LONGEST_SYNC_WAIT_MS;
      let attempt = tryLock(lockFile, clock.nowMs());
      while (attempt.kind === "busy" && clock.monotonicMs() < untilMs) {
        standStill(LOOK_EVERY_MS);
        attempt = tryLock(lockFile, clock.nowMs());
      }
      if (attempt.kind === "busy") return tooLong(lockFile, attempt.owner);
      try {
        return ok(work());
      } finally {
        attempt.release();
      }
    },
  };
}

function tooLong(lockFile: string, owner: Owner | null): Result<never> {
  return err("unavailable", say("common.fileLocked", { file: lockFile, process: owner?.pid ?? "?" }));
}

function standStill(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}

/** Beside the file itself, so that whoever reaches it by another way meets the same lock. */
function lockFileOf(file: string): string {
  const target = realPathOf(file);
  return join(dirname(target), `.${basename(target)}.lock`);
}

/** The folder's real path at least: the file may be one that is about to be made. */
function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return join(realpathSync(dirname(file)), basename(file));
  }
}

function tryLock(lockFile: string, nowMs: EpochMs): Attempt {
  const text = JSON.stringify({ pid: process.pid, place: placeOf(), atEpochMs: nowMs, token: randomBytes(9).toString("base64url") });
  if (createWith(lockFile, text)) return { kind: "held", release: () => release(lockFile, text) };
  const found = look(lockFile);
  if (found !== null && isAbandoned(found, nowMs)) takeAway(lockFile, found, nowMs);
  return { kind: "busy", owner: found?.owner ?? null };
}

/** false = there is one already. */
function createWith(lockFile: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(lockFile, "wx", 0o600);
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  try {
    writeFileSync(handle, text);
  } catch (error) {
    unlinkSync(lockFile);
    throw error;
  } finally {
    closeSync(handle);
  }
  return true;
}

/** Windows refuses a name, too, whose file is just being deleted. */
function isTaken(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EEXIST" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES" || code === "EBUSY"));
}

/** null = it has gone meanwhile. */
function look(lockFile: string): FoundLock | null {
  try {
    const text = readFileSync(lockFile, "utf8");
    const owner = readOwner(text);
    return { text, owner, atEpochMs: owner?.atEpochMs ?? statSync(lockFile).mtimeMs };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || isTaken(error)) return null;
    throw error;
  }
}

function readOwner(text: string): Owner | null {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Half written: its age alone counts.
    return null;
  }
}

function isAbandoned({ owner, atEpochMs }: FoundLock, nowMs: EpochMs): boolean {
  if (owner !== null && owner.place === placeOf() && !isRunning(owner.pid)) return true;
  // Either way: a clock that was set back must not make a lock last.
  return Math.abs(nowMs - atEpochMs) > LONGEST_HOLD_MS;
}

/**
 * Only one at a time takes a lock away, and looks again before: between looking and deleting it may have become somebody else's.
 * This second lock is held for two calls; one that is left over blocks nobody for longer than the first.
 */
function takeAway(lockFile: string, seen: FoundLock, nowMs: EpochMs): void {
  const guard = `${lockFile}.away`;
  if (!createWith(guard, "")) {
    const age = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (Math.abs(nowMs - age) > LONGEST_HOLD_MS) remove(guard);
    return;
  }
  try {
    if (look(lockFile)?.text === seen.text) remove(lockFile);
  } finally {
    remove(guard);
  }
}

/** One that was held for too long may be somebody else's by now. */
function release(lockFile: string, text: string): void {
  if (look(lockFile)?.text === text) remove(lockFile);
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    // Gone already, or kept by a scanner on Windows for a moment: then it counts as left behind.
    if (codeOf(error) !== "ENOENT" && !isTaken(error)) throw error;
  }
}

/** The machine, and where Linux has several rooms of process numbers, the room: in another one a number says nothing. */
function placeOf(): string {
  if (process.platform !== "linux") return hostname();
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    // Without /proc: what is said here is compared with others that have none either.
    return hostname();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

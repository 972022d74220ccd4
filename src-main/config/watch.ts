// Notices that a configuration changed on disk: saved in place, renamed over, deleted and made anew, or a link turned to another
// file. Says only that it changed; loading it is somebody else's work.

import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { watch } from "chokidar";
import type { FSWatcher } from "chokidar";

import type { TimerHandle, Timers } from "../ports/clock.ts";

/** What watching needs. */
export interface WatchOptions {
  /** The file or folder that was given to the loader. */
  readonly path: string;
  readonly timers: Timers;
  /**
   * The folder around the file is written to all the time, as the one of the history is: then nothing is listened to, since every
   * event would make the watcher read the whole folder, and looking alone finds the change.
   */
  readonly isFolderBusy?: boolean;
  /** Called after the files changed and have been quiet for a moment; never while it is still running. */
  readonly onChange: () => void;
  /** Told when the system cannot report changes; they are still found by looking, only later. */
  readonly onTrouble?: (error: Error) => void;
}

/** A watch that is under way. */
export interface ConfigWatch {
  /** Settles when changes from now on are noticed. */
  readonly ready: Promise<void>;
  /** Nothing is called any more once it was called; resolves when all is closed. */
  close(): Promise<void>;
}

/** Editors write in several steps; what comes within it is one change. */
const QUIET_MS = 120;
/** Network drives and links to folders report nothing: they are looked at. */
const LOOK_EVERY_MS = 750;
const DEEPEST_FOLDER = 32;

/** Watches until it is closed. */
export function watchConfig(options: WatchOptions): ConfigWatch {
  const path = resolve(options.path);
  let isClosed = false;
  let known: string | null = null;
  let pending: TimerHandle | null = null;
  let looking: Promise<void> = Promise.resolve();

  const watcher = options.isFolderBusy === true ? null : startWatcher(path);
  watcher?.on("all", () => schedule(QUIET_MS));
  watcher?.on("error", (error) => options.onTrouble?.(error instanceof Error ? error : new Error("watching failed", { cause: error })));

  /** One timer at a time: an event moves the next look closer, and looking sets the timer anew. */
  function schedule(delayMs: number): void {
    if (isClosed) return;
    pending?.cancel();
    pending = options.timers.setTimer(delayMs, () => {
      looking = look();
    });
  }

  async function look(): Promise<void> {
    const now = await fingerprint(path, 0);
    if (isClosed) return;
    const changed = known !== null && known !== now;
    known = now;
    schedule(LOOK_EVERY_MS);
    if (changed) options.onChange();
  }

  const started = new Promise<void>((settle) => {
    if (watcher === null) settle();
    else watcher.once("ready", settle);
  });
  // The state that later ones are compared with is taken at once: what changes while the watcher starts is not missed.
  looking = look();
  return {
    ready: Promise.all([started, looking]).then(() => undefined),
    close: async () => {
      isClosed = true;
      pending?.cancel();
      await watcher?.close();
      await looking;
    },
  };
}

/** Watches the folder around a file: a file that is renamed over is another file, the folder stays the same. */
function startWatcher(path: string): FSWatcher {
  const folder = dirname(path);
  return watch([folder], {
    ignoreInitial: true,
    depth: DEEPEST_FOLDER,
    // Everything else beside the file or folder is none of our business, and may be large.
    ignored: (candidate, info) => {
      if (candidate === folder) return false;
      if (candidate !== path && !candidate.startsWith(join(path, "/"))) return true;
      return candidate !== path && info?.isFile() === true && !/\.ya?ml$/.test(candidate);
    },
  });
}

/** What tells one state of the files from another: names, sizes, times and identities, links followed. */
async function fingerprint(path: string, depth: number): Promise<string> {
  try {
    const info = await stat(path, { bigint: true });
    if (!info.isDirectory()) return `${path} ${info.ino} ${info.size} ${info.mtimeNs}\n`;
    if (depth > DEEPEST_FOLDER) return "";
    const entries = await readdir(path, { withFileTypes: true });
    const wanted = entries.filter((entry) => !entry.name.startsWith("..") && (entry.isDirectory() || /\.ya?ml$/.test(entry.name)));
    const parts = await Promise.all(wanted.map((entry) => fingerprint(join(path, entry.name), depth + 1)));
    return parts.toSorted().join("");
  } catch {
    // Gone, or not to be read: a state like any other, and the loader will say what it is.
    return `${path} -\n`;
  }
}

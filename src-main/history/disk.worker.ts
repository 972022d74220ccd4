// The thread that waits for the disk in place of the main one: with a connection of its own it brings the write-ahead log into the
// file, and reads what the main thread is about to need, so that the system has it in memory by then. One answer for each task.

import { readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { faultOf, messageOf, PAGE_SIZE } from "./connection.ts";
import type { DiskReply, DiskTask, DiskWorkerData } from "./disk-thread.ts";
import { selectRows, type RowSelection } from "./row-selection.ts";

const PAGES_PER_READ = 64;
/** From one page of the pointer map to the next: it has five bytes for each page between them. */
const POINTER_MAP_STRIDE = Math.floor(PAGE_SIZE / 5) + 1;

const port = parentPort;
if (port === null) throw new Error("disk.worker runs in a worker thread only");

// Both sides are built from one source, so what arrives is what its type says.
const { file, handle } = workerData as DiskWorkerData;
const buffer = Buffer.allocUnsafe(PAGES_PER_READ * PAGE_SIZE);
let database: Database.Database | null = null;

function open(): Database.Database {
  // It never waits for a lock: whoever has it is writing, and the next commit asks again.
  const opened = new Database(file, { fileMustExist: true, timeout: 0 });
  opened.pragma("synchronous = normal");
  // What it reads is for the system's memory.
  opened.pragma("cache_size = 16");
  return opened;
}

interface Progress {
  readonly log: number;
  readonly checkpointed: number;
}

/** Passive: as much as readers allow, without keeping anybody from writing. */
function bringLogIn(connection: Database.Database): number {
  const [progress] = connection.pragma("wal_checkpoint(passive)") as readonly Progress[];
  return progress !== undefined && progress.log > 0 && progress.log === progress.checkpointed ? 1 : 0;
}

/** A commit that changes nothing. */
function beginLog(connection: Database.Database): number {
  const id = Number(connection.pragma("application_id", { simple: true }));
  connection.transaction(() => connection.pragma(`application_id = ${id}`)).immediate();
  return 0;
}

function readRows(connection: Database.Database, selection: RowSelection, limit: number): number {
  return connection
    .prepare(selectRows(selection))
    .raw()
    .all(...selection.values, limit).length;
}

/** @returns how many pages, fewer at the end of the file */
function readPages(first: number, count: number): number {
  for (let done = 0; done < count; done += PAGES_PER_READ) {
    const length = Math.min(PAGES_PER_READ, count - done) * PAGE_SIZE;
    const read = readSync(handle, buffer, 0, length, (first + done - 1) * PAGE_SIZE);
    if (read < length) return done + Math.floor(read / PAGE_SIZE);
  }
  return count;
}

/** @see https://www.sqlite.org/fileformat2.html#pointer_map_or_ptrmap_pages */
function readPointerMap(first: number, last: number): number {
  let count = 0;
  const before = Math.max(0, Math.ceil((first - 2) / POINTER_MAP_STRIDE));
  for (let page = 2 + before * POINTER_MAP_STRIDE; page <= last; page += POINTER_MAP_STRIDE) count += readPages(page, 1);
  return count;
}

function perform(task: DiskTask): number {
  database ??= open();
  switch (task.kind) {
    case "checkpoint":
      return bringLogIn(database);
    case "beginLog":
      return beginLog(database);
    case "rows":
      return readRows(database, task.selection, task.limit);
    case "pages":
      return readPages(task.first, task.count);
    case "pointerMap":
      return readPointerMap(task.first, task.last);
  }
}

function answer(task: DiskTask): DiskReply {
  try {
    return { trouble: null, count: perform(task) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return { trouble: fault === "locked" ? null : messageOf(error), count: 0 };
  }
}

port.on("message", (task: DiskTask) => port.postMessage(answer(task)));

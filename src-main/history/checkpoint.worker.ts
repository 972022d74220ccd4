// The thread that brings the write-ahead log into the file: one checkpoint for each message, with a connection of its own.

import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import type { CheckpointReply, CheckpointWorkerData } from "./checkpointer.ts";
import { faultOf, messageOf } from "./connection.ts";

const port = parentPort;
if (port === null) throw new Error("checkpoint.worker runs in a worker thread only");

let database: Database.Database | null = null;

function open(): Database.Database {
  // Both sides are built from one source, so what arrives is what its type says.
  const { file } = workerData as CheckpointWorkerData;
  // It never waits for a lock: whoever has it is writing, and the next commit asks again.
  return new Database(file, { fileMustExist: true, timeout: 0 });
}

function bringIn(): CheckpointReply {
  try {
    database ??= open();
    // Passive: as much as readers allow, without keeping anybody from writing.
    database.pragma("wal_checkpoint(passive)");
    return { trouble: null };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return { trouble: fault === "locked" ? null : messageOf(error) };
  }
}

port.on("message", () => port.postMessage(bringIn()));

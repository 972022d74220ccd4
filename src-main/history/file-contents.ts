// What is read of a history file when it is taken into use: its endpoints, what only the journal has, and the small state.

import type { Logger } from "../ports/logger.ts";
import type { Connection } from "./connection.ts";
import { Directory } from "./directory.ts";
import { replayJournal } from "./journal.ts";
import type { Pacer } from "./pacer.ts";
import { readSmallState } from "./read-small.ts";
import type { StoredSmallState } from "./small-state.ts";

export interface FileContents {
  readonly directory: Directory;
  /** Results that came back from the journal. */
  readonly replayed: number;
  readonly small: StoredSmallState;
}

/**
 * Reads in slices; nothing may write to the file meanwhile.
 * @throws what SQLite says of a file that can't be read
 */
export async function readContents(connection: Connection, pacer: Pacer, logger: Logger): Promise<FileContents> {
  const directory = Directory.load(connection);
  await pacer.breathe();
  const replayed = await replayEndpoints(connection, directory, pacer, logger);
  return { directory, replayed, small: readSmallState(connection) };
}

/** Gives the endpoints what only the journal has. @returns how many results that are */
export async function replayEndpoints(connection: Connection, directory: Directory, pacer: Pacer, logger: Logger): Promise<number> {
  const replay = await replayJournal(connection, (endpointId, record) => directory.byId(endpointId)?.replay(record), pacer);
  if (replay.damagedGroups > 0) logger.warn("the latest results of the history are damaged in part", { ...replay });
  return replay.records;
}

// The writes that alerting makes inside a transaction, and what happens to them when the store cannot take them.

import type { AlertStore, HistoryWriter } from "../../ports/history.ts";
import type { Logger } from "../../ports/logger.ts";

/** What may be written beside a result or the outcome of a delivery. */
export type AlertWrites = Pick<AlertStore, "putAlertState" | "removeAlertState" | "updateMessage" | "addAttempt"> &
  Pick<HistoryWriter, "appendEvent" | "putValue">;

/** Takes everything and keeps nothing. */
export const NOWHERE: AlertWrites = {
  putAlertState: () => {},
  removeAlertState: () => {},
  updateMessage: () => {},
  addAttempt: () => {},
  appendEvent: () => {},
  putValue: () => {},
};

/**
 * Stores all that `work` writes, or nothing. Where the store fails, `work` is done again for the memory's sake alone: after a
 * restart a message is told twice rather than never. So it must come to the same when repeated.
 */
export function storeTogether(
  store: AlertWrites & Pick<HistoryWriter, "transact">,
  logger: Logger,
  work: (writes: AlertWrites) => void,
): boolean {
  try {
    store.transact(() => work(store));
    return true;
  } catch (cause) {
    logger.error("alerts could not be stored; they go on in memory", { error: cause instanceof Error ? cause.message : typeof cause });
    work(NOWHERE);
    return false;
  }
}

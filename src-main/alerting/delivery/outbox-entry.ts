// A message on its way, as the parts of the delivery hand it around.

import type { EpochMs } from "../../../shared/units.ts";
import type { Channel } from "../providers/provider.ts";
import type { MessageSurroundings, StoredMessage } from "./stored-message.ts";

/** A channel and the surroundings of a message, held fast. */
export interface FrozenRoute {
  readonly channel: Channel;
  readonly surroundings: MessageSurroundings;
}

/** A message on its way. */
export interface OutboxEntry {
  /** The store's; negative = the store could not take it, it lives in memory only. */
  readonly id: number;
  readonly createdMs: EpochMs;
  stored: StoredMessage;
  /** For an alert that has left the configuration: what it was sent with, for as long as the program runs. */
  frozen: FrozenRoute | null;
}

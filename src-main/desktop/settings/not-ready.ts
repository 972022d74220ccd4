// What the settings' requests answer where there is nothing to edit yet: an error, so that no page takes silence for an answer.

import { err } from "../../../shared/errors.ts";
import { SETTINGS_CHANNELS } from "../../../shared/ipc/settings-channels.ts";
import { RequestError } from "../ipc/router.ts";
import type { SettingsHandlers } from "../ipc/router.ts";

/** Handlers that refuse everything. */
export function refuseSettings(): SettingsHandlers {
  const refuse = (): never => {
    throw new RequestError(err("unavailable", "the settings cannot be edited here").error);
  };
  // One handler for each name of the list that the type is made from.
  return Object.fromEntries(SETTINGS_CHANNELS.map((channel) => [channel, refuse])) as unknown as SettingsHandlers;
}

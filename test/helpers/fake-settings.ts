// The settings' share of the fake bridge: refuses everything until a test says what it needs by `answer(…)`.

import { err } from "../../shared/errors.ts";
import { SETTINGS_CHANNELS } from "../../shared/ipc/settings-channels.ts";
import type { SettingsChannel } from "../../shared/ipc/settings-channels.ts";

type Refusals = { readonly [C in SettingsChannel]: () => ReturnType<typeof err> };

/** One refusal for each of the settings' channels. */
export function fakeSettingsHandlers(): Refusals {
  const refuse = () => err("unavailable", "this test did not say what the settings answer");
  // One for each name of the list that the type is made from.
  return Object.fromEntries(SETTINGS_CHANNELS.map((channel) => [channel, refuse])) as unknown as Refusals;
}

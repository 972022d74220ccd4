// The names of all channels, without their schemas, so that the sandboxed preload stays small.

import { SETTINGS_CHANNELS } from "./settings-channels.ts";

/** Requests: the renderer asks, the main process answers. */
export const REQUEST_CHANNELS = [
  "app:get-info",
  "app:get-preferences",
  "app:set-preferences",
  "app:open-external",
  "app:open-config",
  "app:show-config",
  "app:show-main",
  "app:save-file",
  "app:save-pdf",
  "app:quit",
  "updates:get-state",
  "updates:install",
  "glance:fit",
  "glance:hide",
  "monitor:get-snapshot",
  "monitor:check-now",
  "monitor:pause",
  "monitor:resume",
  "endpoint:get-detail",
  "endpoint:get-results",
  "endpoint:get-series",
  "endpoint:get-curl",
  "endpoint:add-note",
  "history:get-events",
  "history:get-outages",
  "history:get-uptime",
  "alert:get-status",
  "alert:get-deliveries",
  "alert:silence",
  "alert:unsilence",
  "alert:get-silences",
  ...SETTINGS_CHANNELS,
] as const;

export type RequestChannel = (typeof REQUEST_CHANNELS)[number];

/** Events: the main process tells the renderer. */
export const EVENT_CHANNELS = [
  "monitor:changed",
  "app:preferences-changed",
  "app:navigation-requested",
  "settings:config-changed",
  "updates:changed",
] as const;

export type EventChannel = (typeof EVENT_CHANNELS)[number];

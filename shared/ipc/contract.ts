// The whole contract between the main process and the renderer: requests with an answer, and events one way.
// A channel that lacks its schema here does not compile.

import type { z } from "zod";
import type { AlertDelivery, AlertStatus, SilenceState } from "../model/alert-status.ts";
import type { EndpointEvent, OutageSpan, Series, UptimeSummary } from "../model/history.ts";
import type { CheckResult } from "../model/result.ts";
import type { EndpointDetail, MonitorDelta, MonitorSnapshot } from "../model/status.ts";
import type { EpochMs } from "../units.ts";
import {
  eventsQuerySchema,
  externalUrlSchema,
  glanceHeightSchema,
  keySchema,
  navigationSchema,
  noteSchema,
  nothingSchema,
  openConfigSchema,
  outagesQuerySchema,
  pauseSchema,
  preferencesChangeSchema,
  resultsQuerySchema,
  saveFileSchema,
  savePdfSchema,
  scopeSchema,
  seriesQuerySchema,
  silenceIdSchema,
  silenceRequestSchema,
  uptimeQuerySchema,
} from "./schemas.ts";
import type { EventChannel, RequestChannel } from "./channels.ts";
import type { IpcResult } from "./result.ts";
import { SETTINGS_SCHEMAS } from "./settings-contract.ts";
import type { SettingsReplies } from "./settings-contract.ts";
import type { NavigationTarget, Preferences } from "./schemas.ts";

/** Facts about the app that do not change while it runs. */
export interface AppInfo {
  readonly version: string;
  readonly platform: "linux" | "darwin" | "win32";
  /** The resolved language: what "system" means right now. */
  readonly language: "en" | "zh-TW";
  readonly electronVersion: string;
  readonly dataFolder: string;
  /** `checkout`: started from its sources · `updating`: it looks for new versions itself · `managed`: whatever installed it does. */
  readonly installation: "checkout" | "updating" | "managed";
}

/** `none`: nothing newer is known here · `ready`: a newer version was fetched, and is installed when Sentray quits. */
export type UpdateState = { readonly kind: "none" } | { readonly kind: "ready"; readonly version: string };

/** How a save dialog ended: false = the user closed it. */
export interface SaveOutcome {
  readonly saved: boolean;
}

/** What each request answers. The settings' own are in settings-contract.ts. */
export interface RequestReplies extends SettingsReplies {
  "app:get-info": AppInfo;
  "app:get-preferences": Preferences;
  "app:set-preferences": Preferences;
  "app:open-external": null;
  /** Opens a configuration file in the system's editor. `forbidden` when it is none of the running configuration's files. */
  "app:open-config": null;
  /** Shows the running configuration in the system's file manager. */
  "app:show-config": null;
  /** Brings the main window to the front and shows this; for the glance window. */
  "app:show-main": null;
  /** Asks where, then writes; where it went stays with the main process. */
  "app:save-file": SaveOutcome;
  "app:save-pdf": SaveOutcome;
  "app:quit": null;
  "updates:get-state": UpdateState;
  /** Quits, installs the version that is ready and starts it. `conflict` when none is. */
  "updates:install": null;
  /** The glance window's content has this height: fit the window to it. `forbidden` from other windows. */
  "glance:fit": null;
  "glance:hide": null;
  "monitor:get-snapshot": MonitorSnapshot;
  "monitor:check-now": readonly CheckResult[];
  "monitor:pause": null;
  "monitor:resume": null;
  "endpoint:get-detail": EndpointDetail;
  "endpoint:get-results": { readonly results: readonly CheckResult[]; readonly nextBeforeMs: EpochMs | null };
  "endpoint:get-series": Series;
  "endpoint:get-curl": string;
  "endpoint:add-note": null;
  "history:get-events": readonly EndpointEvent[];
  "history:get-outages": readonly OutageSpan[];
  "history:get-uptime": readonly UptimeSummary[];
  "alert:get-status": readonly AlertStatus[];
  "alert:get-deliveries": readonly AlertDelivery[];
  "alert:silence": SilenceState;
  "alert:unsilence": null;
  "alert:get-silences": readonly SilenceState[];
}

export type { EventChannel, RequestChannel } from "./channels.ts";

/** What each request must carry. */
export const REQUEST_SCHEMAS = {
  "app:get-info": nothingSchema,
  "app:get-preferences": nothingSchema,
  "app:set-preferences": preferencesChangeSchema,
  "app:open-external": externalUrlSchema,
  "app:open-config": openConfigSchema,
  "app:show-config": nothingSchema,
  "app:show-main": navigationSchema,
  "app:save-file": saveFileSchema,
  "app:save-pdf": savePdfSchema,
  "app:quit": nothingSchema,
  "updates:get-state": nothingSchema,
  "updates:install": nothingSchema,
  "glance:fit": glanceHeightSchema,
  "glance:hide": nothingSchema,
  "monitor:get-snapshot": nothingSchema,
  "monitor:check-now": scopeSchema,
  "monitor:pause": pauseSchema,
  "monitor:resume": scopeSchema,
  "endpoint:get-detail": keySchema,
  "endpoint:get-results": resultsQuerySchema,
  "endpoint:get-series": seriesQuerySchema,
  "endpoint:get-curl": keySchema,
  "endpoint:add-note": noteSchema,
  "history:get-events": eventsQuerySchema,
  "history:get-outages": outagesQuerySchema,
  "history:get-uptime": uptimeQuerySchema,
  "alert:get-status": keySchema,
  "alert:get-deliveries": keySchema,
  "alert:silence": silenceRequestSchema,
  "alert:unsilence": silenceIdSchema,
  "alert:get-silences": nothingSchema,
  ...SETTINGS_SCHEMAS,
} as const satisfies Record<RequestChannel, z.ZodType>;

/** What a request on this channel carries, as the renderer writes it. */
export type RequestPayload<C extends RequestChannel> = z.input<(typeof REQUEST_SCHEMAS)[C]>;

/** What a request on this channel carries once it was parsed. */
export type ParsedPayload<C extends RequestChannel> = z.output<(typeof REQUEST_SCHEMAS)[C]>;

/** Events from the main process to the renderer; the main process is trusted, so they have types and no schemas. */
export interface EventPayloads {
  "monitor:changed": MonitorDelta;
  "app:preferences-changed": Preferences;
  /** The user clicked a notification, a tray entry or a link: show this. */
  "app:navigation-requested": NavigationTarget;
  /** The files of the configuration changed, by a save or by another program; `revision` names their new state. */
  "settings:config-changed": { readonly revision: string };
  /** A new version was fetched. */
  "updates:changed": UpdateState;
}

/** Neither side names a channel that the other does not know. */
type SameNames<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const ALL_CHANNELS_LISTED: readonly [SameNames<keyof RequestReplies, RequestChannel>, SameNames<keyof EventPayloads, EventChannel>] =
  [true, true];

/** What the preload script puts on `window.api`: the only way from the renderer to the app. */
export interface RendererApi {
  request<C extends RequestChannel>(channel: C, payload: RequestPayload<C>): Promise<IpcResult<RequestReplies[C]>>;
  /** Returns the unsubscribe. */
  on<C extends EventChannel>(channel: C, listener: (payload: EventPayloads[C]) => void): () => void;
}

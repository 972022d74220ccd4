// What each request does: a thin layer between the contract and the parts that do the work.

import { setImmediate } from "node:timers/promises";
import type { Said } from "../../../shared/i18n/said.ts";
import { say } from "../../../shared/i18n/said.ts";
import type { AppInfo, UpdateState } from "../../../shared/ipc/contract.ts";
import type { AlertDelivery } from "../../../shared/model/alert-status.ts";
import { err } from "../../../shared/errors.ts";
import type { AppError } from "../../../shared/errors.ts";
import type { NavigationTarget, Preferences } from "../../../shared/ipc/schemas.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HistoryStore } from "../../ports/history.ts";
import type { Monitor } from "../../ports/monitor.ts";
import { RequestError } from "./router.ts";
import type { RequestHandlers, RequestOrigin, SettingsHandlers } from "./router.ts";
import type { FileSaver } from "../file-saver.ts";

export interface HandlerPorts {
  readonly monitor: Monitor;
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly info: () => AppInfo;
  readonly preferences: () => Preferences;
  readonly changePreferences: (change: Partial<Preferences>) => AppError | null;
  readonly openExternal: (url: string) => Promise<boolean>;
  /** Opens one of the running configuration's files; null = opened. */
  readonly openConfig: (file: string | undefined) => Promise<AppError | null>;
  /** Shows the running configuration in the file manager. */
  readonly showConfig: () => void;
  readonly showMain: (target: NavigationTarget) => void;
  readonly saver: FileSaver;
  readonly glance: { readonly contentsId: number | null; fit(heightPx: number): void; hide(): void };
  readonly quit: () => void;
  readonly updateState: () => UpdateState;
  /** false = no new version is ready. */
  readonly installUpdate: () => boolean;
  readonly curlOf: (key: EndpointKey) => string | null;
  readonly deliveriesOf: (key: EndpointKey) => readonly AlertDelivery[];
  readonly settings: SettingsHandlers;
}

/** The handlers of every channel. */
export function createHandlers(ports: HandlerPorts): RequestHandlers {
  const { monitor, history, saver, glance } = ports;
  return {
    "app:get-info": () => ports.info(),
    "app:get-preferences": () => ports.preferences(),
    "app:set-preferences": (change) => {
      failIf(ports.changePreferences(withoutAbsent(change)));
      return ports.preferences();
    },
    "app:open-external": async ({ url }) => {
      if (!(await ports.openExternal(url))) fail("forbidden", say("errors.request.onlyWeb"));
      return null;
    },
    "app:open-config": async (payload) => {
      failIf(await ports.openConfig(payload?.file));
      return null;
    },
    "app:show-config": () => {
      ports.showConfig();
      return null;
    },
    "app:show-main": (target) => {
      glance.hide();
      ports.showMain(target);
      return null;
    },
    "app:save-file": async (file) => await saver.saveFile(file),
    "app:save-pdf": async ({ suggestedName }, origin) => await saver.savePdf(suggestedName, origin.contentsId),
    "app:quit": () => {
      ports.quit();
      return null;
    },
    "updates:get-state": () => ports.updateState(),
    "updates:install": () => {
      if (!ports.installUpdate()) fail("conflict", say("errors.request.noUpdate"));
      return null;
    },
    "glance:fit": ({ heightPx }, origin) => {
      onlyGlance(origin, glance.contentsId);
      glance.fit(heightPx);
      return null;
    },
    "glance:hide": (_payload, origin) => {
      onlyGlance(origin, glance.contentsId);
      glance.hide();
      return null;
    },
    "monitor:get-snapshot": async () => {
      const snapshot = monitor.snapshot();
      // Copying thousands of summaries for the page takes a turn of its own; what changes meanwhile is told, and the page adds it.
      await setImmediate();
      return snapshot;
    },
    "monitor:check-now": async (scope) => await monitor.checkNow(scope),
    "monitor:pause": ({ scope, untilMs }) => {
      monitor.pause(scope, untilMs);
      return null;
    },
    "monitor:resume": (scope) => {
      monitor.resume(scope);
      return null;
    },
    "endpoint:get-detail": async ({ key }) => (await monitor.detail(key)) ?? unknownEndpoint(key),
    "endpoint:get-results": async (query) => await history.results(withoutAbsent(query)),
    "endpoint:get-series": async (query) => await history.series(query),
    "endpoint:get-curl": ({ key }) => ports.curlOf(key) ?? unknownEndpoint(key),
    "endpoint:add-note": ({ key, atEpochMs, text }) => {
      history.appendEvent({ key, kind: "note", atEpochMs, text });
      return null;
    },
    "history:get-events": async (query) => await history.events(query),
    "history:get-outages": async (query) => await history.outages(query),
    "history:get-uptime": async (query) => await history.uptime(query),
    "alert:get-status": ({ key }) => monitor.alertsOf(key),
    "alert:get-deliveries": ({ key }) => ports.deliveriesOf(key),
    "alert:silence": (request) => monitor.silence(request),
    "alert:unsilence": ({ id }) => {
      monitor.unsilence(id);
      return null;
    },
    "alert:get-silences": () => monitor.silences(),
    ...ports.settings,
  };
}

function unknownEndpoint(key: EndpointKey): never {
  return fail("not_found", say("errors.request.unknownEndpoint", { key }));
}

function onlyGlance(origin: RequestOrigin, glanceId: number | null): void {
  if (origin.contentsId !== glanceId) fail("forbidden", say("errors.request.onlyGlance"));
}

function fail(code: AppError["code"], message: Said): never {
  throw new RequestError(err(code, message).error);
}

function failIf(error: AppError | null): void {
  if (error !== null) throw new RequestError(error);
}

/** The same object without members that are undefined, as `exactOptionalPropertyTypes` wants it. */
function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Only members whose value is undefined are dropped, so what is left has the stated types.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

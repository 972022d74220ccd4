// What the settings' handlers get from outside, and the one way in which they fail.

import type { Said, Told } from "../../../shared/i18n/said.ts";
import { say } from "../../../shared/i18n/said.ts";
import { RequestError } from "../ipc/router.ts";
import type { TestAlertDependencies } from "../../alerting/test-alert.ts";
import type { BackupStore } from "../../config/edit/backups.ts";
import type { DraftStore } from "../../config/edit/drafts.ts";
import type { ConfigText } from "../../config/edit/open-files.ts";
import type { EditSession } from "../../config/edit/session.ts";
import type { GatusReader } from "../../config/import/gatus.ts";
import type { ConfigLoad } from "../../config/load.ts";
import type { SecretStore } from "../../ports/secrets.ts";
import type { Clock, Timers } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { OpenMonitor } from "../../ports/open-monitor.ts";
import type { ProbeSet } from "../../ports/probe.ts";
import type { AppError, Result } from "../../../shared/errors.ts";
import { err } from "../../../shared/errors.ts";

/** Asks the user for a place; null = the dialog was closed. */
export interface Dialogs {
  openFile(kind: "yaml" | "uptime-kuma"): Promise<string | null>;
  openFolder(): Promise<string | null>;
  saveFile(suggestedName: string): Promise<string | null>;
}

/** Where the configuration is. */
export interface ConfigPlace {
  /** What runs. */
  readonly path: string;
  readonly defaultPath: string;
  /** What runs was named on the command line, which wins over what was chosen. */
  readonly isFixed: boolean;
  /** What will run after a restart; empty = the default. */
  chosenPath: string;
}

export interface SettingsPorts {
  readonly session: EditSession;
  readonly backups: BackupStore;
  readonly drafts: DraftStore;
  readonly secrets: SecretStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads what is to be imported, beside the event loop when it is large. */
  readonly readGatus: GatusReader;
  /** Loads these texts, or what is on the disk, without applying it. Rejects once `signal` is aborted, and leaves undone what it can. */
  readonly load: (files: readonly ConfigText[] | null, signal?: AbortSignal) => Promise<ConfigLoad>;
  readonly open: OpenMonitor;
  /** Probes of their own, so that a try never disturbs a kept connection. */
  readonly probes: ProbeSet;
  readonly channels: TestAlertDependencies;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly removeSecrets: (text: string) => string;
  readonly dialogs: Dialogs;
  readonly place: ConfigPlace;
  /** Something changed: tell the windows. */
  readonly announce: (revision: string) => void;
  readonly restart: () => void;
}

/** The value, or the end of the request with the error. */
export function valueOrFail<T>(result: Result<T>): T {
  if (!result.ok) throw new RequestError(result.error);
  return result.value;
}

export function fail(code: AppError["code"], message: Said | string): never {
  throw new RequestError(err(code, message).error);
}

/** The end of the request because of all these problems, a line each; `otherwise` is said when there are none. */
export function failFor(problems: readonly Told[], otherwise: Said): never {
  const [first, ...others] = problems.map(({ said, message }) => said ?? message);
  fail(
    "config_invalid",
    others.reduce<Said | string>((before, next) => say("errors.lines", { before, next }), first ?? otherwise),
  );
}

/** The same object without members that are undefined, as `exactOptionalPropertyTypes` wants it. */
export function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Only members whose value is undefined are dropped, so what is left has the stated types.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

// Runs in the page before the window's own code: puts the fake bridge where the preload script would.

// First: the fake parses every payload, which the page's policy allows only without compiled schemas.
import "../../src-renderer/boot/prepare.ts";
import { createFakeApi } from "../helpers/fake-api.ts";
import { fakeConfigHandlers } from "../helpers/fake-config.ts";
import { fakeEndpoints, fakeSnapshot } from "../helpers/fake-world.ts";
import { say } from "../../shared/i18n/said.ts";
import { inEnglish } from "../../shared/i18n/tell.ts";
import { DAY, MINUTE } from "../../shared/units.ts";
import type { ConfigProblem } from "../../shared/model/config.ts";

interface Wishes {
  readonly theme: "light" | "dark";
  readonly language: "en" | "zh-TW";
  readonly count: number;
  readonly compact: boolean;
  readonly problems: boolean;
  /** Everything is watched for fifty minutes only, but for one endpoint that is for three days. */
  readonly young: boolean;
}

declare global {
  interface Window {
    readonly __fake: Wishes;
  }
}

const { theme, language, count, compact, problems, young } = window.__fake;
const nowMs = Date.now();

const DISK_FULL = say("errors.history.fault.full");

const PROBLEMS: readonly ConfigProblem[] = [
  {
    severity: "error",
    message: "`[STATS]` is no placeholder. Did you mean `[STATUS]`?",
    file: "/home/sam/.config/sentray/config.yaml",
    line: 31,
    column: 9,
    path: "endpoints[4].conditions[0]",
  },
  {
    severity: "error",
    message: "`interval` wants a duration such as `30s`, this is a list.",
    file: "/home/sam/.config/sentray/config.yaml",
    line: 44,
    column: 5,
    path: "endpoints[6].interval",
  },
];

const endpoints = (count === 0 ? [] : fakeEndpoints(count, nowMs)).map((endpoint, index) =>
  young ? { ...endpoint, watchedSinceMs: nowMs - (index === 1 ? 3 * DAY : 50 * MINUTE) } : endpoint,
);

const api = createFakeApi({
  nowMs,
  snapshot: fakeSnapshot(
    endpoints,
    problems
      ? {
          configProblems: PROBLEMS,
          storageTrouble: { message: inEnglish(DISK_FULL), said: DISK_FULL },
          storageActivity: { kind: "checking", progress: 0.37 },
          suspended: { reason: "offline", sinceMs: nowMs - 300_000, untilMs: null },
        }
      : {},
  ),
  preferences: { theme, language, compactDashboard: compact },
  silences: [
    {
      id: "s1",
      action: "snooze",
      scope: { kind: "group", group: "network" },
      untilMs: nowMs + 7_200_000,
      note: "switch is replaced",
      createdMs: nowMs,
    },
  ],
});

if (problems) api.answer({ "updates:get-state": () => ({ kind: "ready", version: "1.4.0" }) });
api.answer(fakeConfigHandlers({ nowMs, count, problems: problems ? PROBLEMS : [] }));

Object.defineProperty(window, "api", { value: api });

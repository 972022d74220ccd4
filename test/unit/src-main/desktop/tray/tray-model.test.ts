import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../../shared/i18n/create.ts";
import { createFormatter } from "../../../../../shared/i18n/format.ts";
import type { Language } from "../../../../../shared/i18n/languages.ts";
import type { ConfigProblem } from "../../../../../shared/model/config.ts";
import type { EndpointSummary, MonitorSnapshot } from "../../../../../shared/model/status.ts";
import { trayModel } from "../../../../../src-main/desktop/tray/tray-model.ts";
import type { TrayItem } from "../../../../../src-main/desktop/tray/tray-model.ts";
import { noCounts, summarizeAll } from "../../../../../src-main/engine/summary.ts";
import type { Suspension } from "../../../../../src-main/engine/summary.ts";

const NOW = Date.UTC(2026, 2, 2, 12, 0, 0);

function card(name: string, group: string, change: Partial<EndpointSummary> = {}): EndpointSummary {
  return {
    key: `${group}_${name}`,
    name,
    group,
    kind: "HTTP",
    target: "",
    tags: [],
    state: "healthy",
    sinceMs: NOW - 3_600_000,
    intervalMs: 60_000,
    nextCheckMs: null,
    lastCheckMs: NOW,
    lastDurationMs: 10,
    cause: "",
    pausedUntilMs: null,
    certificateExpiresAtMs: null,
    barOutcomes: "",
    barDurationsMs: [],
    barTimestampsMs: [],
    uptime24h: null,
    uptime7d: null,
    uptime30d: null,
    watchedSinceMs: null,
    ...change,
  };
}

function draw(
  endpoints: readonly EndpointSummary[],
  suspended: Suspension | null = null,
  problems: readonly ConfigProblem[] = [],
  language: Language = "en",
) {
  const counts = noCounts();
  for (const { state } of endpoints) counts[state] += 1;
  const snapshot: MonitorSnapshot = {
    overall: summarizeAll(counts, {
      suspended,
      storageTrouble: null,
      storageActivity: null,
      incidentWindowMs: 60_000,
      configProblems: problems,
      configFiles: [],
    }),
    endpoints,
  };
  return trayModel(snapshot, NOW, createTranslator(language), createFormatter(language, "UTC"));
}

const labels = (items: readonly TrayItem[]): readonly string[] => items.map((item) => (item.kind === "separator" ? "-" : item.label));

describe("trayModel", () => {
  it("says that all is well", () => {
    const { icon, tooltip } = draw([card("a", "core"), card("b", "core")]);
    expect(icon).toBe("healthy");
    expect(tooltip).toBe("Sentray: all 2 healthy");
  });

  it("names what fails, since when and why, the longest failing first", () => {
    const { icon, tooltip, items } = draw([
      card("late", "core", { state: "failing", sinceMs: NOW - 60_000, cause: "[STATUS] (503) == 200" }),
      card("ok", "core"),
      card("early", "core", { state: "failing", sinceMs: NOW - 240_000, cause: "refused" }),
      card("slow", "net", { state: "degraded", sinceMs: NOW - 60_000 }),
    ]);
    expect(icon).toBe("failing");
    expect(tooltip).toBe("Sentray: 1 healthy, 1 degraded, 2 failing (core/early, 4 min, and 1 more)");
    expect(labels(items).slice(0, 4)).toEqual([
      "core/early: failing for 4 min – refused",
      "core/late: failing for 1 min – [STATUS] (503) == 200",
      "net/slow: degraded for 1 min",
      "-",
    ]);
  });

  it("counts groups and always offers every action", () => {
    const { items } = draw([card("a", "core"), card("b", "core", { state: "failing" }), card("c", "")]);
    expect(labels(items)).toEqual(
      expect.arrayContaining(["core (1 of 2 healthy)", "Pause", "Check all now", "Open Sentray", "Settings…", "Quit Sentray"]),
    );
  });

  it.each([
    ["paused", { reason: "paused", sinceMs: NOW, untilMs: null }, "paused", "Sentray: paused"],
    ["offline", { reason: "offline", sinceMs: NOW, untilMs: null }, "offline", "Sentray: checks suspended, no network"],
    ["asleep", { reason: "asleep", sinceMs: NOW, untilMs: null }, "offline", "Sentray: checks suspended, computer asleep"],
  ] as const)("shows that it is %s, whatever failed before", (_name, suspension, icon, tooltip) => {
    expect(draw([card("a", "core", { state: "failing" })], suspension)).toMatchObject({ icon, tooltip });
  });

  it("offers to resume instead of pausing while paused", () => {
    const { items } = draw([card("a", "")], { reason: "paused", sinceMs: NOW, untilMs: null });
    expect(labels(items)).toContain("Resume");
    expect(labels(items)).not.toContain("Pause");
  });

  it("puts a broken configuration first", () => {
    const problem: ConfigProblem = { severity: "error", message: "x", file: "c.yaml", line: 1, column: 1, path: "" };
    const { tooltip, items } = draw([card("a", "")], null, [problem]);
    expect(tooltip).toBe("Sentray: the configuration has errors");
    expect(labels(items)[0]).toBe("1 error in the configuration…");
  });

  it("keeps labels short and lists only so many endpoints", () => {
    const endpoints = Array.from({ length: 100 }, (_, index) =>
      card("n".repeat(10_000) + index, "g", { state: "failing", cause: "c".repeat(10_000) }),
    );
    const { items, tooltip } = draw(endpoints);
    expect(Math.max(...labels(items).map((label) => label.length))).toBeLessThanOrEqual(80);
    expect(items.length).toBeLessThan(60);
    expect(tooltip.length).toBeLessThan(300);
  });

  it("speaks Chinese", () => {
    expect(draw([card("a", "")], null, [], "zh-TW").tooltip).toMatch(/\p{Script=Han}/u);
  });
});

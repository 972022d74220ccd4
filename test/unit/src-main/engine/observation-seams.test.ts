// A reason on its way from the engine through the history to the band in the graph, and to the tray: the same one at every seam.

import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../shared/i18n/create.ts";
import { createFormatter } from "../../../../shared/i18n/format.ts";
import { HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { trayModel } from "../../../../src-main/desktop/tray/tray-model.ts";
import { shadedSpans } from "../../../../src-renderer/features/endpoint/graph/shaded-spans.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { DOWN, monitorBench } from "../../../helpers/monitor-bench.ts";
import type { MonitorBench } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: 10 * SECOND });
const connectivity = {
  targets: ["192.0.2.1:53"],
  intervalMs: MINUTE,
  captivePortal: { url: "http://portal.example.org/", expectedStatus: 204 },
};
const translator = createTranslator("en");
const format = createFormatter("en", "UTC");

interface Row {
  readonly reason: string;
  readonly begin: (bench: MonitorBench) => void;
  readonly end: (bench: MonitorBench) => void;
  readonly words: string;
}

const rows: readonly Row[] = [
  {
    reason: "asleep",
    begin: ({ monitor }) => monitor.signal({ kind: "suspend" }),
    end: ({ monitor, clock }) => {
      clock.sleep(HOUR);
      monitor.signal({ kind: "resume" });
    },
    words: "computer asleep",
  },
  {
    reason: "offline",
    begin: ({ network }) => void (network.hasNetwork = false),
    end: ({ network }) => void (network.hasNetwork = true),
    words: "no network",
  },
  {
    reason: "captive-portal",
    begin: ({ network }) => void (network.verdict = "captive-portal"),
    end: ({ network }) => void (network.verdict = "online"),
    words: "captive portal",
  },
];

describe.each(rows)("the reason $reason", ({ reason, begin, end, words }) => {
  it("reaches tray, card and graph", async () => {
    const bench = monitorBench([api], { config: { connectivity } });
    const { clock, monitor, history, answers } = bench;
    await monitor.start();
    await clock.advanceAsync(MINUTE);
    answers.set(api.key, DOWN);
    begin(bench);
    await clock.advanceAsync(30 * SECOND);
    const snapshot = monitor.snapshot();
    expect(snapshot.overall).toMatchObject({ state: "offline", suspended: { reason } });
    expect(snapshot.endpoints.map(({ state }) => state)).toEqual(["not-observed"]);
    expect(trayModel(snapshot, clock.nowMs(), translator, format)).toMatchObject({
      icon: "offline",
      tooltip: `Sentray: checks suspended, ${words}`,
    });

    end(bench);
    answers.delete(api.key);
    await clock.advanceAsync(MINUTE);
    expect(trayModel(monitor.snapshot(), clock.nowMs(), translator, format).icon).toBe("healthy");
    const series = await history.series({ key: api.key, fromMs: clock.nowMs() - 2 * HOUR, toMs: clock.nowMs(), maxPoints: 100 });
    const spans = shadedSpans(series, null, translator.t, format);
    expect(spans.map(({ tone, label }) => ({ tone, label }))).toEqual([{ tone: "quiet", label: words }]);
    expect(monitor.snapshot().endpoints[0]?.barOutcomes).toMatch(/h+n+h+/);
  });
});

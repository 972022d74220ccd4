import { describe, expect, it } from "vitest";
import type { Language } from "../../../../../shared/i18n/languages.ts";
import type { EndpointSummary, MonitorDelta } from "../../../../../shared/model/status.ts";
import { HOUR, MINUTE, SECOND } from "../../../../../shared/units.ts";
import type { MonitorEvents } from "../../../../../src-main/ports/monitor.ts";
import { openTrayDesk } from "../../../../../src-main/desktop/tray/tray-desk.ts";
import type { TrayAction, TrayModel } from "../../../../../src-main/desktop/tray/tray-model.ts";
import { FAKE_START_MS, FakeClock } from "../../../../helpers/fake-clock.ts";
import { fakeEndpoint, fakeSnapshot } from "../../../../helpers/fake-world.ts";

const HEALTHY = fakeEndpoint(FAKE_START_MS, { name: "a", key: "a" });
const FAILING = fakeEndpoint(FAKE_START_MS, { name: "a", key: "a", state: "failing" });

/** A desk on a monitor whose messages the test sends, and everything that it did. */
function openDesk() {
  const clock = new FakeClock();
  const drawn: TrayModel[] = [];
  const done: unknown[] = [];
  const listeners = new Set<MonitorEvents["changed"]>();
  const wish: { language: Language } = { language: "en" };
  let act: (action: TrayAction) => void = () => undefined;
  const desk = openTrayDesk({
    clock,
    timers: clock,
    monitor: {
      snapshot: () => fakeSnapshot([HEALTHY]),
      on: (_event, listener) => {
        const own = listener as MonitorEvents["changed"];
        listeners.add(own);
        return () => listeners.delete(own);
      },
      checkNow: (scope) => {
        done.push(["check", scope]);
        return Promise.resolve([]);
      },
      pause: (scope, untilMs) => done.push(["pause", scope, untilMs]),
      resume: (scope) => done.push(["resume", scope]),
    },
    language: () => wish.language,
    createIcon: (onAction) => {
      act = onAction;
      return { render: (model) => drawn.push(model), dispose: () => done.push("icon disposed") };
    },
    showMain: (target) => done.push(["show", target]),
    toggleGlance: () => done.push("glance"),
    quit: () => done.push("quit"),
  });
  const change = (endpoint: EndpointSummary): void => {
    const delta: MonitorDelta = { overall: fakeSnapshot([endpoint]).overall, changed: [endpoint], removed: [] };
    for (const listener of listeners) listener(delta);
  };
  return { clock, desk, drawn, done, listeners, wish, change, act: (action: TrayAction) => act(action) };
}

/** The same, drawn for the first time. */
function openDrawnDesk() {
  const opened = openDesk();
  opened.clock.advance(SECOND / 2);
  return opened;
}

describe("drawing the tray", () => {
  it("draws within half a second, whatever happens meanwhile, and then twice a minute for the durations that it shows", () => {
    const { clock, drawn, change } = openDesk();
    clock.advance(SECOND / 4);
    change(FAILING);
    clock.advance(SECOND / 4);
    expect(drawn.map(({ icon }) => icon)).toEqual(["healthy"]);
    clock.advance(MINUTE);
    expect(drawn).toHaveLength(3);
  });

  it("draws a burst of changes once, half a second after the first", () => {
    const { clock, drawn, change } = openDrawnDesk();
    for (const endpoint of [FAILING, HEALTHY, FAILING]) change(endpoint);
    clock.advance(SECOND / 2 - 1);
    expect(drawn).toHaveLength(1);
    clock.advance(1);
    expect(drawn.map(({ icon }) => icon)).toEqual(["healthy", "failing"]);
  });

  it("is never drawn more often than twice a second, however long changes go on", () => {
    const { clock, drawn, change } = openDrawnDesk();
    for (let turn = 0; turn < 100; turn += 1) {
      change(turn % 2 === 0 ? FAILING : HEALTHY);
      clock.advance(SECOND / 10);
    }
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.length).toBeLessThanOrEqual(1 + 20);
  });

  it("is drawn in another language as soon as it is asked to", () => {
    const { desk, drawn, wish } = openDrawnDesk();
    wish.language = "zh-TW";
    desk.draw();
    expect(drawn.at(-1)?.tooltip).not.toBe(drawn[0]?.tooltip);
  });

  it("leaves no timer, no listener and no icon behind", () => {
    const { clock, desk, drawn, done, listeners, change } = openDrawnDesk();
    change(FAILING);
    desk.dispose();
    clock.advance(HOUR);
    expect({ drawn: drawn.length, listeners: listeners.size, timers: clock.pendingTimers, done }).toEqual({
      drawn: 1,
      listeners: 0,
      timers: 0,
      done: ["icon disposed"],
    });
  });
});

describe("the tray's menu", () => {
  const everything = { kind: "everything" };
  const target = { to: "endpoint", key: "a" } as const;

  it.each<readonly [string, TrayAction, unknown]>([
    ["opens the window", { do: "open" }, ["show", undefined]],
    ["opens a place in the window", { do: "show", target }, ["show", target]],
    ["toggles the small window", { do: "glance" }, "glance"],
    ["checks everything", { do: "check-all" }, ["check", everything]],
    ["pauses for an hour", { do: "pause", forMs: HOUR }, ["pause", everything, FAKE_START_MS + HOUR]],
    ["pauses until eight of the next morning", { do: "pause", forMs: "tomorrow" }, ["pause", everything, Date.UTC(2026, 2, 3, 8)]],
    ["pauses until it is resumed", { do: "pause", forMs: "resumed" }, ["pause", everything, null]],
    ["resumes", { do: "resume" }, ["resume", everything]],
    ["quits", { do: "quit" }, "quit"],
  ])("%s", (_what, action, expected) => {
    const { act, done } = openDesk();
    act(action);
    expect(done).toEqual([expected]);
  });
});

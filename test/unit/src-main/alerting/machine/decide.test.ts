import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE } from "../../../../../shared/units.ts";
import type { AlertRule, AlertState } from "../../../../../src-main/alerting/machine/alert-state.ts";
import { IDLE, isStoredAlike } from "../../../../../src-main/alerting/machine/alert-state.ts";
import type { AlertAction, AlertInput, Hush } from "../../../../../src-main/alerting/machine/decide.ts";
import { CALM_MS, decide } from "../../../../../src-main/alerting/machine/decide.ts";
import { formatRow, parseRow, restoreState } from "../../../../../src-main/alerting/machine/alert-row.ts";

function rule(overrides: Partial<AlertRule> = {}): AlertRule {
  return {
    enabled: true,
    failureThreshold: 2,
    successThreshold: 3,
    sendOnResolved: true,
    minimumReminderIntervalMs: 0,
    conversational: false,
    ...overrides,
  };
}

/** Drives one alert and writes down what it told: T trigger, R reminder, X resolved. */
class Driven {
  state: AlertState = IDLE;
  nowMs = 1_000_000;
  hush: Hush = "none";
  readonly rule: AlertRule;
  readonly actions: AlertAction[] = [];
  #incidents = 0;

  constructor(overrides: Partial<AlertRule> = {}) {
    this.rule = rule(overrides);
  }

  give(input: AlertInput): string {
    const decision = decide(this.rule, this.state, input, this.nowMs, () => {
      this.#incidents += 1;
      return `incident-${this.#incidents}`;
    });
    this.state = decision.state;
    this.actions.push(...decision.actions);
    return decision.actions.map(letter).join("");
  }

  /** One letter a result: f fails, s succeeds; returns what each told, `.` = nothing. */
  run(results: string, stepMs = 0): string {
    return results
      .split("")
      .map((outcome) => {
        this.nowMs += stepMs;
        return this.give({ kind: "result", failed: outcome === "f", hush: this.hush }) || ".";
      })
      .join("");
  }
}

function letter(action: AlertAction): string {
  if (action.kind !== "tell") return "";
  return { triggered: "T", reminder: "R", resolved: "X" }[action.message];
}

describe("thresholds", () => {
  it.each([
    { name: "trigger at the failure threshold", results: "ff", told: ".T" },
    { name: "one failure is not enough", results: "fs", told: ".." },
    { name: "a success breaks the row of failures", results: "fsfsf", told: "....." },
    { name: "trigger once, resolve at the success threshold, then nothing", results: "ffffssss", told: ".T....X." },
    { name: "a lone failure while triggered sets the successes back", results: "ffssfsss", told: ".T.....X" },
    { name: "a lone failure below the threshold triggers nothing new after the end", results: "ffsssf", told: ".T..X." },
    { name: "a second outage is told again", results: "ffsssff", told: ".T..X.T" },
  ])("$name", ({ results, told }) => {
    expect(new Driven().run(results)).toBe(told);
  });

  it("triggers at once and resolves at once with thresholds of one", () => {
    expect(new Driven({ failureThreshold: 1, successThreshold: 1 }).run("fsfs")).toBe("TXTX");
  });

  it("tells no end without send-on-resolved, and the next outage all the same", () => {
    expect(new Driven({ sendOnResolved: false }).run("ffsssff")).toBe(".T....T");
  });

  it("does nothing while disabled", () => {
    expect(new Driven({ enabled: false }).run("fffff")).toBe(".....");
  });

  it("keeps the very same state for a success that changes nothing", () => {
    const { state } = decide(rule(), IDLE, { kind: "result", failed: false, hush: "none" }, 5, () => "x");
    expect(state).toBe(IDLE);
  });
});

describe("reminders", () => {
  const every5 = { minimumReminderIntervalMs: 5 * MINUTE };

  it("come when the interval has passed since the last message", () => {
    expect(new Driven(every5).run("ffffffffffff", MINUTE)).toBe(".T....R....R");
  });

  it("do not come for a lone failure after a success", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    expect(alert.run("sf", 10 * MINUTE)).toBe("..");
    expect(alert.run("f", 10 * MINUTE)).toBe("R");
  });

  it("keep their clock over a restart", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    alert.state = throughStorage(alert);
    expect(alert.run("ffff", MINUTE)).toBe("....");
    expect(alert.run("f", MINUTE)).toBe("R");
  });

  it("stop when acknowledged, and return when that is taken back", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    alert.give({ kind: "acknowledged" });
    expect(alert.run("fff", HOUR)).toBe("...");
    alert.give({ kind: "unacknowledged" });
    expect(alert.run("f", MINUTE)).toBe("R");
  });

  it("the next outage is not acknowledged", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    alert.give({ kind: "acknowledged" });
    alert.run("sss");
    expect(alert.run("fff", HOUR)).toBe(".TR");
  });

  it("are late by one interval at most when the clock is set back by hours", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    alert.nowMs -= 6 * HOUR;
    expect(alert.run("ffffff", MINUTE)).toBe(".....R");
  });

  it("come once when the clock leaps forward", () => {
    const alert = new Driven(every5);
    alert.run("ff");
    alert.nowMs += 3 * DAY;
    expect(alert.run("fff", MINUTE)).toBe("R..");
  });
});

describe("silence", () => {
  it("an outage that comes and goes while silenced is never told", () => {
    const alert = new Driven();
    alert.hush = "silenced";
    expect(alert.run("ffsss")).toBe(".....");
    expect(alert.give({ kind: "hush-changed", hush: "none" })).toBe("");
  });

  it("an outage that lasts is told when the silence ends", () => {
    const alert = new Driven();
    alert.hush = "silenced";
    alert.run("fff");
    alert.hush = "none";
    expect(alert.give({ kind: "hush-changed", hush: "none" })).toBe("T");
    expect(alert.run("sss")).toBe("..X");
  });

  it("an end is told when the silence ends", () => {
    const alert = new Driven();
    alert.run("ff");
    alert.hush = "silenced";
    expect(alert.run("sss")).toBe("...");
    expect(alert.give({ kind: "hush-changed", hush: "none" })).toBe("X");
  });

  it("an end and a new outage cancel each other while silenced", () => {
    const alert = new Driven();
    alert.run("ff");
    alert.hush = "silenced";
    alert.run("sssff");
    expect(alert.give({ kind: "hush-changed", hush: "none" })).toBe("");
    expect(alert.run("sss")).toBe("...");
    alert.hush = "none";
    expect(alert.run("s")).toBe("X");
  });

  it("a blocked outage is not told, its end is when the outage was", () => {
    const alert = new Driven();
    alert.hush = "blocked";
    expect(alert.run("fff")).toBe("...");
    alert.hush = "none";
    expect(alert.run("f")).toBe("T");
    alert.hush = "blocked";
    expect(alert.run("fsss")).toBe("...X");
  });
});

describe("flapping", () => {
  const restless = { conversational: true, failureThreshold: 1, successThreshold: 1 };

  it("is told once, with the outage that makes it so, and once when it ends", () => {
    const alert = new Driven(restless);
    expect(alert.run("fsfsfsfsfsfs", MINUTE)).toBe("TXTXTXT.....");
    expect(alert.run("s", CALM_MS)).toBe("X");
    expect(alert.actions.filter((action) => action.kind === "tell").map((action) => action.flapping)).toEqual([
      "no",
      "no",
      "no",
      "no",
      "no",
      "no",
      "began",
      "ended",
    ]);
  });

  it("that ends in an outage says so instead of resolving", () => {
    const alert = new Driven(restless);
    alert.run("fsfsfsfsf", MINUTE);
    expect(alert.run("f", CALM_MS)).toBe("R");
    expect(alert.run("s", MINUTE)).toBe("X");
  });

  it("does not exist for alerts that are told one by one", () => {
    expect(new Driven({ ...restless, conversational: false }).run("fsfsfsfsfs", MINUTE)).toBe("TXTXTXTXTX");
  });

  it("is not what happens four times a day", () => {
    expect(new Driven(restless).run("fsfsfsfsfs", HOUR)).toBe("TXTXTXTXTX");
  });
});

describe("what cannot be delivered", () => {
  it("has no end to tell", () => {
    const alert = new Driven();
    alert.run("ff");
    alert.give({ kind: "undeliverable", incidentId: "incident-1" });
    expect(alert.run("fsss")).toBe("....");
    expect(alert.state.told).toBeNull();
  });

  it("is told again once delivery was repaired", () => {
    const alert = new Driven();
    alert.run("ff");
    alert.give({ kind: "undeliverable", incidentId: "incident-1" });
    expect(alert.give({ kind: "repaired", hush: "none" })).toBe("T");
    expect(alert.run("sss")).toBe("..X");
  });

  it("is another outage's business when its name differs", () => {
    const alert = new Driven();
    alert.run("ff");
    alert.give({ kind: "undeliverable", incidentId: "another" });
    expect(alert.run("sss")).toBe("..X");
  });
});

describe("removal", () => {
  it("tells the end of what was told, even while silenced", () => {
    const alert = new Driven();
    alert.run("ff");
    expect(alert.give({ kind: "removed" })).toBe("X");
    expect(alert.state).toBe(IDLE);
  });

  it("tells nothing of what nobody was told", () => {
    const alert = new Driven();
    alert.hush = "silenced";
    alert.run("ff");
    expect(alert.give({ kind: "removed" })).toBe("");
  });
});

describe("any sequence of results, silences, restarts, acknowledgements and clock jumps", () => {
  type Step =
    | { readonly do: "result"; readonly failed: boolean }
    | { readonly do: "hush"; readonly hush: Hush }
    | { readonly do: "restart" | "acknowledge" | "unacknowledge" }
    | { readonly do: "time"; readonly byMs: number };

  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.boolean().map((failed) => ({ do: "result" as const, failed })) },
    { weight: 2, arbitrary: fc.constantFrom<Hush>("none", "silenced", "blocked").map((hush) => ({ do: "hush" as const, hush })) },
    { weight: 2, arbitrary: fc.constantFrom("restart", "acknowledge", "unacknowledge").map((what) => ({ do: what }) as const) },
    { weight: 2, arbitrary: fc.integer({ min: -6 * HOUR, max: 6 * HOUR }).map((byMs) => ({ do: "time" as const, byMs })) },
  );

  const rules = fc.record({
    failureThreshold: fc.integer({ min: 1, max: 4 }),
    successThreshold: fc.integer({ min: 1, max: 4 }),
    minimumReminderIntervalMs: fc.constantFrom(0, 5 * MINUTE),
    conversational: fc.boolean(),
  });

  function perform(alert: Driven, { do: what, ...step }: Step): string {
    switch (what) {
      case "result":
        return alert.give({ kind: "result", failed: "failed" in step && step.failed, hush: alert.hush });
      case "hush":
        alert.hush = "hush" in step ? step.hush : "none";
        return alert.give({ kind: "hush-changed", hush: alert.hush });
      case "time":
        alert.nowMs += "byMs" in step ? step.byMs : 0;
        return "";
      case "restart":
        alert.state = throughStorage(alert);
        return "";
      case "acknowledge":
        return alert.give({ kind: "acknowledged" });
      case "unacknowledge":
        return alert.give({ kind: "unacknowledged" });
    }
  }

  it("tells outages and ends in turn, and always an end", () => {
    fc.assert(
      fc.property(rules, fc.array(step, { maxLength: 80 }), (overrides, steps) => {
        const alert = new Driven(overrides);
        let told = steps.map((one) => perform(alert, one)).join("");
        alert.hush = "none";
        told += alert.give({ kind: "hush-changed", hush: "none" });
        told += alert.run("s".repeat(overrides.successThreshold), CALM_MS) + alert.run("ss", CALM_MS);
        expect(told.replaceAll(/[R.]/g, "")).toMatch(/^(TX)*$/);
        expect(alert.state.told).toBeNull();
        expect(alert.state.triggered).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it("agrees with a plain model of Gatus' rules while nothing is silenced", () => {
    fc.assert(
      fc.property(rules, fc.array(fc.boolean(), { maxLength: 60 }), (overrides, failures) => {
        const alert = new Driven({ ...overrides, conversational: false, minimumReminderIntervalMs: 0 });
        let [failed, passed, isTriggered] = [0, 0, false];
        for (const isFailure of failures) {
          let expected = ".";
          if (isFailure) {
            [failed, passed] = [failed + 1, 0];
            if (!isTriggered && failed >= overrides.failureThreshold) [isTriggered, expected] = [true, "T"];
          } else {
            [failed, passed] = [0, passed + 1];
            if (isTriggered && passed >= overrides.successThreshold) [isTriggered, expected] = [false, "X"];
          }
          expect(alert.run(isFailure ? "f" : "s")).toBe(expected);
        }
      }),
    );
  });

  it("never changes what is stored without saying so", () => {
    fc.assert(
      fc.property(rules, fc.array(step, { maxLength: 60 }), (overrides, steps) => {
        const alert = new Driven(overrides);
        for (const one of steps.filter(({ do: what }) => what !== "restart")) {
          const before = alert.state;
          perform(alert, one);
          if (isStoredAlike(before, alert.state)) expect(storedPart(alert.state)).toBe(storedPart(before));
        }
      }),
    );
  });
});

function storedPart({ triggered, told, restlessness, successes }: AlertState): string {
  return triggered === null && told === null ? "nothing" : JSON.stringify({ triggered, told, restlessness, successes });
}

function throughStorage(alert: Driven): AlertState {
  const row = {
    type: "slack",
    position: 0,
    lane: "lane",
    name: "n",
    group: "",
    overridden: false,
    description: "",
    failureThreshold: alert.rule.failureThreshold,
    successThreshold: alert.rule.successThreshold,
    sendOnResolved: alert.rule.sendOnResolved,
    resolveKey: "",
    reference: "",
  };
  if (alert.state.triggered === null && alert.state.told === null) return IDLE;
  const parsed = parseRow(formatRow({ ...row, state: alert.state }));
  if (parsed === null) throw new Error("a state that was written cannot be read");
  return restoreState(parsed, alert.rule.failureThreshold);
}

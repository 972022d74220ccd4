import { describe, expect, it } from "vitest";
import {
  addPause,
  covers,
  formatPauses,
  livePauses,
  nextPauseEnd,
  parsePauses,
  pauseOf,
  removePause,
} from "../../../../src-main/engine/pauses.ts";
import type { Pause } from "../../../../src-main/engine/pauses.ts";

const endpoint = { key: "core_api", group: "core" };
const everything: Pause = { scope: { kind: "everything" }, untilMs: 5_000, sinceMs: 0 };
const group: Pause = { scope: { kind: "group", group: "core" }, untilMs: null, sinceMs: 0 };
const one: Pause = { scope: { kind: "endpoint", key: "core_api" }, untilMs: 2_000, sinceMs: 0 };

describe("pauses", () => {
  it.each([
    ["the endpoint itself", { kind: "endpoint", key: "core_api" }, true],
    ["another endpoint", { kind: "endpoint", key: "core_web" }, false],
    ["its group", { kind: "group", group: "core" }, true],
    ["a group whose name begins alike", { kind: "group", group: "cor" }, false],
    ["everything", { kind: "everything" }, true],
  ] as const)("%s", (_name, scope, expected) => {
    expect(covers(scope, endpoint)).toBe(expected);
  });

  it("covers nested groups", () => {
    expect(covers({ kind: "group", group: "core" }, { key: "x", group: "core/db" })).toBe(true);
  });

  it("tells the pause that lasts longest", () => {
    expect(pauseOf([everything, one], endpoint)).toBe(everything);
    expect(pauseOf([everything, group, one], endpoint)).toBe(group);
    expect(pauseOf([], endpoint)).toBeNull();
  });

  it("replaces a pause of the same scope", () => {
    const longer: Pause = { ...one, untilMs: 9_000 };
    expect(addPause([group, one], longer)).toEqual([group, longer]);
  });

  it("takes back one, or all of them with everything", () => {
    expect(removePause([group, one], one.scope)).toEqual([group]);
    expect(removePause([group, one], { kind: "everything" })).toEqual([]);
  });

  it("ends pauses in time", () => {
    expect(livePauses([everything, group, one], 2_000)).toEqual([everything, group]);
    expect(nextPauseEnd([everything, group, one])).toBe(2_000);
    expect(nextPauseEnd([group])).toBeNull();
  });

  it.each([
    ["null", null],
    ["not JSON", "{"],
    ["no list", "{}"],
    ["nonsense in the list", `[1, {"scope": null}]`],
  ])("reads %s as no pauses", (_name, stored) => {
    expect(parsePauses(stored)).toEqual([]);
  });

  it("reads back what it wrote", () => {
    const pauses = [everything, group, one];
    expect(parsePauses(formatPauses(pauses))).toEqual(pauses);
  });
});

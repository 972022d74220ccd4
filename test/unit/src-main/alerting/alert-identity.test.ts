import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { alertChecksum, matchAlerts, placeAlerts } from "../../../../src-main/alerting/alert-identity.ts";
import { alertConfig } from "../../../helpers/alerting.ts";

describe("alertChecksum", () => {
  // Recorded from Gatus: its database can be taken over.
  it.each([
    ["discord_true_false_2_3_", "fed0580e44ed5701dbba73afa1f14b2c53ca5a7b8067a860441c212916057fe3"],
    ["discord_true_false_2_3_a", "005f407ebe506e74a4aeb46f74c28b376debead7011e1b085da3840f72ba9707"],
    ["discord_false_false_2_3_b", "837945c2b4cd5e961db3e63e10c348d4f1c3446ba68cf5a48e35a1ae22cf0c22"],
    ["discord_true_true_2_3_b", "bf1436995a880eb4a352c74c5dfee1f1b5ff6b9fc55aef9bf411b3631adfd80c"],
    ["slack_true_false_2_7_b", "8bd479e18bda393d4c924f5a0d962e825002168dedaa88b445e435db7bacffd3"],
  ])("of %s is Gatus'", (text, checksum) => {
    const [type = "", enabled, sendOnResolved, success, failure, description = ""] = text.split("_");
    const alert = { type, enabled: enabled === "true", sendOnResolved: sendOnResolved === "true", description };
    expect(alertChecksum({ ...alert, successThreshold: Number(success), failureThreshold: Number(failure) })).toBe(checksum);
  });
});

describe("placeAlerts", () => {
  it("tells equal alerts apart by their order", () => {
    const [first, second, third] = placeAlerts([alertConfig(), alertConfig({ type: "discord" }), alertConfig()]);
    expect(third?.alertId).toBe(`${first?.alertId}#2`);
    expect([first?.position, second?.position, third?.position]).toEqual([0, 0, 1]);
  });
});

describe("matchAlerts", () => {
  it.each([
    {
      name: "the same identity wherever it stands",
      before: ["slack a", "slack b"],
      after: ["slack b", "slack a"],
      pairs: [
        [0, 1],
        [1, 0],
      ],
    },
    {
      name: "an edited alert by its place",
      before: ["slack a", "slack b"],
      after: ["slack a", "slack c"],
      pairs: [
        [0, 0],
        [1, 1],
      ],
    },
    { name: "what is left by its order", before: ["slack a", "slack b"], after: ["slack c"], pairs: [[0, 0]] },
    { name: "never another type", before: ["slack a"], after: ["discord a"], pairs: [] },
  ])("finds $name", ({ before, after, pairs }) => {
    const placesOf = (alerts: readonly string[]) =>
      placeAlerts(alerts.map((alert) => alertConfig({ type: alert.split(" ")[0] ?? "", description: alert })));
    const [old, next] = [placesOf(before), placesOf(after)];
    const expected = pairs.map(([from, to]) => [old[from ?? 0]?.alertId, next[to ?? 0]?.alertId]);
    expect(Object.fromEntries(matchAlerts(old, next))).toEqual(Object.fromEntries(expected));
  });

  it("gives no two alerts one successor", () => {
    const alerts = fc.array(fc.record({ type: fc.constantFrom("slack", "discord"), description: fc.constantFrom("a", "b", "c") }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(alerts, alerts, (before, after) => {
        const matches = matchAlerts(placeAlerts(before.map(alertConfig)), placeAlerts(after.map(alertConfig)));
        expect(new Set(matches.values()).size).toBe(matches.size);
      }),
    );
  });
});

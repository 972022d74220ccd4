import { describe, expect, it } from "vitest";

import { NOT_YET_BUILT_KEYS, notYetBuiltWarning } from "../../../../src-main/config/not-yet-built.ts";
import { assemble, configOf, endpointText } from "./helpers.ts";

const ENDPOINT = endpointText({});

/** A use of each key, and the one field of the configuration that it fills, which nothing outside of this folder reads. */
const USES: Readonly<Record<string, { readonly text: string; readonly without?: string; readonly fills?: string }>> = {
  announcements: { text: "announcements: [{timestamp: 2026-11-07T14:00:00Z, message: hello}]\n", fills: "announcements" },
  "external-endpoints": { text: "external-endpoints: [{name: job, token: t}]\n", fills: "externalEndpoints" },
  metrics: { text: "metrics: true\n" },
  "quiet-hours.while-do-not-disturb": {
    text: "quiet-hours: {while-screen-locked: true, while-do-not-disturb: true}\n",
    without: "quiet-hours: {while-screen-locked: true}\n",
    fills: "quietHours",
  },
  remote: { text: "remote: {instances: [{url: https://example.org}]}\n" },
  security: { text: "security: {basic: {username: a, password-bcrypt-base64: eA==}}\n" },
  ui: { text: "ui: {title: x}\n" },
  web: { text: "web: {port: 8080}\n" },
};

describe("a key that is not acted upon yet", () => {
  it("is known with a use of it", () => {
    expect(Object.keys(USES)).toEqual([...NOT_YET_BUILT_KEYS]);
  });

  it.each([...NOT_YET_BUILT_KEYS])("is told with what is missed, and changes nothing else: %s", (key) => {
    // The comment keeps the lines below where they are.
    const { text, without = "# nothing\n", fills } = USES[key] ?? { text: "" };
    const told = assemble(text + ENDPOINT).problems;
    expect(told).toMatchObject([{ severity: "warning", path: key, line: 1 }]);
    expect(told[0]?.said).toEqual(notYetBuiltWarning(key));
    // What is missed stands between the two sentences that all of them have.
    expect(told[0]?.message).toMatch(/act upon it yet\. .+\. The key stays in the file as it is\.$/);

    const ignoring = (config: object): object => ({ ...config, ...(fills === undefined ? {} : { [fills]: null }) });
    expect(ignoring(configOf(text + ENDPOINT))).toEqual(ignoring(configOf(without + ENDPOINT)));
  });

  it("is told once, and not where another key has the same name", () => {
    const text =
      "metrics: true\nendpoints:\n  - {name: a, url: https://example.org, conditions: ['[STATUS] == 200'], ui: {hide-url: true}}\n";
    expect(assemble(text).problems.map(({ path }) => path)).toEqual(["metrics"]);
  });
});

import { describe, expect, it } from "vitest";
import { EMPTY_OBSERVATION } from "../../../../shared/model/observation.ts";
import { extrasOf } from "../../../../src-main/engine/result-extras.ts";
import { createSecretScrubber } from "../../../../src-main/platform/secret-scrubber.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

const LIMIT = 65_536;
const SECRET = "correct-horse-battery-staple";
const scrubber = createSecretScrubber();
scrubber.learn([SECRET]);
const removeSecrets = (text: string): string => scrubber.scrub(text);

function keptOf(body: string): { readonly bodyText: string; readonly bodyTruncated: boolean } {
  return extrasOf({ ...EMPTY_OBSERVATION, body: new TextEncoder().encode(body) }, endpointConfig({}), "failing", removeSecrets);
}

describe("the kept body", () => {
  it("is whole up to the limit", () => {
    const body = "é".repeat(LIMIT / 2);
    expect(keptOf(body)).toMatchObject({ bodyText: body, bodyTruncated: false });
  });

  it("is cut at the limit, between two letters", () => {
    const { bodyText, bodyTruncated } = keptOf(`a${"é".repeat(LIMIT)}`);
    expect(bodyTruncated).toBe(true);
    expect(bodyText).toBe(`a${"é".repeat((LIMIT - 2) / 2)}`);
  });

  it.each([
    ["across the limit", LIMIT - 10],
    ["just before it", LIMIT - SECRET.length],
    ["a character into it", LIMIT - SECRET.length + 1],
  ])("has no piece of a secret that lies %s", (_where, at) => {
    const { bodyText } = keptOf(`${"x".repeat(at)}${SECRET}${"y".repeat(LIMIT)}`);
    expect(bodyText).not.toContain("correct");
    expect(bodyText.length).toBeGreaterThan(LIMIT - 4_096);
  });

  it("has no piece of a secret at its end however many others were taken out before", () => {
    const many = `${SECRET} `.repeat(1_000);
    const { bodyText } = keptOf(`${many}${"x".repeat(LIMIT - 10 - many.length)}${SECRET}${"y".repeat(LIMIT)}`);
    expect(bodyText).not.toContain("correct");
  });
});

it("a header has no piece of a secret at the place where it is cut", () => {
  const headers = [["x-debug", `${"x".repeat(2_040)}${SECRET}`]] as const;
  const extras = extrasOf({ ...EMPTY_OBSERVATION, headers }, endpointConfig({}), "failing", removeSecrets);
  expect(extras.headers[0]?.[1]).not.toContain("correct");
});

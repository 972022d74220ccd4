import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretScrubber } from "../../../../src-main/platform/secret-scrubber.ts";

describe("createSecretScrubber", () => {
  it("removes a known value wherever it stands, as it is, URL-encoded and in base64", () => {
    const scrubber = createSecretScrubber();
    scrubber.learn(["s3cret/value"]);
    const base64 = Buffer.from("s3cret/value").toString("base64");
    expect(scrubber.scrub(`a s3cret/value b s3cret%2Fvalue c ${base64}`)).toBe("a <redacted> b <redacted> c <redacted>");
  });

  it("leaves ordinary text alone, also for values too short to be told from words", () => {
    const scrubber = createSecretScrubber();
    scrubber.learn(["abc", ""]);
    expect(scrubber.scrub("abcdef")).toBe("abcdef");
  });

  it("removes the longer of two values that begin alike", () => {
    const scrubber = createSecretScrubber();
    scrubber.learn(["token-1", "token-12345"]);
    expect(scrubber.scrub("token-12345")).toBe("<redacted>");
  });

  it.each([
    ["the beginning of a value at the end", "see: token-1", "see: <redacted>"],
    ["the shortest that says something", "see: token-", "see: <redacted>"],
    ["of several values that begin alike the one that fits", "see: token-98", "see: <redacted>"],
    ["the second of two that overlap", "see: token-token-1", "see: token-<redacted>"],
    ["nothing shorter", "see: token", "see: token"],
    ["nothing that goes on in another way", "see: token-2", "see: token-2"],
    ["nothing before the end", "token-1 was asked for", "token-1 was asked for"],
  ])("takes away %s", (_what, text, expected) => {
    const scrubber = createSecretScrubber();
    scrubber.learn(["token-12345", "token-98765"]);
    expect(scrubber.scrub(text)).toBe(expected);
  });

  it("leaves no beginning of a value wherever a text is cut", () => {
    const secret = "s3cret/value+with=signs";
    const scrubber = createSecretScrubber();
    scrubber.learn([secret]);
    for (let end = 6; end <= secret.length; end += 1) expect(scrubber.scrub(`body: ${secret.slice(0, end)}`)).toBe("body: <redacted>");
  });

  it("lets no learnt value through, whatever characters it has", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40, unit: "grapheme" }), fc.string(), fc.string(), (secret, before, after) => {
        const scrubber = createSecretScrubber();
        scrubber.learn([secret]);
        fc.pre(!"<redacted>".includes(secret) && secret.length >= 6);
        expect(scrubber.scrub(`${before}\n${secret}\n${after}`).split("\n")).not.toContain(secret);
      }),
    );
  });
});

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

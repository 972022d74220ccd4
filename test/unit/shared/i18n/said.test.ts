import { describe, expect, it } from "vitest";
import { followedBy, mapTexts, say, tell } from "../../../../shared/i18n/said.ts";
import type { Said, Tongue } from "../../../../shared/i18n/said.ts";
import { inEnglish, inLanguage } from "../../../../shared/i18n/tell.ts";
import { err } from "../../../../shared/errors.ts";

const unknown: Said = say("cli.noEndpoint", { keys: ["a", "b"] });

describe("a message with a key and values", () => {
  it("is told in both languages", () => {
    expect(inEnglish(unknown)).toBe("No endpoint has the key a, b.");
    expect(inLanguage("zh-TW", unknown)).toBe("沒有任何端點的鍵是 a、b。");
  });

  it("chooses the plural form by its count", () => {
    expect(inEnglish(say("cli.warnings", { count: 1 }))).toBe("1 warning.");
    expect(inEnglish(say("cli.warnings", { count: 2 }))).toBe("2 warnings.");
    expect(inLanguage("zh-TW", say("cli.warnings", { count: 1 }))).toContain("1");
  });

  it("tells messages inside of messages in the same language", () => {
    const both = followedBy(say("cli.stopping"), unknown);
    expect(inEnglish(both)).toBe("Stopping… No endpoint has the key a, b.");
    expect(inLanguage("zh-TW", both)).toBe(inLanguage("zh-TW", say("cli.stopping")) + inLanguage("zh-TW", unknown));
    expect(followedBy(unknown, null)).toBe(unknown);
  });

  it("takes what stands in a hole as it is", () => {
    const hostile = say("cli.noEndpoint", { keys: "$& {{count}} $1 {{keys}}" });
    expect(inEnglish(hostile)).toBe("No endpoint has the key $& {{count}} $1 {{keys}}.");
  });

  it("writes a phrase as the language does", () => {
    const shout: Tongue = { texts: { cli: { noEndpoint: "<{{keys}}>" } }, phrase: ({ phrase }) => phrase.toUpperCase() };
    const said = say("cli.noEndpoint", { keys: { phrase: "an endpoint", english: "An endpoint" } });
    expect(inEnglish(said)).toBe("No endpoint has the key An endpoint.");
    expect(tell(said, shout)).toBe("<AN ENDPOINT>");
  });

  it("can have every text in it changed, however deep", () => {
    const hide = (text: string): string => text.replaceAll("secret", "***");
    const deep = followedBy(say("cli.noEndpoint", { keys: ["secret", say("cli.noHistoryOf", { keys: "my secret" }), 7] }), unknown);
    expect(inEnglish(mapTexts(deep, hide))).toBe(
      "No endpoint has the key ***, The history holds nothing of my ***., 7. No endpoint has the key a, b.",
    );
  });

  it("crosses to other threads as it is", () => expect(structuredClone(unknown)).toEqual(unknown));
});

describe("an expected failure", () => {
  it("has the English sentence and the message itself", () => {
    expect(err("not_found", unknown).error).toEqual({ code: "not_found", message: inEnglish(unknown), said: unknown });
  });

  it("stays as it is when only a text is known", () => {
    const { error } = err("unavailable", "ECONNRESET", { port: 80 });
    expect(error).toEqual({ code: "unavailable", message: "ECONNRESET", details: { port: 80 } });
    expect(inLanguage("zh-TW", error)).toBe("ECONNRESET");
  });
});

// Compiled conditions: what they ask probes for, that nothing makes them throw, and the placeholders that only Sentray has.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_OBSERVATION, NO_PHASES, type Observation } from "../../../../shared/model/observation.ts";
import { compileConditions } from "../../../../src-main/conditions/compile.ts";
import { createSecretScrubber } from "../../../../src-main/platform/secret-scrubber.ts";
import type { ConditionSet } from "../../../../src-main/ports/conditions.ts";

const DISPLAY = { dontResolveFailedConditions: false, resolveSuccessfulConditions: true, removeSecrets: (text: string) => text };

function compiled(texts: readonly string[], insideSuite = false, storeOperands: readonly string[] = []): ConditionSet {
  const result = compileConditions(texts, { insideSuite, storeOperands });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const observation: Observation = {
  ...EMPTY_OBSERVATION,
  connected: true,
  status: 200,
  httpVersion: "1.1",
  headers: [
    ["Content-Type", "text/html"],
    ["X-Cache", "HIT"],
    ["x-cache", "MISS"],
    ["Empty", ""],
  ],
  phases: { ...NO_PHASES, dnsMs: 1.9, connectMs: 2.2, tlsMs: 30.99, firstByteMs: 41, transferMs: 0.4 },
  tls: {
    protocol: "TLSv1.3",
    cipher: "TLS_AES_128_GCM_SHA256",
    chain: [
      {
        subject: "CN=example.org",
        issuer: "CN=Test CA",
        names: [],
        notBeforeEpochMs: 0,
        notAfterEpochMs: 1,
        serialNumber: "01",
        fingerprint256: "",
      },
    ],
    trusted: true,
    untrustedReason: "",
  },
};

function evaluate(text: string, seen: Observation = observation): { readonly success: boolean; readonly display: string } {
  const [outcome] = compiled([text]).evaluate({ observation: seen }, DISPLAY);
  if (outcome === undefined) throw new Error("no outcome");
  return { success: outcome.success, display: outcome.display };
}

describe("secrets in outcomes", () => {
  const SECRET = "correct-horse-battery-staple";
  const scrubber = createSecretScrubber();
  scrubber.learn([SECRET]);
  const echo: Observation = { ...observation, body: new TextEncoder().encode(JSON.stringify({ echo: SECRET, more: `so ${SECRET}` })) };

  it.each([
    `[BODY].echo == ${SECRET}`,
    `[BODY].echo != ${SECRET}`,
    "[BODY].echo == nothing",
    "[BODY].echo == pat(*nothing*)",
    "[BODY].more == pat(*nothing*)",
    `pat(${SECRET}) == [BODY].more`,
    `any(a, ${SECRET}) == [BODY].echo`,
  ])("%s shows none, resolved or not", (text) => {
    for (const isShown of [true, false]) {
      const display = {
        dontResolveFailedConditions: !isShown,
        resolveSuccessfulConditions: isShown,
        removeSecrets: (shown: string) => scrubber.scrub(shown),
      };
      const told = JSON.stringify(compiled([text]).evaluate({ observation: echo }, display));
      expect(told).not.toContain("correct");
      expect(told.includes("<redacted>")).toBe(isShown || text.includes(SECRET));
    }
  });
});

describe("the placeholders that only Sentray has", () => {
  it.each([
    ["[HEADERS].content-type == text/html", true, "[HEADERS].content-type (text/html) == text/html"],
    ["[headers].CONTENT-TYPE == pat(text/*)", true, "[headers].CONTENT-TYPE (text/html) == pat(text/*)"],
    ["[HEADERS].x-cache == HIT, MISS", true, "[HEADERS].x-cache (HIT, MISS) == HIT, MISS"],
    ["[HEADERS].Content-Type == any(text/html, text/plain)", true, "[HEADERS].Content-Type (text/html) == any(text/html, text/plain)"],
    ["has([HEADERS].empty) == true", true, "has([HEADERS].empty) (true) == true"],
    ["has([HEADERS].server) == false", true, "has([HEADERS].server) (false) == false"],
    ["len([HEADERS].x-cache) == 9", true, "len([HEADERS].x-cache) (9) == 9"],
    ["[HEADERS].server == nginx", false, "[HEADERS].server (INVALID) == nginx"],
    ["[HEADERS].server < 5", false, "[HEADERS].server (INVALID) < 5"],
    ["[HEADERS]. == x", false, "[HEADERS]. (INVALID) == x"],
    ["[CERTIFICATE_ISSUER] == pat(*Test CA*)", true, "[CERTIFICATE_ISSUER] (CN=Test CA) == pat(*Test CA*)"],
    ["has([certificate_issuer]) == true", true, "has([certificate_issuer]) (true) == true"],
    ["[HTTP_VERSION] >= 1.1", true, "[HTTP_VERSION] (1.1) >= 1.1"],
    ["[HTTP_VERSION] == 2", false, "[HTTP_VERSION] (1.1) == 2"],
    ["[PHASE].dns == 1", true, "[PHASE].dns (1) == 1"],
    ["[phase].TLS < 30ms", false, "[phase].TLS (30) < 30ms"],
    ["[PHASE].connect == 2", true, "[PHASE].connect (2) == 2"],
    ["[PHASE].first_byte <= 41", true, "[PHASE].first_byte (41) <= 41"],
    ["[PHASE].transfer == 0", true, "[PHASE].transfer (0) == 0"],
    ["len([PHASE].tls) == 2", true, "len([PHASE].tls) (2) == 2"],
    ["has([PHASE].dns) == true", true, "has([PHASE].dns) (true) == true"],
    ["[PHASE].upload == 0", false, "[PHASE].upload == 0"],
  ])("%s", (text, success, display) => {
    expect(evaluate(text)).toEqual({ success, display });
  });

  it.each([
    ["[CERTIFICATE_ISSUER] == ", true],
    ["has([CERTIFICATE_ISSUER]) == true", false],
    ["has([HTTP_VERSION]) == false", true],
    ["[PHASE].tls == 0", true],
  ])("%s of a check that had none of it: %s", (text, success) => {
    expect(evaluate(text, EMPTY_OBSERVATION).success).toBe(success);
  });
});

describe("needs", () => {
  it.each([
    ["[STATUS] == 200", {}],
    ["[BODY].a == 1", { body: true }],
    ["len([body]) > 1", { body: true }],
    ["1 == has([Body][0])", { body: true }],
    ["[PHASE].transfer < 100", { body: true }],
    ["[PHASE].dns < 100", {}],
    ["[ip] == 127.0.0.1", { ip: true }],
    ["[Domain_Expiration] > 30d", { domainExpiration: true }],
    ["[STATUS] == any([BODY], [IP])", {}],
  ])("of %s", (text, expected) => {
    expect(compiled([text]).needs).toEqual({ body: false, ip: false, domainExpiration: false, ...expected });
  });

  it("include what a suite's store takes", () => {
    const { needs } = compiled(["[STATUS] == 200"], true, ["[BODY].id", "len([ip])", "[DOMAIN_EXPIRATION]"]);
    expect(needs).toEqual({ body: true, ip: true, domainExpiration: true });
  });
});

describe("compileConditions", () => {
  it.each([
    ["[STATUS]==201", 9],
    ["[STATUS] ==", 10],
    ["[STATUS] = 200", 10],
    ["[STATUS] ? 201", 15],
    ["[STATUS]", 9],
    ["[STATUS] <200", 10],
    ["", 1],
  ])("refuses %j and points to column %i", (text, column) => {
    const result = compileConditions(["[STATUS] == 200", text], { insideSuite: false });
    expect(result).toMatchObject({ ok: false, error: { code: "condition_syntax", details: { column, condition: text, index: 1 } } });
  });

  it("gives the outcomes in the order written", () => {
    const texts = ["[STATUS] == 201", " [CONNECTED]  ==  true ", "[STATUS] == 200"];
    const outcomes = compiled(texts).evaluate(
      { observation },
      { dontResolveFailedConditions: true, resolveSuccessfulConditions: false, removeSecrets: (text: string) => text },
    );
    expect(outcomes).toEqual(texts.map((text, index) => ({ condition: text, success: index > 0, display: text })));
  });

  it("looks at the body once for any number of conditions", () => {
    const document = new TextEncoder().encode(JSON.stringify({ a: [1, 2, 3], b: { c: "x".repeat(1_000) }, d: true }));
    let reads = 0;
    const body = new Proxy(document, {
      get(target, property) {
        if (property === "0") reads++;
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    const texts = Array.from({ length: 50 }, (_, index) => `[BODY].a[${index}] == ${index + 1}`);
    const outcomes = compiled(texts).evaluate({ observation: { ...EMPTY_OBSERVATION, body } }, DISPLAY);
    expect(outcomes.filter(({ success }) => success)).toHaveLength(3);
    expect(reads).toBeLessThan(10);
  });

  it("treats a missing context as an empty one", () => {
    const [outcome] = compiled(["[CONTEXT].a == 1"], true).evaluate({ observation }, DISPLAY);
    expect(outcome?.display).toBe("[CONTEXT].a (INVALID) == 1");
  });

  it("does not find what objects have by nature", () => {
    const set = compiled(["has([CONTEXT].constructor) == false", "has([CONTEXT].a.__proto__) == false"], true);
    expect(set.evaluate({ observation, context: { a: {} } }, DISPLAY).map(({ success }) => success)).toEqual([true, true]);
  });
});

const fragment = fc.constantFrom(
  ...'[STATUS]|[BODY]|[BODY].|[BODY][|[CONTEXT].|[HEADERS].|[PHASE].|[IP]|[RESPONSE_TIME]|[CERTIFICATE_EXPIRATION]|len(|has(|pat(|any(|)|]|[|.|*|?|\\|-| == | != | < | >= |==| |,|1|0x|1e9|99999999999999999999|h|d|a|\u{1f600}|"|__proto__'.split(
    "|",
  ),
);
const conditionText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fragment, { maxLength: 10 }).map((parts) => parts.join("")),
);
const side = fc.array(fragment, { maxLength: 4 }).map((parts) => parts.join(""));
const validText = fc.tuple(side, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), side).map((parts) => parts.join(" "));
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
);
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 0, -0));
const anyObservation = fc.record({ body: anyBody, number: anyNumber, text: fc.string(), connected: fc.boolean() }).map(
  ({ body, number, text, connected }): Observation => ({
    ...observation,
    body,
    connected,
    status: number,
    durationMs: number,
    certificateExpiresInMs: number,
    domainExpiresInMs: number,
    phases: { ...NO_PHASES, dnsMs: number },
    ip: text,
    headers: [["a", text]],
  }),
);
const anyContext = fc.dictionary(fc.string(), fc.anything({ withDate: true, withBigInt: true }));

describe("whatever is written and whatever is answered", () => {
  it("compiles or gives an error, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(conditionText, validText), anyObservation, anyContext, fc.boolean(), (text, seen, context, insideSuite) => {
        const result = compileConditions([text], { insideSuite });
        if (!result.ok) {
          expect(result.error.code).toBe("condition_syntax");
          return;
        }
        const [outcome] = result.value.evaluate({ observation: seen, context }, DISPLAY);
        expect([typeof outcome?.success, typeof outcome?.display]).toEqual(["boolean", "string"]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("makes == and != opposites, and < and >= never both true", () => {
    fc.assert(
      fc.property(side, side, anyObservation, (left, right, seen) => {
        const set = compiled([`${left} == ${right}`, `${left} != ${right}`, `${left} < ${right}`, `${left} >= ${right}`]);
        const [equal, different, below, atLeast] = set.evaluate({ observation: seen }, DISPLAY).map(({ success }) => success);
        fc.pre(!/ (?:[=!<>]=|[<>]) /.test(`${left}|${right}`) && ![left, right].some((text) => /[ <>=]$|^[ <>=]/.test(text)));
        expect([equal === different, below === true && atLeast === true]).toEqual([false, false]);
      }),
    );
  });
});

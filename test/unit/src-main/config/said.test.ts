// Every problem can be told in both languages: whatever is wrong with a configuration, it comes with a message that is no mere text.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Said, SaidValue } from "../../../../shared/i18n/said.ts";
import { inEnglish, inLanguage } from "../../../../shared/i18n/tell.ts";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import { checkCondition } from "../../../../src-main/conditions/warnings.ts";
import { conditionChecker } from "../../../../src-main/composition/condition-checker.ts";
import { assemble, endpointText } from "./helpers.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures");

const ENDPOINT = endpointText({});

/** Each line is one configuration, or what goes before or into an endpoint that is fine. */
const BROKEN: readonly string[] = [
  "endpoints: 7\n",
  "endpoints: [~, 1, {name: a}]\n",
  "endpoint: []\n",
  "a: [1\n",
  "a: b: c\n",
  "\tx: 1\n",
  "a: *nothing\n",
  "a: &a [*a]\n",
  "a: 1\na: 2\n",
  "<<: 3\n",
  "[1, 2]\n",
  "",
  "endpoints: []\n",
  "a: ${NOTHING_LIKE_IT}\n",
  `concurrency: 0\nalerting: {slak: {}, slack: 3, desktop: {enabled: 7}}\n${ENDPOINT}`,
  `disable-monitoring-lock: true\n${ENDPOINT}`,
  `maintenance: {}\n${ENDPOINT}`,
  `maintenance: {start: "25:00", duration: 100h, every: [Mondy], timezone: Nowhere}\n${ENDPOINT}`,
  `maintenance-windows: [{cron: x, duration: 1h}, {at: 2026-01-01, cron: "* * * * *", duration: -1s}, {days-of-month: [40], start: 1, duration: 1h}]\n${ENDPOINT}`,
  `connectivity: {checker: {target: "1.1.1.1", interval: 1s, captive-portal: {url: x, expected-status: 1}}}\n${ENDPOINT}`,
  `connectivity: {checker: {interval: 0s}}\n${ENDPOINT}`,
  `storage: {type: sqlite}\n${ENDPOINT}`,
  `storage: {path: x, retention: -1h}\n${ENDPOINT}`,
  `storage: {type: nothing}\n${ENDPOINT}`,
  `web: {port: 99999}\nsecurity: {}\nmetrics: true\nremote: {}\nui: {}\nannouncements: [{timestamp: x}]\n${ENDPOINT}`,
  `security: {oidc: {redirect-url: x}}\n${ENDPOINT}`,
  `tunneling: {t: {type: TCP, port: 0}}\n${ENDPOINT}`,
  "endpoints: [{name: 'a\"', url: 'foo://x', conditions: ['[STATUS]']}]\n",
  "endpoints: [{name: a, url: 'http://[::1', method: 'A B', interval: 5, conditions: ['[STATUS] == 200']}]\n",
  "endpoints: [{name: a, url: 'http://u:p@x:y', interval: -1s, schedule: x, retries: -1, retry-interval: -1s, failing-interval: 0s, conditions: ['[DOMAIN_EXPIRATION] > 1h']}]\n",
  "endpoints: [{name: a, url: 'tcp://x:99999', dns: {query-type: b, query-name: c}, ssh: {username: u}, links: [{name: x, url: y}], depends-on: [x], conditions: ['[STATUS] < x']}]\n",
  "endpoints: [{name: a, url: 'http://x', client: {timeout: 0s, proxy-url: x, dns-resolver: y, tunnel: z, tls: {certificate-file: a, renegotiation: freely}}, ui: {badge: {response-time: {thresholds: [3, 1]}}}, conditions: ['[STATUS] == 200'], alerts: [{}, {type: slack, failure-threshold: -1}, {type: desktop, minimum-reminder-interval: 1s, description: '\"'}]}]\n",
  "endpoints: [{name: a, url: 'http://x', client: {dns-resolver: 'foo://1.1.1.1:53'}, conditions: ['[STATUS] == 200']}, {name: A, url: 'http://x', conditions: ['[STATUS] == 200']}]\n",
  "suites: [{name: s, interval: -1s, timeout: -1s, endpoints: [{name: a, url: 'http://x', store: {'': ''}, conditions: ['[CONTEXT] == 1']}]}, {name: s, group: g, endpoints: [{name: b, url: 'http://x', conditions: ['[STATUS] == 200']}]}]\n",
  "external-endpoints: [{name: a, token: x, heartbeat: {interval: 1s}}]\n",
];

/** In Latin letters and not between quotes: what would be an English word. */
const ENGLISH = /(?:^|[^\w`"「[$.:/<-])(?:the|is|are|this|must|write|here|there|not|an?)(?=[ ,.;:])/iu;

function saidOf({ said }: ConfigProblem): Said {
  if (said === undefined) throw new Error("the problem has nothing to say");
  return said;
}

function keysIn(value: SaidValue): readonly string[] {
  if (typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return "key" in value ? [value.key, ...Object.values(value.values).flatMap(keysIn)] : [];
}

function fixtures(): ReadonlyArray<readonly [name: string, text: string]> {
  return readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/u.test(name))
    .map((name) => [name, readFileSync(join(FIXTURES, name), "utf8")]);
}

const cases = [...BROKEN.map((text) => [text.slice(0, 60) || "(empty)", text] as const), ...fixtures()];

describe("what is wrong with a configuration", () => {
  it.each(cases)("is a message whose English is the text of the problem: %j", (_, text) => {
    for (const problem of assemble(text).problems) expect(inEnglish(saidOf(problem))).toBe(problem.message);
  });

  it.each(BROKEN.map((text) => [text]))("is told in Chinese: %j", (text) => {
    const { problems } = assemble(text, { conditions: conditionChecker });
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      // What a provider says is its own text.
      if (keysIn(saidOf(problem)).includes("problem.verbatim")) continue;
      const chinese = inLanguage("zh-TW", problem);
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect(chinese).not.toMatch(ENGLISH);
      expect(chinese).not.toContain("{{");
    }
  });

  it("crosses to another thread and to the window as it is", () => {
    const { problems } = assemble(BROKEN.at(-4) ?? "");
    expect(problems.length).toBeGreaterThan(5);
    expect(structuredClone(problems)).toEqual(problems);
    expect(JSON.parse(JSON.stringify(problems))).toEqual(problems);
  });

  it("names the same words in both languages", () => {
    const [problem] = assemble(`concurency: 3\n${ENDPOINT}`).problems;
    expect(problem?.message).toBe('"concurency" is not a key of the configuration; it is ignored. Did you mean "concurrency"?');
    expect(problem && inLanguage("zh-TW", problem)).toBe("「concurency」不是設定的鍵，會被忽略。是否想寫「concurrency」？");
  });
});

describe("what is said about a condition", () => {
  const side = fc.constantFrom(
    ..."[STATUS] [BODY] [body].a [BODY].a[x] [BODY].a[-1] [BODY]..b len([BODY]) LEN([BODY] len(x) pat(a[/) any(0x1_0,'a') [CONTEXT] [PHASE] [RESPONSE_TIME] 7d 1.50 007 1e3 '200' 5sec [FOO] [IP] has([BODY].x) [HTTP_VERSION]".split(
      " ",
    ),
  );

  it("is the same in English as its text, and told in Chinese", () => {
    fc.assert(
      fc.property(side, fc.constantFrom("==", "!=", "<", "=", "== 1 =="), side, fc.boolean(), (left, comparator, right, insideSuite) => {
        const condition = `${left} ${comparator} ${right}`;
        const facts = { kind: "TCP", insideSuite, allConditionsOfEndpoint: [condition], storeOperands: [] } as const;
        for (const { message, said } of checkCondition(condition, facts)) {
          expect(inEnglish(said)).toBe(message);
          expect(inLanguage("zh-TW", said)).toMatch(/\p{Script=Han}/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});

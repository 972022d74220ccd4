// What the check of a configuration says about conditions that load, and about which it keeps silent.

import { describe, expect, it } from "vitest";
import { checkCondition, type ConditionWarningId, type WarningFacts } from "../../../../src-main/conditions/warnings.ts";

const HTTP: WarningFacts = { kind: "HTTP", insideSuite: false, allConditionsOfEndpoint: [], storeOperands: [] };
const SUITE: WarningFacts = { ...HTTP, insideSuite: true };

function check(text: string, facts: WarningFacts = HTTP): readonly string[] {
  const all = [text, ...facts.allConditionsOfEndpoint];
  return checkCondition(text, { ...facts, allConditionsOfEndpoint: all }).map(({ id, column }) => `${id}@${column}`);
}

interface Case {
  readonly text: string;
  readonly facts?: WarningFacts;
}

interface Rule {
  readonly id: ConditionWarningId;
  /** Text and the column that the warning points to. */
  readonly warns: ReadonlyArray<Case & { readonly column: number }>;
  readonly silent: readonly Case[];
}

const rules: readonly Rule[] = [
  {
    id: "not-comparable-literal",
    warns: [
      { text: "[RESPONSE_TIME] < fast", column: 19 },
      { text: "[CERTIFICATE_EXPIRATION] > 30days", column: 28 },
      { text: "[CERTIFICATE_EXPIRATION] > 1D", column: 28 },
      { text: '[STATUS] < "500"', column: 12 },
      { text: "[RESPONSE_TIME] < 1 h", column: 19 },
      { text: "[STATUS] < 0x1p4", column: 12 },
      { text: "[STATUS] > inf", column: 12 },
      { text: "[BODY].a > ", column: 12 },
    ],
    silent: [
      { text: "[RESPONSE_TIME] < 500" },
      { text: "[CERTIFICATE_EXPIRATION] > 2w" },
      { text: "[BODY].name == fast" },
      { text: "[STATUS] < 0x190" },
    ],
  },
  {
    id: "function-not-comparable",
    warns: [
      { text: "[STATUS] < any(200, 300)", column: 12 },
      { text: "pat(2*) >= [STATUS]", column: 1 },
    ],
    silent: [{ text: "[STATUS] == any(200, 300)" }, { text: "[STATUS] != pat(5*)" }],
  },
  {
    id: "value-not-comparable",
    warns: [
      { text: "has([BODY].items) > 0", column: 1 },
      { text: "[CONNECTED] >= 1", column: 1 },
      { text: "[IP] > 10", column: 1 },
      { text: "0 <= [DNS_RCODE]", facts: { ...HTTP, kind: "DNS" }, column: 6 },
      { text: "[CERTIFICATE_ISSUER] > 1", column: 1 },
    ],
    silent: [{ text: "has([BODY].items) == true" }, { text: "len([IP]) > 6" }, { text: "[CONNECTED] == true" }],
  },
  {
    id: "several-comparators",
    warns: [
      { text: "[STATUS] > 100 < 200", column: 16 },
      { text: "[BODY].a == 1 == 2", column: 15 },
      { text: "[STATUS] == 200 && [RESPONSE_TIME] < 500", column: 36 },
      { text: "[STATUS] < 200 > 100", column: 10 },
      { text: "[BODY] == pat(a == b)", column: 17 },
    ],
    silent: [{ text: "[STATUS] >= 100" }, { text: "[BODY] == pat(a < b)" }, { text: "[BODY].rule == any(x > 1, y)" }],
  },
  {
    id: "unknown-placeholder",
    warns: [
      { text: "[UNKNOWN] == 5", column: 1 },
      { text: "[STATUS].code < 5", column: 1 },
      { text: "[BODY]x == 1", column: 1 },
      { text: "200 == [CONTEXT].x", column: 8 },
      { text: "[HEADERS] == x", column: 1 },
      { text: "[PHASE].upload < 5", column: 1 },
    ],
    silent: [
      { text: "[STATUS] == 5" },
      { text: "[BODY].list == [a b]" },
      { text: "200 == [CONTEXT].x", facts: SUITE },
      { text: "[PHASE].tls < 5" },
    ],
  },
  {
    id: "context-without-path",
    warns: [
      { text: "[CONTEXT] == x", facts: SUITE, column: 1 },
      { text: "has([context].) == true", facts: SUITE, column: 1 },
    ],
    silent: [{ text: "[CONTEXT].a == x", facts: SUITE }],
  },
  {
    id: "function-misspelt",
    warns: [
      { text: "LEN([BODY]) == 1", column: 1 },
      { text: "len([BODY].users == 100", column: 1 },
      { text: "has ([BODY].a) == true", column: 1 },
      { text: "[BODY].a == Any(x, y)", column: 13 },
      { text: "age([BODY].date) < 5", column: 1 },
    ],
    silent: [{ text: "len([BODY]) == 1" }, { text: "[BODY].call == foo(bar)" }],
  },
  {
    id: "function-in-vain",
    warns: [
      { text: "len( [BODY].a ) == 1", column: 5 },
      { text: "has(items) == true", column: 5 },
      { text: "len(len([BODY])) > 1", column: 5 },
      { text: "[STATUS] == any([BODY].code, 200)", column: 17 },
      { text: "[STATUS] == pat([CONTEXT].wanted)", facts: SUITE, column: 17 },
      { text: "[BODY] == pat(any(a, b))", column: 15 },
      { text: "has([CONTEXT].x) == true", column: 5 },
    ],
    silent: [{ text: "len([BODY].a) == 1" }, { text: "[BODY] == pat([A-Z]*)" }, { text: "has([CONTEXT].x) == true", facts: SUITE }],
  },
  {
    id: "malformed-pattern",
    warns: [
      { text: "[BODY] == pat(a[bc)", column: 16 },
      { text: "[BODY] == pat(a\\)", column: 16 },
      { text: "pat([]) == [IP]", column: 5 },
      { text: "[BODY] == pat([a-])", column: 15 },
    ],
    silent: [{ text: "[BODY] == pat(a[bc])" }, { text: "[BODY] == pat(a\\[bc)" }, { text: "[BODY] == pat([^0-9]?*)" }],
  },
  {
    id: "path-never-resolves",
    warns: [
      { text: "[BODY].a[*] == 1", column: 8 },
      { text: "[BODY].x.a[1:2] == 1", column: 10 },
      { text: "[BODY][-1] == 3", column: 7 },
      { text: "len([BODY].a['b']) == 1", column: 12 },
      { text: "[BODY].a[ 0 ] == 1", column: 8 },
      { text: "[BODY].a[] == 1", column: 8 },
      { text: "[BODY].a[0 == 1", column: 8 },
      { text: "[CONTEXT].a[0] == x", facts: SUITE, column: 11 },
    ],
    silent: [
      { text: "[BODY].a[0][1].b == 1" },
      { text: "[BODY][0] == 1" },
      { text: "[BODY].a[00] == 1" },
      { text: "[CONTEXT].a == x", facts: SUITE },
    ],
  },
  {
    id: "path-asks-for-empty-key",
    warns: [
      { text: "[BODY].a..b == 1", column: 10 },
      { text: "[BODY].a. == 1", column: 10 },
      { text: "has([CONTEXT].a.) == true", facts: SUITE, column: 17 },
    ],
    silent: [{ text: "[BODY]. == [1 2]" }, { text: "[BODY].a.b == 1" }],
  },
  {
    id: "quotes-are-text",
    warns: [
      { text: '[BODY].status == "UP"', column: 18 },
      { text: "[BODY].status != 'UP'", column: 18 },
      { text: '[BODY].status == any("UP", "OK")', column: 18 },
    ],
    silent: [{ text: "[BODY].status == UP" }, { text: '[BODY].status == pat("*")' }, { text: '[BODY].size == 5"' }],
  },
  {
    id: "duration-never-equal",
    warns: [
      { text: "[CERTIFICATE_EXPIRATION] == 48h", column: 29 },
      { text: "5s != [RESPONSE_TIME]", column: 1 },
      { text: "[DOMAIN_EXPIRATION] == any(1d, 2d)", column: 24 },
    ],
    silent: [{ text: "[CERTIFICATE_EXPIRATION] > 48h" }, { text: "[RESPONSE_TIME] == 0" }, { text: "[BODY].age == 48h" }],
  },
  {
    id: "number-easily-mistaken",
    warns: [
      { text: "[STATUS] == 0200", column: 13 },
      { text: "[BODY].month == 08", column: 17 },
      { text: "[BODY].version != 1.10", column: 19 },
      { text: "[BODY].n == 1e3", column: 13 },
      { text: "[BODY].n == 1_000", column: 13 },
      { text: "[BODY].version == any(1.10, 2)", column: 19 },
    ],
    silent: [
      { text: "[STATUS] == 200" },
      { text: "[BODY].n == 0" },
      { text: "[BODY].n == 0.5" },
      { text: "[BODY].n == 100" },
      { text: "[BODY].n == 0xfe" },
      { text: "[BODY].n < 1e3" },
      { text: "[BODY].word == 1eleven" },
    ],
  },
  {
    id: "always-the-same",
    warns: [
      { text: "1 == 1", column: 1 },
      { text: "pat(a*) == any(a, b)", column: 1 },
      { text: "len(foo) == 3", column: 1 },
      { text: "[BODY].a == [BODY].a", column: 13 },
    ],
    silent: [{ text: "[BODY].a == [BODY].b" }, { text: "[STATUS] == 1" }],
  },
  {
    id: "never-filled",
    warns: [
      { text: "[STATUS] == 200", facts: { ...HTTP, kind: "TCP" }, column: 1 },
      { text: "[DNS_RCODE] == NOERROR", column: 1 },
      { text: "[CERTIFICATE_EXPIRATION] > 48h", facts: { ...HTTP, usesTls: false }, column: 1 },
      { text: "len([BODY].a) == 1", facts: { ...HTTP, kind: "ICMP" }, column: 1 },
      { text: "[HEADERS].server == x", facts: { ...HTTP, kind: "TCP" }, column: 1 },
    ],
    silent: [
      { text: "[STATUS] == 200" },
      { text: "[DNS_RCODE] == NOERROR", facts: { ...HTTP, kind: "DNS" } },
      { text: "[CERTIFICATE_EXPIRATION] > 48h" },
      { text: "[IP] == 127.0.0.1", facts: { ...HTTP, kind: "ICMP" } },
    ],
  },
  {
    id: "gatus-does-not-look",
    warns: [
      { text: "[body].a == 1", column: 1 },
      { text: "[ip] == 127.0.0.1", column: 1 },
      { text: "[domain_expiration] > 48h", column: 1 },
    ],
    silent: [
      { text: "[BODY].a == 1" },
      { text: "[body].a == 1", facts: { ...HTTP, allConditionsOfEndpoint: ["[BODY].b == 2"] } },
      { text: "[body].a == 1", facts: { ...HTTP, storeOperands: ["[BODY].b"] } },
      { text: "[body] == x", facts: { ...HTTP, kind: "TCP" } },
    ],
  },
  {
    id: "gatus-context-case",
    warns: [
      { text: "[context].a == 1", facts: SUITE, column: 1 },
      { text: "1 == len([Context].a)", facts: SUITE, column: 6 },
    ],
    silent: [{ text: "[CONTEXT].a == 1", facts: SUITE }],
  },
  {
    id: "gatus-duration",
    warns: [
      { text: "[CERTIFICATE_EXPIRATION] > 7d", column: 28 },
      { text: "[RESPONSE_TIME] < 1.5ms", column: 19 },
      { text: "1w < [DOMAIN_EXPIRATION]", column: 1 },
    ],
    silent: [{ text: "[CERTIFICATE_EXPIRATION] > 48h" }, { text: "[RESPONSE_TIME] < 1.5s" }, { text: "[BODY].age == 7d" }],
  },
  {
    id: "gatus-number",
    warns: [
      { text: "[BODY].load < 0.7", column: 15 },
      { text: "[BODY].n == 1e3", column: 13 },
      { text: "[BODY].n == 9223372036854775808", column: 13 },
      { text: "[BODY].n > 0x8000000000000000", column: 12 },
    ],
    silent: [
      { text: "[BODY].n < 7" },
      { text: "[BODY].n == 9223372036854775807" },
      { text: "[BODY].n == 0xfe" },
      { text: "[BODY].n == any(0.5)" },
    ],
  },
  {
    id: "gatus-slash",
    warns: [{ text: "[BODY].url == pat(*/v2/*)", column: 20 }],
    silent: [{ text: "[BODY].url == pat(*v2*)" }, { text: "[BODY].url == a/b" }],
  },
  {
    id: "gatus-index-after-dot",
    warns: [{ text: "[BODY].list.[0] == 1", column: 12 }],
    silent: [{ text: "[BODY].list[0] == 1" }, { text: "[BODY][0] == 1" }],
  },
  {
    id: "gatus-unknown-placeholder",
    warns: [
      { text: "[HEADERS].server == x", column: 1 },
      { text: "[PHASE].tls < 100", column: 1 },
      { text: "has([CERTIFICATE_ISSUER]) == true", column: 1 },
      { text: "2 == [HTTP_VERSION]", column: 6 },
    ],
    silent: [{ text: "[STATUS] == 200" }],
  },
  {
    id: "not-equal-when-missing",
    warns: [
      { text: "[BODY].error != fatal", column: 1 },
      { text: "x != [CONTEXT].a", facts: SUITE, column: 6 },
    ],
    silent: [
      { text: "[BODY].error == fatal" },
      { text: "[BODY] != fatal" },
      { text: "has([BODY].error) != true" },
      { text: "[BODY].error != fatal", facts: { ...HTTP, allConditionsOfEndpoint: ["has([BODY].error) == true"] } },
    ],
  },
];

describe.each(rules)("$id", ({ id, warns, silent }) => {
  it.each(warns)("speaks of $text", ({ text, facts, column }) => {
    expect(check(text, facts)).toContain(`${id}@${column}`);
  });

  it.each(silent)("keeps silent about $text", ({ text, facts }) => {
    expect(check(text, facts).filter((found) => found.startsWith(`${id}@`))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";

import { assemble, problemLines } from "./helpers.ts";

const SECRET = "s3cr3t-value-xyz";

/** Every place of a configuration where a variable can make something wrong. */
const WRONG_TEXTS = [
  "${S}",
  "${S}: 1\n",
  "endpoints: ${S}\n",
  "endpoints:\n  - ${S}\n",
  "endpoints:\n  - {name: '${S}\"', url: '${S}', conditions: ['${S}']}\n",
  "endpoints:\n  - {name: a, url: 'http://${S} /', interval: ${S}, enabled: ${S}, retries: ${S}, method: 'a ${S}', conditions: ['${S}']}\n",
  "endpoints:\n  - {name: a, url: 'tcp://h:${S}', dns: {query-type: '${S}', query-name: a}, client: {dns-resolver: '${S}', network: '${S}', tunnel: '${S}', proxy-url: '${S}'}}\n",
  "endpoints:\n  - {name: a, url: 'http://a', conditions: ['a == b'], alerts: [{type: '${S}', on: '${S}'}], depends-on: ['${S}'], schedule: '${S}', tags: {'${S}': 1}}\n",
  "endpoints:\n  - {name: '${S}', url: 'http://a', conditions: ['a == b']}\n  - {name: '${S}', url: 'http://a', conditions: ['a == b']}\n",
  "tunneling: {'${S}': {type: '${S}', host: h}}\nendpoints: [{name: a, url: 'http://a', conditions: ['a == b'], client: {tunnel: x}}]\n",
  "alerting: {'${S}': {}, slack: {'${S}': '${S}'}}\n",
  "alerting: {slack: '${S}'}\n",
  "maintenance: {start: '${S}', duration: '${S}', timezone: '${S}', every: ['${S}'], cron: '${S}'}\n",
  "connectivity: {checker: {target: '${S}', targets: ['${S}']}}\n",
  "announcements: [{timestamp: '${S}', type: '${S}', message: a}]\n",
  "suites:\n  - {name: '${S}', endpoints: [{}]}\n  - {name: '${S}', endpoints: [{}]}\n",
  "storage: {type: '${S}', path: '${S}', retention: '${S}'}\n",
  "a: &a 1\nb: *${S}\n",
  "${S}: 1\n${S}: 2\n",
  'a: "${S}\n',
  "a: ${S}: ${S}: x\n",
  "- ${S}\n",
  "a: !${S} b\n",
];

describe("the value of a variable", () => {
  it.each(WRONG_TEXTS)("is in no message about %j", (text) => {
    const { problems } = assemble(text, {
      secrets: { S: SECRET },
      providers: (_, settings) => ({
        errors: [{ path: Object.keys(settings), message: `bad ${JSON.stringify(settings)}` }],
        unknownKeys: [Object.keys(settings)],
      }),
    });
    expect(problems.length).toBeGreaterThan(0);
    expect(problemLines({ problems }).join("\n")).not.toContain(SECRET);
  });

  it("is not in messages when it has line breaks and quotes either", () => {
    for (const value of [`${SECRET}\n${SECRET}`, `"${SECRET}`, `${SECRET}: ${SECRET}`, `'${SECRET}' "`, `[${SECRET}`]) {
      for (const text of WRONG_TEXTS) {
        const { problems } = assemble(text, { secrets: { S: value } });
        expect(problemLines({ problems }).join("\n")).not.toContain(SECRET);
      }
    }
  });
});

describe("a password in the file", () => {
  it("is not repeated", () => {
    const text =
      "endpoints:\n  - {name: a, url: 'foo://user:hunter2hunter2@h', conditions: [], ssh: {username: '', password: hunter2hunter2}, client: {proxy-url: 'nonsense hunter2hunter2'}}\n";
    expect(problemLines(assemble(text)).join("\n")).not.toContain("hunter2hunter2");
  });
});

describe("the list of secrets", () => {
  it("has secrets that were used, secret keys, and the tokens of headers", () => {
    const text =
      "endpoints: [{name: a, url: 'http://a/${S}', conditions: ['a == b'], headers: {Authorization: 'Bearer abc', X-Api-Key: def, Accept: ghi}, ssh: {username: u, password: jkl}}]\n" +
      "external-endpoints: [{name: x, token: mno}]\n";
    const { secretValues } = assemble(text, { secrets: { S: SECRET }, variables: { HOST: "public" } });
    expect(secretValues.toSorted()).toEqual(["abc", "def", "jkl", "mno", SECRET].toSorted());
  });
});

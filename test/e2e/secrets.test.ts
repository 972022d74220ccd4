// A storm of bad messages from the page, and canaries: secrets planted everywhere that must turn up nowhere.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REQUEST_CHANNELS } from "../../shared/ipc/channels.ts";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startDesktop } from "./harness/desktop.ts";
import type { Desktop } from "./harness/desktop.ts";
import { eventually } from "./harness/eventually.ts";
import { recordNotifications } from "./harness/notification-recorder.ts";
import type { NotificationRecorder } from "./harness/notification-recorder.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { ask } from "./harness/starts.ts";

const execute = promisify(execFile);

/** Each in its own place; none may be seen outside of it. */
const CANARIES = {
  environment: "canary-env-7f3a91c2",
  header: "canary-header-51be07d8",
  token: "canary-provider-0c9e44aa",
  userInfo: "canary-userinfo-b18d33f0",
  requestBody: "canary-request-96a2ee15",
  variable: "canary-variable-e64f19b7c2d85a03",
  responseBody: "canary-response-2d7740bc",
  responseHeader: "canary-answer-header-88f1",
} as const;

const VARIABLES = { SENTRAY_CANARY: CANARIES.environment, SENTRAY_CANARY_TOKEN: CANARIES.variable };

/** What the failing endpoint's page is for: the server's answer, and the request to repeat, whose body no rule knows to be secret. */
const SHOWN_ON_PURPOSE = ["responseBody in detail", "responseHeader in detail", "requestBody in curl"];

let desktop: Desktop;
let notifications: NotificationRecorder;
let site: Site;
let hook: Site;
let app: RunningApp;
let folder: string;

const KEY = "core_secretive";
const config = (): string => `
alerting:
  slack:
    webhook-url: "${hook.url}/services/${CANARIES.token}"
  custom:
    url: "${hook.url}/alert"
    method: POST
    headers: { Authorization: "Bearer ${CANARIES.token}" }
    body: '{"name": "[ENDPOINT_NAME]", "errors": "[RESULT_ERRORS]"}'
endpoints:
  - name: secretive
    group: core
    url: "http://someone:${CANARIES.userInfo}@127.0.0.1:${String(site.port)}/path/\${SENTRAY_CANARY_TOKEN}"
    method: POST
    body: '{"password": "${CANARIES.requestBody}"}'
    interval: 500ms
    headers:
      Authorization: "Bearer ${CANARIES.header}"
      X-Api-Key: "\${SENTRAY_CANARY}"
    alerts:
      - type: custom
        failure-threshold: 1
      - type: slack
        failure-threshold: 1
      - type: desktop
        failure-threshold: 1
    conditions:
      - "[STATUS] == 200"
      - "[BODY].user == nobody"
      - "[BODY].session != \${SENTRAY_CANARY_TOKEN}"
      - "[BODY].echo == pat(nothing*)"
`;

beforeAll(async () => {
  [site, hook] = await Promise.all([startSite(), startSite()]);
  site.answer = {
    status: 200,
    body: JSON.stringify({
      user: "somebody",
      session: CANARIES.responseBody,
      echo: CANARIES.variable,
      markup: "<img src=x onerror=alert(1)>",
    }),
    headers: { "x-session": CANARIES.responseHeader },
  };
  notifications = await recordNotifications();
  desktop = await startDesktop();
  folder = await mkdtemp(join(tmpdir(), "sentray-secrets-"));
  app = await launchApp({ config: config(), folder, environment: VARIABLES });
  await app.page
    .getByRole("link", { name: /secretive/ })
    .first()
    .waitFor();
});

afterAll(async () => {
  await app.close();
  await desktop.close();
  await notifications.close();
  await Promise.all([site.stop(), hook.stop()]);
  await rm(folder, { recursive: true, force: true });
});

describe("a storm of bad messages", () => {
  it("answers none of them, and goes on", async () => {
    const before = await ask(app, "app:get-preferences");
    const { answered, sent } = await app.page.evaluate(async (channels) => {
      const { api } = window as unknown as {
        readonly api: { request(channel: unknown, payload: unknown): Promise<{ readonly ok: boolean }> };
      };
      const cyclic: Record<string, unknown> = {};
      cyclic["self"] = cyclic;
      const hostile: readonly unknown[] = [
        null,
        0,
        -1,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1n,
        "",
        "x".repeat(100_000),
        [],
        [[]],
        true,
        new Date(Number.NaN),
        new Map([["key", "x"]]),
        { key: 5 },
        { key: null },
        { key: { toString: "x" } },
        { key: "a", extra: 1 },
        { __proto__: { key: "polluted" } },
        JSON.parse('{"__proto__":{"polluted":true}}'),
        { constructor: { prototype: { polluted: true } } },
        { kind: "nothing" },
        { scope: { kind: "everything", key: "x" } },
        { url: "javascript:1" },
        { key: "x", limit: 1e9 },
        { key: "x", limit: -1 },
        { keys: Array.from({ length: 6_000 }, () => "k"), fromMs: 0, toMs: 1 },
        { suggestedName: "../../x", format: "exe", content: "" },
        new Uint8Array(50_000),
        Array.from({ length: 20_000 }, (_, index) => index),
        { to: "file:///etc/passwd" },
        { heightPx: 1e308 },
        cyclic,
        new Error("x"),
        { id: "" },
      ];
      const names: readonly unknown[] = [
        ...channels,
        "",
        "app:quit ",
        "APP:QUIT",
        "__proto__",
        "constructor",
        "toString",
        "ELECTRON_BROWSER_REQUIRE",
        "electron:get",
        null,
        7,
        {},
      ];
      // What these channels take is nothing, or makes the app end: nothing else may make them act.
      const answered: string[] = [];
      let sent = 0;
      for (const name of names) {
        const jobs = hostile.map(async (payload, index) => {
          sent += 1;
          const reply = await api.request(name, payload).catch(() => ({ ok: false }));
          if (reply.ok) answered.push(`${String(name)} #${String(index)}`);
        });
        await Promise.all(jobs);
      }
      return { answered, sent };
    }, REQUEST_CHANNELS);
    expect(sent).toBeGreaterThan(1_500);
    // What has no members of its own is a change of no preference, and that is all that came of it.
    expect(answered.filter((what) => !what.startsWith("app:set-preferences"))).toEqual([]);
    expect(await ask(app, "app:get-preferences")).toEqual(before);
    expect(await app.electron.evaluate(() => "polluted" in {})).toBe(false);
    expect((await ask(app, "monitor:get-snapshot")).endpoints).toHaveLength(1);
  });
});

describe("canaries", () => {
  const canaries = Object.entries(CANARIES);

  it("were really used", async () => {
    await eventually("alerts", () => (hook.received.length >= 2 && notifications.shown.length > 0 ? true : null));
    expect(site.received.some((body) => body.includes(CANARIES.requestBody))).toBe(true);
  });

  it("are in no answer to the page, and in nothing that was notified", async () => {
    const answers: Readonly<Record<string, unknown>> = {
      snapshot: await ask(app, "monitor:get-snapshot"),
      detail: await ask(app, "endpoint:get-detail", { key: KEY }),
      results: await ask(app, "endpoint:get-results", { key: KEY, limit: 100 }),
      curl: await ask(app, "endpoint:get-curl", { key: KEY }),
      deliveries: await ask(app, "alert:get-deliveries", { key: KEY }),
      alerts: await ask(app, "alert:get-status", { key: KEY }),
      events: await ask(app, "history:get-events", { key: null, fromMs: 0, toMs: Date.now() + 1_000, limit: 1_000 }),
      notifications: notifications.shown,
      webhook: hook.received,
    };
    const found: string[] = [];
    for (const [place, answer] of Object.entries(answers)) {
      const text = JSON.stringify(answer, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
      for (const [name, canary] of canaries) if (text.includes(canary)) found.push(`${name} in ${place}`);
    }
    expect(found).toEqual(SHOWN_ON_PURPOSE);
  });

  it("are not in the page's memory", async () => {
    await app.page
      .getByRole("link", { name: /secretive/ })
      .first()
      .click();
    await app.page.getByRole("heading", { name: "secretive" }).waitFor();
    const session = await app.page.context().newCDPSession(app.page);
    let heap = "";
    session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => (heap += chunk));
    await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    await session.detach();
    // The snapshot holds the page's strings; a fact that is shown proves that it does.
    expect(heap.includes("secretive")).toBe(true);
    for (const [name, canary] of canaries) expect(heap.includes(canary), name).toBe(name.startsWith("response"));
  });

  /** Looks through all files of the app and returns their names. */
  const lookThroughFiles = async (): Promise<readonly string[]> => {
    const data = join(folder, "data");
    const names = (await readdir(data, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const entry of names) {
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      for (const [name, canary] of canaries) {
        expect(bytes.includes(canary), `${name} in ${path}`).toBe(false);
        expect(bytes.includes(Buffer.from(canary).toString("base64")), `${name} in base64 in ${path}`).toBe(false);
      }
    }
    return names.map(({ name }) => name);
  };

  it("are in no file that the app wrote", async () => {
    expect(await lookThroughFiles()).toEqual(expect.arrayContaining(["history.sqlite", "sentray.log"]));
  });

  it("are in no export of the history, and in no report for a bug tracker", async () => {
    const places = ["--data", join(folder, "data"), "--config", app.configFile];
    const ask = async (...words: readonly string[]): Promise<string> => {
      const cli = join(import.meta.dirname, "../../out/main/cli.js");
      const environment = { ...process.env, ...VARIABLES };
      const ended = execute(process.execPath, [cli, ...words, ...places], { env: environment, maxBuffer: 50_000_000, timeout: 30_000 });
      // The doctor ends with 1 where it finds something wrong with the machine; what it says counts all the same.
      return (await ended.catch((error: unknown) => error as { readonly stdout: string })).stdout;
    };
    const report = join(folder, "report.txt");
    const texts = [await ask("export"), await ask("export", "--format", "json"), await ask("doctor", "--bundle", report)];
    for (const [index, text] of [...texts, await readFile(report, "utf8")].entries()) {
      expect(text.length, String(index)).toBeGreaterThan(100);
      for (const [name, canary] of canaries) expect(text.includes(canary), `${name} in ${String(index)}`).toBe(false);
    }
  });

  it("are in no dump when page and app crash, because none is written", async () => {
    const pageId = await app.electron.evaluate(
      ({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === "Tab")?.pid ?? 0,
    );
    expect(pageId).toBeGreaterThan(0);
    process.kill(pageId, "SIGSEGV");
    await eventually("the page again", async () => {
      const now = await app.electron.evaluate(({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === "Tab")?.pid ?? 0);
      return now > 0 && now !== pageId ? true : null;
    });
    const main = app.electron.process();
    const gone = once(main, "exit");
    main.kill("SIGSEGV");
    await gone;
    const names = await lookThroughFiles();
    expect(names.filter((name) => /\.dmp$|^core(?:\.|$)/u.test(name))).toEqual([]);
  });
});

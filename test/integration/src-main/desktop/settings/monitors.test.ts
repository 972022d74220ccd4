import { describe, expect, it, onTestFinished } from "vitest";

import type { PlainMapping } from "../../../../../shared/model/settings.ts";
import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { settingsBench } from "./settings-bench.ts";
import type { SettingsBench } from "./settings-bench.ts";

const EMPTY = "endpoints: []\n";

async function server(body: string, type = "application/json", status = 200): Promise<string> {
  const web = await serveHttp((request, response) => {
    response.writeHead(status, { "content-type": type, "set-cookie": "session=abc", "x-echo": String(request.headers["x-token"] ?? "") });
    response.end(body);
  });
  onTestFinished(() => web.close());
  return `http://127.0.0.1:${web.port}`;
}

async function tried(bench: SettingsBench, value: PlainMapping) {
  return await bench.get("settings:try", { tryId: "t", value });
}

describe("a try", () => {
  it("shows what came back, its values and conditions", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const url = await server(`{"status": "UP", "items": [{"id": 7}]}`);
    const report = await tried(bench, { name: "x", url, conditions: ["[STATUS] == 200", "[BODY].items[0].id == 8"] });
    expect(report).toMatchObject({
      tryId: "t",
      bodyKind: "json",
      result: { status: 200, connected: true, conditions: [{ success: true, display: "[STATUS] (200) == 200" }, { success: false }] },
      paths: [
        { operand: "[BODY].status", type: "string", value: "UP", condition: "[BODY].status == UP" },
        { operand: "len([BODY].items)", type: "array", value: "1" },
        { operand: "[BODY].items[0]", type: "object" },
        { operand: "[BODY].items[0].id", type: "number", value: "7", condition: "[BODY].items[0].id == 7" },
      ],
      proposedConditions: ["[STATUS] == 200", "[BODY].status == UP"],
    });
    expect(report.result.phases.firstByteMs).toBeGreaterThan(0);
  });

  it("needs no conditions, follows no alerts, and works on what is not saved", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const report = await tried(bench, { url: await server("hello", "text/plain"), alerts: [{ type: "nonsense" }], interval: "soon" });
    expect(report).toMatchObject({ bodyKind: "text", extras: { bodyText: "hello" }, paths: [] });
  });

  it("uses secrets without showing them", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    await bench.get("settings:set-secret", { name: "API_TOKEN", value: "very-secret-value" });
    const url = await server(`{"a": 1}`);
    const report = await tried(bench, { url, headers: { "X-Token": "${API_TOKEN}" }, conditions: ["[HEADERS].x-echo == 1"] });
    expect(JSON.stringify(report)).not.toContain("very-secret-value");
    expect(JSON.stringify(report.extras.headers)).toContain("x-echo");
    const check = await bench.get("settings:check-condition", {
      text: "[HEADERS].x-echo == 1",
      kind: "HTTP",
      insideSuite: false,
      all: [],
      tryId: "t",
    });
    expect(JSON.stringify(check)).not.toContain("very-secret-value");
  });

  it("bounds what it shows", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const report = await tried(bench, { url: await server("x".repeat(400_000), "text/plain") });
    expect(report.extras.bodyText).toHaveLength(256 * 1024);
    expect(report.extras.bodyTruncated).toBe(true);
  });

  it("tells of bytes that they are no text", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const report = await tried(bench, { url: await server("\0\u0001\u0002".repeat(100), "application/octet-stream") });
    expect(report).toMatchObject({ bodyKind: "binary", extras: { bodyText: "" } });
  });

  it("says why an entry could not even be tried", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const reply = await bench.ask("settings:try", { tryId: "t", value: { url: "gopher://example.org" } });
    expect(reply).toMatchObject({ ok: false, error: { code: "config_invalid" } });
  });

  it("ends when it is cancelled", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const hanging = await serveHttp(() => void bench.get("settings:cancel-try", { tryId: "t" }));
    onTestFinished(() => hanging.close());
    const reply = await bench.ask("settings:try", { tryId: "t", value: { url: `http://127.0.0.1:${hanging.port}` } });
    expect(reply).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });

  it("says that nobody answers", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const gone = await serveHttp(() => undefined);
    await gone.close();
    const report = await tried(bench, { url: `tcp://127.0.0.1:${gone.port}` });
    expect(report).toMatchObject({
      bodyKind: "none",
      result: { connected: false, outcome: "failing" },
      proposedConditions: ["[CONNECTED] == true"],
    });
  });
});

describe("a condition that is being typed", () => {
  it("is judged, with the place of a mistake, against the last answer", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    await tried(bench, { url: await server(`{"n": 3}`) });
    const check = async (text: string) =>
      await bench.get("settings:check-condition", { text, kind: "HTTP", insideSuite: false, all: [text], tryId: "t" });
    expect(await check("[BODY].n > 2")).toEqual({ isValid: true, findings: [], current: { success: true, display: "[BODY].n (3) > 2" } });
    expect(await check("[BODY].n > 5")).toMatchObject({ isValid: true, current: { success: false } });
    expect(await check("[BODY].n")).toMatchObject({ isValid: false, findings: [{ severity: "error" }], current: null });
    expect((await check("[STATS] == 200")).findings).toContainEqual(
      expect.objectContaining({ severity: "warning", column: 1, message: expect.stringContaining("[STATS]") as unknown }),
    );
  });

  it("is completed with the language, the paths and the headers of the last answer", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    await tried(bench, { url: await server(`{"n": 3}`) });
    const labels = (await bench.get("settings:get-completions", { kind: "HTTP", insideSuite: false, tryId: "t" })).map(
      ({ label }) => label,
    );
    expect(labels).toEqual(expect.arrayContaining(["[STATUS]", "len(…)", "==", "[BODY].n", "[HEADERS].content-type"]));
    const others = (await bench.get("settings:get-completions", { kind: "DNS", insideSuite: false, tryId: null })).map(
      ({ label }) => label,
    );
    expect(others).toContain("[DNS_RCODE]");
    expect(others).not.toContain("[STATUS]");
  });
});

describe("an alert channel", () => {
  it("has a form for each", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const forms = await bench.get("settings:describe-providers", undefined);
    expect(forms.length).toBeGreaterThanOrEqual(41);
    expect(forms.find(({ type }) => type === "slack")?.keys).toContainEqual(
      expect.objectContaining({ key: "webhook-url", required: true, secret: true }),
    );
  });

  it("is tested as its form says, before it is saved, and shows no secret", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const received: string[] = [];
    const hook = await serveHttp((request, response) => {
      received.push(request.url ?? "");
      response.writeHead(received.length > 1 ? 403 : 200).end("thanks");
    });
    onTestFinished(() => hook.close());
    const block = { "webhook-url": `http://127.0.0.1:${hook.port}/services/verysecretpath` };
    const test = { provider: "slack", block, key: null, group: "", resolved: false, dryRun: true };
    const shown = await bench.get("settings:test-alert", test);
    expect(received).toEqual([]);
    expect(shown.outcome).toBeNull();
    expect(shown.requests).toHaveLength(1);
    const sent = await bench.get("settings:test-alert", { ...test, dryRun: false });
    expect(received).toEqual(["/services/verysecretpath"]);
    expect(sent).toMatchObject({ outcome: { delivered: true } });
    expect(await bench.get("settings:test-alert", { ...test, dryRun: false })).toMatchObject({ outcome: { delivered: false } });
    expect(JSON.stringify([shown, sent])).not.toContain("verysecretpath");
  });

  it("without what it needs cannot be tested", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    const test = { provider: "slack", block: {}, key: null, group: "", resolved: false, dryRun: false };
    expect(await bench.ask("settings:test-alert", test)).toMatchObject({ ok: false, error: { code: "config_invalid" } });
    expect(await bench.ask("settings:test-alert", { ...test, key: "_nobody" })).toMatchObject({ ok: false });
  });
});

describe("what was typed", () => {
  it("becomes proposals", async () => {
    const bench = await settingsBench({ files: { "config.yaml": EMPTY } });
    expect(await bench.get("settings:infer", { text: "example.org\nnonsense!" })).toMatchObject([
      { ok: true, kind: "HTTP" },
      { ok: false },
    ]);
  });
});

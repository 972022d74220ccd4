import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { SETTINGS_CHANNELS } from "../../../../../shared/ipc/settings-channels.ts";
import type { SettingsChannel } from "../../../../../shared/ipc/settings-channels.ts";
import { SETTINGS_SCHEMAS } from "../../../../../shared/ipc/settings-contract.ts";
import { createTranslator } from "../../../../../shared/i18n/create.ts";
import type { ExitCode, Output } from "../../../../../src-main/cli/output.ts";
import { runSecret } from "../../../../../src-main/cli/secret.ts";
import { openSecretFile } from "../../../../../src-main/platform/secret-file.ts";
import type { SecretCipher } from "../../../../../src-main/platform/secret-file.ts";
import { LOCKS } from "../../../../helpers/file-locks.ts";
import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { STATUSES, kumaDatabase } from "./import-sources.ts";
import { NO_KEYRING, TURNING_KEYRING } from "./keyrings.ts";
import { settingsBench } from "./settings-bench.ts";
import type { SettingsBench } from "./settings-bench.ts";

const PATIENTLY = { timeout: 10_000, interval: 20 };
const SILENT_OUTPUT: Output = {
  out: () => undefined,
  err: () => undefined,
  isTerminal: false,
  hasColour: false,
  flushed: () => Promise.resolve(true),
};

/** A file where the folder of backups should be: no save can be kept, for root neither. */
async function blockBackups({ folder }: SettingsBench): Promise<void> {
  await rm(join(folder, "data", "backups"), { recursive: true, force: true });
  await writeFile(join(folder, "data", "backups"), "");
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => await readFile(join(parentPath, name), "utf8")),
  );
}

const CONFIG = `alerting:
  slack:
    webhook-url: "https://hooks.slack.com/services/T/B/secretpart" # ours
endpoints:
  - name: a
    enabled: false
    tags: [x]
    url: https://a.invalid
    conditions: ["[STATUS] == 200"]
`;

describe("secrets", () => {
  it("are set and known by name, and are nowhere in the clear", async () => {
    const bench = await settingsBench({
      files: { "config.yaml": CONFIG.replace("https://a.invalid", "https://a.invalid/${KEY}/${OTHER}") },
    });
    const overview = await bench.get("settings:set-secret", { name: "KEY", value: "the-value-itself" });
    expect(overview).toMatchObject({
      protection: "keyring",
      secrets: [{ name: "KEY", isReadable: true, isShadowed: false, usedInFiles: [bench.configFile] }],
      missing: ["OTHER"],
    });
    expect(JSON.stringify(overview)).not.toContain("the-value-itself");
    expect(await readFile(bench.secretsFile, "utf8")).not.toContain("the-value-itself");
    expect((await stat(bench.secretsFile)).mode & 0o777).toBe(0o600);
    expect(bench.open.monitor.configOf("_a")?.url).toBe("https://a.invalid/the-value-itself/");
    const text = (await readFile(bench.configFile, "utf8")).replace("tags: [x]", "tags: [y]");
    const { revision: base } = await bench.get("settings:get-config", undefined);
    const save = { base, file: bench.configFile, text, isPreview: false, reason: "tags" };
    expect(await bench.get("settings:save-text", save)).toMatchObject({ outcome: "saved" });
    const backups = await filesBelow(join(bench.folder, "data", "backups"));
    expect(backups.join("")).toContain("${KEY}");
    expect(backups.join("")).not.toContain("the-value-itself");
    expect(await bench.get("settings:remove-secret", { name: "KEY" })).toMatchObject({ secrets: [], missing: ["KEY", "OTHER"] });
    expect(await bench.ask("settings:remove-secret", { name: "KEY" })).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("are refused without a keyring until the user agrees", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG }, keyring: NO_KEYRING });
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({
      protection: "none",
      backend: "basic_text",
      isWeakAccepted: false,
    });
    expect(await bench.ask("settings:set-secret", { name: "KEY", value: "v" })).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
    expect(await bench.get("settings:accept-weak-secrets", { accepted: true })).toMatchObject({ protection: "weak" });
    expect(await bench.get("settings:set-secret", { name: "KEY", value: "v" })).toMatchObject({ secrets: [{ name: "KEY" }] });
  });

  it("that the command line changes are used by what runs, and the window hears of it", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG.replace("https://a.invalid", "https://a.invalid/${KEY}") } });
    const elsewhere = openSecretFile(bench.secretsFile, () => TURNING_KEYRING, LOCKS);
    const command = async (action: "set" | "rm", value: string): Promise<ExitCode> =>
      await runSecret({ action, secretName: "KEY" }, elsewhere, () => Promise.resolve(value), SILENT_OUTPUT, createTranslator("en"));
    const url = (): string | undefined => bench.open.monitor.configOf("_a")?.url;
    expect(url()).toBe("https://a.invalid/");
    expect(await command("set", "first\n")).toBe(0);
    await vi.waitFor(() => expect(url()).toBe("https://a.invalid/first"), PATIENTLY);
    await vi.waitFor(() => expect(bench.announced).not.toEqual([]), PATIENTLY);
    expect(await command("set", "second\n")).toBe(0);
    await vi.waitFor(() => expect(url()).toBe("https://a.invalid/second"), PATIENTLY);
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({ secrets: [{ name: "KEY" }], missing: [] });
    expect(await command("rm", "")).toBe(0);
    await vi.waitFor(() => expect(url()).toBe("https://a.invalid/"), PATIENTLY);
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({ secrets: [], missing: ["KEY"] });
  });

  it("of a name that is there already have their old value when the save fails", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    await bench.get("settings:set-secret", { name: "SLACK", value: "the old one" });
    await blockBackups(bench);
    expect(
      await bench.ask("settings:apply-edits", {
        base: await bench.revision(),
        edits: [{ op: "keep-secret", target: { kind: "root", file: null }, path: ["alerting", "slack", "webhook-url"], name: "SLACK" }],
        shared: "ask",
        reason: "keep a secret",
      }),
    ).toMatchObject({ ok: false });
    expect(openSecretFile(bench.secretsFile, () => TURNING_KEYRING, LOCKS).get("SLACK")).toBe("the old one");
    expect(await bench.read()).toBe(CONFIG);
  });

  it("are taken out of the text, and it goes on meaning the same", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    const outcome = await bench.get("settings:apply-edits", {
      base: await bench.revision(),
      edits: [{ op: "keep-secret", target: { kind: "root", file: null }, path: ["alerting", "slack", "webhook-url"], name: "SLACK" }],
      shared: "ask",
      reason: "keep a secret",
    });
    expect(outcome).toMatchObject({ outcome: "saved", problems: [] });
    expect(await bench.read()).toBe(CONFIG.replace("https://hooks.slack.com/services/T/B/secretpart", "${SLACK}"));
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({ secrets: [{ name: "SLACK" }], missing: [] });
  });

  it("stay in the text where they could not be kept", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG }, keyring: NO_KEYRING });
    const reply = await bench.ask("settings:apply-edits", {
      base: await bench.revision(),
      edits: [{ op: "keep-secret", target: { kind: "root", file: null }, path: ["alerting", "slack", "webhook-url"], name: "SLACK" }],
      shared: "ask",
      reason: "keep a secret",
    });
    expect(reply).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(await bench.read()).toBe(CONFIG);
  });
});

describe("an import", () => {
  it("of an Uptime Kuma database shows what comes over, and adds what was chosen", async () => {
    const bench = await settingsBench({
      files: {
        "config.yaml":
          'endpoints:\n  - name: web\n    group: prod\n    enabled: false\n    url: https://old.invalid\n    conditions: ["[STATUS] == 200"]\n',
      },
    });
    bench.dialogs.file = join(bench.folder, "kuma.db");
    kumaDatabase(bench.dialogs.file);
    const preview = await bench.get("settings:choose-import", { kind: "uptime-kuma" });
    expect(preview).toMatchObject({
      kind: "uptime-kuma-database",
      source: "kuma.db",
      entries: [
        { id: 0, existsAlready: true, value: { name: "web", group: "prod", tags: ["team:a"], enabled: false, alerts: [{ type: "ntfy" }] } },
        { id: 1, existsAlready: false, value: { name: "db", url: "tcp://db.invalid:5432" } },
      ],
      providers: [{ type: "ntfy", value: { topic: "ops", token: "•••" } }],
      refusals: [{ what: "box" }],
    });
    const chosen = { importId: preview?.importId ?? "", entries: [0, 1], providers: ["ntfy"], reason: "import" };
    expect(await bench.get("settings:apply-import", chosen)).toMatchObject({ outcome: "saved" });
    const text = await bench.read();
    expect(text).toContain("name: web 2");
    expect(text).toContain('token: "${NTFY_TOKEN}"');
    expect(text).not.toContain("tk_secret");
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({ secrets: [{ name: "NTFY_TOKEN" }], missing: [] });
    expect(await bench.ask("settings:apply-import", chosen)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it.each<[string, (bench: SettingsBench) => Promise<unknown> | void, object]>([
    ["the file cannot be backed up", blockBackups, { ok: false, error: { code: "config_unreadable" } }],
    [
      "the configuration would have errors",
      (bench) => void (bench.dialogs.file = join(bench.folder, "broken.yaml")),
      { ok: true, value: { outcome: "invalid" } },
    ],
  ])("leaves no secret behind when %s", async (_name, spoil, refused) => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    const entry = (name: string, interval: string): string =>
      `alerting:\n  telegram: {token: "123456:telegram-token-value", id: "7"}\nendpoints:\n  - name: ${name}\n    url: https://g.invalid\n    enabled: false\n    headers: {Authorization: "Bearer header-token-value"}\n    interval: ${interval}\n    conditions: ["[STATUS] == 200"]\n`;
    await writeFile(join(bench.folder, "fine.yaml"), entry("fine", "1m"));
    await writeFile(join(bench.folder, "broken.yaml"), entry("broken", "never"));
    bench.dialogs.file = join(bench.folder, "fine.yaml");
    await spoil(bench);
    const preview = await bench.get("settings:choose-import", { kind: "gatus-file" });
    const chosen = { importId: preview?.importId ?? "", entries: [0], providers: ["telegram"], reason: "import" };
    expect(await bench.ask("settings:apply-import", chosen)).toMatchObject(refused);
    expect(await bench.get("settings:get-secrets", undefined)).toMatchObject({ secrets: [] });
    expect(openSecretFile(bench.secretsFile, () => TURNING_KEYRING, LOCKS).list()).toEqual([]);
    expect(await bench.read()).toBe(CONFIG);
  });

  it("leaves no secret behind when the keyring fails at the second one", async () => {
    let sealed = 0;
    const failing: SecretCipher = {
      ...TURNING_KEYRING,
      seal: (value) => {
        sealed += 1;
        if (sealed > 1) throw new Error(`locked while sealing ${value}`);
        return TURNING_KEYRING.seal(value);
      },
    };
    const bench = await settingsBench({ files: { "config.yaml": CONFIG }, keyring: failing });
    bench.dialogs.file = join(bench.folder, "gatus.yaml");
    const channels =
      'telegram: {token: "123456:telegram-token-value", id: "7"}, discord: {webhook-url: "https://discord.com/api/webhooks/1/x"}';
    await writeFile(bench.dialogs.file, `alerting: {${channels}}\n`);
    const preview = await bench.get("settings:choose-import", { kind: "gatus-file" });
    const chosen = { importId: preview?.importId ?? "", entries: [], providers: ["telegram", "discord"], reason: "import" };
    const reply = await bench.ask("settings:apply-import", chosen);
    expect(reply).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(JSON.stringify(reply)).not.toContain("telegram-token-value");
    expect(sealed).toBe(2);
    expect(openSecretFile(bench.secretsFile, () => TURNING_KEYRING, LOCKS).list()).toEqual([]);
    expect(await bench.read()).toBe(CONFIG);
  });

  it("leaves the database alone", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    const file = join(bench.folder, "kuma.db");
    kumaDatabase(file);
    const before = await readFile(file);
    bench.dialogs.file = file;
    await bench.get("settings:choose-import", { kind: "uptime-kuma" });
    expect(await readFile(file)).toEqual(before);
  });

  it.each<[string, (file: string) => Promise<unknown> | void]>([
    ["another database", (file) => void new Database(file).exec("CREATE TABLE x (y)").close()],
    ["a damaged database", async (file) => await writeFile(file, `SQLite format 3\0${"x".repeat(4_000)}`)],
    ["a picture", async (file) => await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))],
    ["nothing", async (file) => await writeFile(file, "")],
    ["a folder", async (file) => await mkdir(file)],
    ["what is not there", () => undefined],
  ])("of %s is refused", async (_name, make) => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    bench.dialogs.file = join(bench.folder, "import");
    await make(bench.dialogs.file);
    expect(await bench.ask("settings:choose-import", { kind: "uptime-kuma" })).toMatchObject({ ok: false, error: { code: "bad_request" } });
  });

  it("of a Gatus folder, and of nothing when the dialog is closed", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    expect(await bench.get("settings:choose-import", { kind: "gatus-file" })).toBeNull();
    bench.dialogs.folder = join(bench.folder, "gatus");
    await mkdir(bench.dialogs.folder);
    await writeFile(
      join(bench.dialogs.folder, "a.yaml"),
      'endpoints:\n  - name: from gatus\n    url: https://g.invalid\n    conditions: ["[STATUS] == 200"]\n',
    );
    expect(await bench.get("settings:choose-import", { kind: "gatus-folder" })).toMatchObject({
      entries: [{ value: { name: "from gatus" } }],
    });
  });

  it("of a running Gatus asks its address", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    const gatus = await serveHttp((request, response) => {
      const isStatuses = request.url?.startsWith("/api/v1/endpoints/statuses") === true;
      response.writeHead(isStatuses ? 200 : 404).end(JSON.stringify(STATUSES));
    });
    onTestFinished(() => gatus.close());
    const preview = await bench.get("settings:import-url", { url: `http://127.0.0.1:${gatus.port}/` });
    expect(preview).toMatchObject({
      kind: "gatus-api",
      entries: [
        { isIncomplete: true, value: { name: "x", group: "g", enabled: false } },
        {
          isIncomplete: true,
          value: { name: "shop", url: "https://shop.invalid", enabled: false, conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 300"] },
          notes: [{ message: "The address is a guess from the host's name." }],
        },
      ],
      refusals: [{ what: { message: "1 statuses" } }],
    });
    expect(
      await bench.get("settings:apply-import", { importId: preview.importId, entries: [0], providers: [], reason: "import" }),
    ).toMatchObject({
      outcome: "saved",
    });
    expect(await bench.ask("settings:import-url", { url: "file:///etc/passwd" })).toMatchObject({
      ok: false,
      error: { code: "bad_request" },
    });
    expect(await bench.ask("settings:import-url", { url: `http://127.0.0.1:${gatus.port}/deep/` })).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
  });
});

describe("an export for Gatus", () => {
  it("is written where the user says, but never over the configuration", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    const preview = await bench.get("settings:preview-export", undefined);
    expect(preview).toMatchObject({ files: [{ name: "config.yaml" }], removed: [{ path: "endpoints[0].tags", line: 7 }] });
    expect(await bench.get("settings:export-gatus", undefined)).toEqual({ saved: false });
    bench.dialogs.save = join(bench.folder, "export.yaml");
    expect(await bench.get("settings:export-gatus", undefined)).toEqual({ saved: true });
    expect(await readFile(bench.dialogs.save, "utf8")).toBe(CONFIG.replace("    tags: [x]\n", ""));
    bench.dialogs.save = bench.configFile;
    expect(await bench.ask("settings:export-gatus", undefined)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });
});

describe("a request of the wrong shape", () => {
  const WRONG: readonly unknown[] = [
    null,
    "x",
    3,
    [],
    { unknown: true },
    { file: 3 },
    { id: {} },
    { base: "x", edits: [{ op: "explode" }], shared: "ask", reason: "x" },
  ];

  it.each([...SETTINGS_CHANNELS])("is refused on %s", async (channel: SettingsChannel) => {
    const isRefused = (payload: unknown): boolean => !SETTINGS_SCHEMAS[channel].safeParse(payload).success;
    expect(WRONG.filter((payload) => !isRefused(payload))).toEqual([]);
  });

  it("reaches no handler", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    for (const channel of SETTINGS_CHANNELS) {
      expect(await bench.send(channel, { unknown: true })).toMatchObject({ ok: false, error: { code: "bad_request" } });
    }
    expect(await bench.read()).toBe(CONFIG);
  });

  it.each<[string, SettingsChannel, unknown]>([
    ["a value nested without end", "settings:try", { tryId: "t", value: deep(200) }],
    ["a name of a secret that is none", "settings:set-secret", { name: "a b", value: "x" }],
    ["an empty secret", "settings:set-secret", { name: "A", value: "" }],
    ["a path into nothing", "settings:get-value", { target: { kind: "root", file: null }, path: [-1] }],
    ["a backup outside of its folder", "settings:restore-backup", { id: 3 }],
  ])("is %s", async (_name, channel, payload) => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    expect(await bench.send(channel, payload)).toMatchObject({ ok: false, error: { code: "bad_request" } });
  });

  it("that names foreign files reads none", async () => {
    const bench = await settingsBench({ files: { "config.yaml": CONFIG } });
    expect(await bench.ask("settings:get-file", { file: "/etc/passwd" })).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(await bench.ask("settings:check-text", { file: "/etc/passwd", text: "" })).toMatchObject({ ok: false });
    expect(await bench.ask("settings:get-backup", { id: "../../secrets" })).toMatchObject({ ok: false, error: { code: "not_found" } });
    const target = { kind: "root", file: "/etc/passwd" } as const;
    expect(await bench.ask("settings:get-value", { target, path: [] })).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

function deep(levels: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}

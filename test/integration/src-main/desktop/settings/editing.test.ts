import { chmod, readdir, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import type { EntryRef } from "../../../../../shared/model/settings.ts";
import { settingsBench } from "./settings-bench.ts";

const CONFIG = `# mine
endpoints:
  - name: shop # important
    enabled: false
    url: https://shop.invalid
    conditions: ["[STATUS] == 200"]
  - name: blog
    group: web
    enabled: false
    url: https://blog.invalid
    conditions: ["[STATUS] == 200"]
`;

async function bench(files: Readonly<Record<string, string>> = { "config.yaml": CONFIG }) {
  const made = await settingsBench({ files });
  const { entries } = await made.get("settings:get-config", undefined);
  const [shop, blog] = entries.map(({ ref }) => ref);
  if (shop === undefined || blog === undefined) throw new Error("two entries were expected");
  return { ...made, shop, blog };
}

describe("the configuration in the settings", () => {
  it("is listed with what a list shows", async () => {
    const { get, configFile } = await bench();
    expect(await get("settings:get-config", undefined)).toMatchObject({
      path: configFile,
      isFolder: false,
      files: [{ file: configFile, isWritable: true, isEditable: true, topKeys: ["endpoints"] }],
      entries: [
        { ref: { index: 0, name: "shop" }, line: 3, key: "_shop", kind: "HTTP", enabled: false },
        { ref: { index: 1, name: "blog", group: "web" }, key: "web_blog" },
      ],
      undoable: null,
    });
  });

  it("is saved with everything else as it was, and takes effect", async () => {
    const { set, shop, read, open } = await bench();
    expect(await set(shop, ["interval"], "5m")).toMatchObject({ outcome: "saved", rebased: false });
    expect(await read()).toBe(CONFIG.replace(`200"]\n  - name: blog`, `200"]\n    interval: 5m\n  - name: blog`));
    await open.reload();
    expect(open.monitor.configOf("_shop")?.intervalMs).toBe(300_000);
  });

  it("is not saved when it would have errors", async () => {
    const { set, shop, read } = await bench();
    expect(await set(shop, ["interval"], "soon")).toMatchObject({ outcome: "invalid", problems: [{ severity: "error" }] });
    expect(await read()).toBe(CONFIG);
  });

  it("may be mended step by step when it has errors", async () => {
    const broken = CONFIG.replace("enabled: false", "enabled: perhaps").replace("group: web", "group: [web]");
    const { set, shop, get, open } = await bench({ "config.yaml": broken });
    expect(await set(shop, ["enabled"], "no")).toMatchObject({ outcome: "saved" });
    await open.reload();
    expect((await get("settings:get-config", undefined)).problems.filter(({ severity }) => severity === "error")).toHaveLength(1);
  });

  it("keeps its mode, and a link stays a link", async () => {
    const { set, shop, configFile, folder, read } = await bench();
    await chmod(configFile, 0o640);
    await set(shop, ["interval"], "5m");
    expect((await stat(configFile)).mode & 0o777).toBe(0o640);
    expect((await readdir(join(folder, "config"))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    await symlink(configFile, join(folder, "link.yaml"));
    expect(await read()).toContain("interval: 5m");
  });

  it("is edited on what somebody else wrote meanwhile", async () => {
    const { get, revision, write, read, blog } = await bench();
    const base = await revision();
    await write(
      `# a new first line\n${CONFIG.replace("  - name: shop # important", '  - name: other\n    url: https://other.invalid\n    enabled: false\n    conditions: ["[STATUS] == 200"]\n  - name: shop # important')}`,
    );
    const outcome = await get("settings:apply-edits", {
      base,
      edits: [{ op: "set", target: { kind: "entry", entry: blog }, path: ["interval"], value: "9m" }],
      shared: "ask",
      reason: "slower",
    });
    expect(outcome).toMatchObject({ outcome: "saved", rebased: true });
    expect(await read()).toContain("# a new first line");
    expect((await read()).indexOf("interval: 9m")).toBeGreaterThan((await read()).indexOf("name: blog"));
  });

  it("is refused with the difference when the same place was changed meanwhile", async () => {
    const { get, revision, write, read, shop } = await bench();
    const base = await revision();
    const theirs = CONFIG.replace("https://shop.invalid", "https://theirs.invalid");
    await write(theirs);
    const outcome = await get("settings:apply-edits", {
      base,
      edits: [{ op: "set", target: { kind: "entry", entry: shop }, path: ["url"], value: "https://mine.invalid" }],
      shared: "ask",
      reason: "mine",
    });
    expect(outcome).toMatchObject({ outcome: "conflict", diffs: [{ hunks: [{ after: ["    url: https://theirs.invalid"] }] }] });
    expect(await read()).toBe(theirs);
  });

  it("is taken back, again and again", async () => {
    const { set, shop, get, read } = await bench();
    await set(shop, ["interval"], "5m");
    await set(shop, ["name"], "store");
    expect((await get("settings:get-config", undefined)).undoable).toBe("set a value");
    expect(await get("settings:undo", undefined)).toMatchObject({ outcome: "saved" });
    expect(await get("settings:undo", undefined)).toMatchObject({ outcome: "saved" });
    expect(await read()).toBe(CONFIG);
  });

  it("is not taken back over what somebody else wrote", async () => {
    const { set, shop, get, ask, read, write } = await bench();
    expect(await ask("settings:undo", undefined)).toMatchObject({ ok: false, error: { code: "not_found" } });
    await set(shop, ["interval"], "5m");
    const theirs = `${await read()}# theirs\n`;
    await write(theirs);
    expect(await get("settings:undo", undefined)).toMatchObject({ outcome: "conflict" });
    expect(await read()).toBe(theirs);
  });

  it("has twenty backups, and each can be put back", async () => {
    const { set, shop, get, read, folder } = await bench();
    for (let count = 1; count <= 22; count += 1) await set(shop, ["interval"], `${count}m`);
    const backups = await get("settings:list-backups", undefined);
    expect(backups).toHaveLength(20);
    const oldest = backups.at(-1);
    expect(await get("settings:get-backup", { id: oldest?.id ?? "" })).toMatchObject([{ hunks: [{ after: ["    interval: 2m"] }] }]);
    expect(await get("settings:restore-backup", { id: oldest?.id ?? "" })).toMatchObject({ outcome: "saved" });
    expect(await read()).toContain("interval: 2m");
    expect((await stat(join(folder, "data", "backups"))).mode & 0o777).toBe(0o700);
  }, 60_000);

  it("of several files is changed in the file that has the entry", async () => {
    const files = {
      "a.yaml": CONFIG,
      "sub/b.yaml":
        'endpoints:\n  - name: far\n    enabled: false\n    url: https://far.invalid\n    conditions: ["[CONNECTED] == true"]\n',
    };
    const { get, set, read } = await bench(files);
    const far = (await get("settings:get-config", undefined)).entries.find(({ ref }) => ref.name === "far")?.ref as EntryRef;
    expect(await set(far, ["interval"], "7m")).toMatchObject({ outcome: "saved", diffs: [{ file: far.file }] });
    expect(await read("sub/b.yaml")).toContain("interval: 7m");
    expect(await read("a.yaml")).toBe(CONFIG);
  });

  it("is previewed without being written", async () => {
    const { get, revision, shop, read } = await bench();
    const edits = [{ op: "delete-entry" as const, entry: shop }];
    const outcome = await get("settings:preview-edits", { base: await revision(), edits, shared: "ask", reason: "x" });
    expect(outcome).toMatchObject({ outcome: "unsaved", diffs: [{ hunks: [{ beforeLine: 3, after: [] }] }] });
    expect(await read()).toBe(CONFIG);
  });

  it("is checked while it is typed: a newer text takes an older one's place", async () => {
    const { ask, configFile } = await bench();
    const texts = ["endpoints: 1\n", "endpoints: 2\n", "endpoints: [\n"];
    const replies = await Promise.all(texts.map((text) => ask("settings:check-text", { file: configFile, text })));
    const cancelled = { ok: false, error: { code: "cancelled" } };
    expect(replies).toMatchObject([cancelled, cancelled, { ok: true, value: [{ severity: "error" }] }]);
    // Nothing of the older ones is left behind.
    expect(await ask("settings:check-text", { file: configFile, text: "endpoints: 1\n" })).toMatchObject({ ok: true });
  });

  it("is saved as text, checked while it is typed, and never over another text", async () => {
    const { get, revision, configFile, read, write } = await bench();
    const base = await revision();
    expect(await get("settings:check-text", { file: configFile, text: "endpoints: 3\n" })).toContainEqual(
      expect.objectContaining({ severity: "error", line: 1, path: "endpoints" }),
    );
    const text = CONFIG.replace("# mine", "# still mine");
    expect(await get("settings:save-text", { base, file: configFile, text, isPreview: true, reason: "edit" })).toMatchObject({
      outcome: "unsaved",
    });
    expect(await get("settings:save-text", { base, file: configFile, text, isPreview: false, reason: "edit" })).toMatchObject({
      outcome: "saved",
    });
    expect(await read()).toBe(text);
    await write(`${text}# theirs\n`);
    expect(
      await get("settings:save-text", {
        base: await revision(),
        file: configFile,
        text: "endpoints: 3\n",
        isPreview: false,
        reason: "edit",
      }),
    ).toMatchObject({ outcome: "invalid" });
    expect(await get("settings:save-text", { base, file: configFile, text: CONFIG, isPreview: false, reason: "edit" })).toMatchObject({
      outcome: "conflict",
    });
  });

  it("tells a value with its lines and what looks like a secret", async () => {
    const config = `${CONFIG}    headers:\n      Authorization: Bearer abcdefgh\n`;
    const { get, blog } = await bench({ "config.yaml": config });
    expect(await get("settings:get-value", { target: { kind: "entry", entry: blog }, path: [] })).toMatchObject({
      exists: true,
      line: 7,
      value: { name: "blog", group: "web" },
      plainSecrets: [{ path: ["headers", "Authorization"], suggestedName: "AUTHORIZATION" }],
    });
    expect(await get("settings:get-value", { target: { kind: "root", file: null }, path: ["alerting"] })).toMatchObject({
      exists: false,
      value: null,
    });
  });

  it("keeps forms that were left half filled", async () => {
    const { get } = await bench();
    await get("settings:keep-draft", { id: "new", title: "a new monitor", entry: null, value: { url: "https://" } });
    await get("settings:keep-draft", { id: "new", title: "a new monitor", entry: null, value: { url: "https://example" } });
    expect(await get("settings:list-drafts", undefined)).toMatchObject([{ id: "new", value: { url: "https://example" } }]);
    await get("settings:drop-draft", { id: "new" });
    expect(await get("settings:list-drafts", undefined)).toEqual([]);
  });

  it("can be elsewhere after a restart", async () => {
    const { get, dialogs, announced, place } = await bench();
    expect(await get("settings:choose-config", { kind: "file" })).toMatchObject({ path: place.path, needsRestart: false });
    dialogs.file = "/elsewhere/config.yaml";
    expect(await get("settings:choose-config", { kind: "file" })).toEqual({
      path: "/elsewhere/config.yaml",
      isDefault: false,
      needsRestart: true,
      isFixed: false,
    });
    expect(await get("settings:choose-config", { kind: "default" })).toMatchObject({ isDefault: true, needsRestart: true });
    await get("settings:restart-app", undefined);
    expect(announced).toContain("restart");
  });
});

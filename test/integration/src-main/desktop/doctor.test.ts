// `sentray doctor` on a real folder: what it finds, and that its report gives nothing away.

import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTranslator } from "../../../../shared/i18n/create.ts";
import { runCommand } from "../../../../src-main/cli/run-command.ts";
import { examineDesktop, examineNetwork } from "../../../../src-main/platform/doctor/examine-machine.ts";
import { formatFindings } from "../../../../src-main/platform/doctor/finding.ts";
import { redactReport } from "../../../../src-main/platform/doctor/redact-report.ts";

const { t } = createTranslator("en");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentray-doctor-"));
  await mkdir(join(folder, "logs"));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

async function doctor(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommand(["doctor", "--data", folder, ...words], {
    version: "1.2.3",
    stop: new Promise(() => undefined),
    keyring: () => null,
    output: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      flushed: () => Promise.resolve(true),
      isTerminal: false,
      hasColour: false,
    },
  });
  return { code, out, err };
}

const CANARIES = ["canary-header-value-1", "canary-user-info-2", "canary-webhook-3", "canary-in-the-log-4", "canary-password-5"];

const CONFIG = `
alerting:
  slack: { webhook-url: "https://hooks.example.test/services/${CANARIES[2] ?? ""}" }
endpoints:
  - name: one
    url: "http://user:${CANARIES[1] ?? ""}@127.0.0.1:1/"
    headers: { Authorization: "Bearer ${CANARIES[0] ?? ""}" }
    conditions: ["[STATUS] == 200"]
`;

describe("sentray doctor", () => {
  it("names versions, places, and what is in order", async () => {
    await writeFile(join(folder, "config.yaml"), CONFIG);
    const { out } = await doctor();
    for (const part of [
      "Versions",
      "Paths",
      "Configuration",
      "History",
      "Network",
      "Desktop",
      "1.2.3",
      "1 endpoint",
      "nothing has been recorded yet",
    ]) {
      expect(out).toContain(part);
    }
  });

  it("speaks the language of the terminal", async () => {
    vi.stubEnv("LC_ALL", "zh_TW.UTF-8");
    vi.stubEnv("LANGUAGE", undefined);
    await writeFile(join(folder, "config.yaml"), CONFIG);
    const { out } = await doctor();
    vi.unstubAllEnvs();
    for (const part of ["版本", "設定", "1 個端點", "尚未記錄任何結果"]) expect(out).toContain(part);
    expect(out).not.toMatch(/nothing has been|Versions/);
    // Names are two columns a character wide, and the details stand below each other all the same.
    const column = (name: string): number =>
      out
        .split("\n")
        .find((line) => line.includes(name))
        ?.indexOf("●") ?? -1;
    expect(column("正確性")).toBe(column("ping"));
  });

  it("exits with 1 and says where a configuration is wrong", async () => {
    await writeFile(join(folder, "config.yaml"), "endpoints:\n  - name: x\n    url: 'http://x'\n    conditions: ['[STATUS] ==']\n");
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/✖ validity +\d+ errors?;/);
  });

  it("exits with 1 when the history is damaged, and leaves it alone", async () => {
    await writeFile(join(folder, "config.yaml"), CONFIG);
    await writeFile(join(folder, "history.sqlite"), "not a database at all ".repeat(500));
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/✖ integrity/);
    expect(await readFile(join(folder, "history.sqlite"), "utf8")).toContain("not a database at all");
  });

  it("writes a report that only its owner reads and that holds no secret", async () => {
    await writeFile(join(folder, "config.yaml"), CONFIG);
    await writeFile(
      join(folder, "logs/sentray.log"),
      [
        `{"msg":"asked https://someone:${CANARIES[1] ?? ""}@example.test/x?token=${CANARIES[3] ?? ""}"}`,
        `{"msg":"sent","authorization":"Bearer ${CANARIES[3] ?? ""}"}`,
        `{"msg":"said","password":"${CANARIES[4] ?? ""}"}`,
        `{"msg":"header ${CANARIES[0] ?? ""}"}`,
        '{"msg":"an ordinary line about core_front-end"}',
      ].join("\n"),
    );
    const file = join(folder, "report.txt");
    const { out } = await doctor("--bundle", file);
    const report = await readFile(file, "utf8");
    for (const canary of CANARIES) {
      expect(report.includes(canary), canary).toBe(false);
      expect(out.includes(canary), canary).toBe(false);
    }
    expect(report).toContain("an ordinary line about core_front-end");
    if (process.platform !== "win32") expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it("says so when the report cannot be written", async () => {
    await writeFile(join(folder, "config.yaml"), CONFIG);
    const { code, err } = await doctor("--bundle", join(folder, "missing/report.txt"));
    expect(code).toBe(2);
    expect(err).toContain("could not be written");
  });
});

describe("what the machine is asked", () => {
  const ports = (reply: Parameters<typeof examineDesktop>[0]["run"], environment = { DBUS_SESSION_BUS_ADDRESS: "unix:x" }) => ({
    platform: "linux" as const,
    environment,
    run: reply,
    t,
  });

  it("reads the names on the session bus by whichever tool there is", async () => {
    const asked: string[] = [];
    const findings = await examineDesktop(
      ports((program) => {
        asked.push(program);
        if (program === "gdbus") return Promise.resolve({ kind: "missing" });
        return Promise.resolve({
          kind: "ended",
          code: 0,
          output: 'string "org.freedesktop.Notifications"\nstring "org.freedesktop.secrets"',
        });
      }),
    );
    expect(asked).toEqual(["gdbus", "dbus-send", "gdbus", "dbus-send"]);
    expect(findings.map(({ name, state }) => [name, state])).toEqual([
      ["notifications", "good"],
      ["tray host", "warning"],
      ["keyring", "good"],
    ]);
  });

  it("says that it cannot tell without a bus", async () => {
    const [finding] = await examineDesktop({ platform: "linux", environment: {}, run: () => Promise.resolve({ kind: "missing" }), t });
    expect(finding).toMatchObject({ state: "unknown" });
  });

  it("calls a missing ping a problem, with the cure", async () => {
    const findings = await examineNetwork(ports(() => Promise.resolve({ kind: "missing" })));
    expect(findings.find(({ name }) => name.startsWith("ping"))).toMatchObject({
      state: "problem",
      detail: expect.stringContaining("iputils-ping") as string,
    });
  });

  it.each([
    ["a program that is missing", { kind: "missing" }, "fact", "apt install socat"],
    ["a kernel without it", { kind: "ended", code: 1, output: "E socket(2, 1, 132): Protocol not supported" }, "fact", "modprobe sctp"],
    ["a port where nobody listens", { kind: "ended", code: 1, output: "E connect: Connection refused" }, "good", "works"],
  ] as const)("tells SCTP from %s", async (_case, ran, state, detail) => {
    const findings = await examineNetwork(ports(() => Promise.resolve(ran)));
    expect(findings.find(({ name }) => name === "SCTP")).toMatchObject({ state, detail: expect.stringContaining(detail) as string });
  });

  it("writes findings under their areas, aligned", () => {
    const text = formatFindings([
      { area: "A", name: "x", state: "good", detail: "one\ntwo" },
      { area: "B", name: "long", state: "problem", detail: "three" },
    ]);
    expect(text).toBe("A\n  ● x     one\n          two\n\nB\n  ✖ long  three\n");
  });
});

describe("redactReport", () => {
  const names = { homeFolder: "/home/somebody", hostName: "my-laptop" };
  it.each([
    ["https://user:word@host.test/path?x=1", "https://<removed>@host.test/<removed>"],
    ["https://hooks.test/services/T0/B0/abc", "https://hooks.test/<removed>"],
    ["Authorization: Bearer abcdefgh", "Authorization: <removed>"],
    ['"api_key":"abc"', '"api_key":<removed>'],
    ["token ghp0123456789abcdefghij01234", "token <removed>"],
    ["id 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "id <removed>"],
    ["/home/somebody/.config on my-laptop", "~/.config on <host>"],
    ["connection to 127.0.0.1:1 refused", "connection to 127.0.0.1:1 refused"],
    ["[STATUS] (503) == 200", "[STATUS] (503) == 200"],
  ])("%s", (text, expected) => expect(redactReport(text, names)).toBe(expected));
});

import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Program, ProgramEnd } from "../../../../src-main/probes/process/run-program.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { sctpCommand, sctpOutcome } from "../../../../src-main/probes/sctp/sctp-command.ts";
import { checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { findProgram } from "../../../helpers/servers/real-server.ts";
import { closedPort } from "../../../helpers/servers/tcp-server.ts";

const LOOPBACK = { address: "127.0.0.1", family: 4 } as const;
const MISSING: ProgramEnd = { kind: "missing", error: new Error("not found") };
const ended = (exitCode: number, complaint = ""): ProgramEnd => ({ kind: "ended", exitCode, output: "", complaint });

/** Probes of a system whose programs end as they are told to; what was run is kept. */
function inSystem(end: (program: Program) => ProgramEnd | Promise<ProgramEnd>) {
  const ran: Program[] = [];
  const resolver = {
    resolve: () => Promise.resolve([{ address: "192.0.2.1", family: 4 } as const, { address: "2001:db8::1", family: 6 } as const]),
  };
  const probes = createProbeSet(testContext({ resolver }), {
    runProgram: async (program) => {
      ran.push(program);
      return end(program);
    },
  });
  return { ran, check: (url: string, timeoutMs = 5_000) => checkOnce(probes, testEndpoint(url, { client: { timeoutMs } })) };
}

describe("the SCTP probe", () => {
  it("is connected when the program is, with the address and the time", async () => {
    const { ran, check } = inSystem(() => ended(0));
    const seen = await check("sctp://core.example:36412");
    expect(seen).toMatchObject({ connected: true, ip: "192.0.2.1", errors: [], inconclusive: false });
    expect(seen.durationMs).toBeGreaterThan(0);
    const place: unknown = expect.stringMatching(/^SCTP4-CONNECT:192\.0\.2\.1:36412,connect-timeout=\d+\.\d{3}$/);
    expect(ran).toEqual([{ program: "socat", arguments: ["-u", "STDIN", place] }]);
  });

  it("tries the next address, and tells the first failure when none answers", async () => {
    const refused = ended(1, "E connect(): Connection refused");
    const second = inSystem(({ arguments: words }) => (words.join(" ").includes("SCTP6") ? ended(0) : refused));
    expect(await second.check("sctp://core.example:36412")).toMatchObject({ connected: true, ip: "192.0.2.1", errors: [] });
    const none = inSystem(() => refused);
    const seen = await none.check("sctp://core.example:36412");
    expect(seen).toMatchObject({ connected: false, inconclusive: false, errors: ["connection to 192.0.2.1:36412 refused"] });
    expect(none.ran.length).toBe(2);
  });

  it("uses ncat where socat is missing or knows no SCTP", async () => {
    for (const first of [MISSING, ended(1, 'E unknown device/address "SCTP4-CONNECT"')]) {
      const { ran, check } = inSystem(({ program }) => (program === "socat" ? first : ended(0)));
      expect(await check("sctp://127.0.0.1:9")).toMatchObject({ connected: true, errors: [] });
      expect(ran.map(({ program }) => program)).toEqual(["socat", "ncat"]);
    }
  });

  it.each([
    ["no program", MISSING, /needs the program socat or ncat.*apt install socat/],
    ["programs without SCTP", ended(2, "unrecognized option '--sctp'"), /the installed socat or ncat was built without it$/],
    ["a kernel without SCTP", ended(1, "E socket(2, 1, 132): Protocol not supported"), /^SCTP is not supported by this system's kernel/],
    ["a program that fails unforeseen", ended(134, "Aborted"), /^SCTP cannot be checked: socat failed \(Aborted\)$/],
  ] as const)("with %s says what is missing, and fails whatever the conditions are", async (_name, end, error) => {
    const seen = await inSystem(() => end).check("sctp://127.0.0.1:9");
    expect(seen).toMatchObject({ connected: false, inconclusive: true });
    expect(seen.errors).toEqual([expect.stringMatching(error)]);
  });

  it("ends at its timeout, whatever the program does", async () => {
    const seen = await inSystem(() => new Promise(() => undefined)).check("sctp://127.0.0.1:9", 60);
    expect(seen).toMatchObject({ connected: false, inconclusive: false, errors: ["timed out after 60ms while connecting"] });
  });

  it("tells a wrong address before anything is run", async () => {
    const { ran, check } = inSystem(() => ended(0));
    expect((await check("sctp://127.0.0.1")).errors).toEqual(['address "127.0.0.1" has no port']);
    expect(ran).toEqual([]);
  });

  it("runs a bounded number of programs at once", async () => {
    let running = 0;
    let most = 0;
    const probes = createProbeSet(testContext(), {
      limits: { processes: 2 },
      runProgram: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        running -= 1;
        return ended(0);
      },
    });
    const all = await Promise.all(Array.from({ length: 8 }, () => checkOnce(probes, testEndpoint("sctp://127.0.0.1:9"))));
    expect(all.every(({ connected }) => connected)).toBe(true);
    expect(most).toBe(2);
  });
});

/** What the programs of this machine say about SCTP over loopback; null = there is none. */
function askedHere(tool: "socat" | "ncat") {
  const path = findProgram(tool);
  const { arguments: words } = sctpCommand(tool, LOOPBACK, 9, 1_000);
  const ran = path === null ? null : spawnSync(path, words, { stdio: ["ignore", "ignore", "pipe"], env: { LC_ALL: "C" }, timeout: 5_000 });
  return ran === null ? null : sctpOutcome(ran.status, ran.stderr.toString("latin1"));
}

const socat = askedHere("socat");
const obstacle = socat === null ? "socat is not installed" : socat.kind === "no-kernel-support" ? "this kernel has no SCTP" : null;

describe("SCTP by real programs", () => {
  it.each((["socat", "ncat"] as const).filter((tool) => findProgram(tool) !== null))("understands what %s says", (tool) => {
    const outcome = askedHere(tool);
    expect(outcome).toEqual(socat?.kind === "no-kernel-support" ? { kind: "no-kernel-support" } : { kind: "failed", code: "ECONNREFUSED" });
  });

  it.skipIf(obstacle !== null)(`reaches a real listener${obstacle === null ? "" : ` (skipped: ${obstacle})`}`, async () => {
    const port = await closedPort();
    const endpoint = testEndpoint(`sctp://127.0.0.1:${String(port)}`);
    const probes = createProbeSet(testContext());
    const refused = `connection to 127.0.0.1:${String(port)} refused`;
    expect(await checkOnce(probes, endpoint)).toMatchObject({ connected: false, errors: [refused] });
    const listener = spawn(findProgram("socat") ?? "socat", [`SCTP4-LISTEN:${String(port)},bind=127.0.0.1,fork`, "OPEN:/dev/null"]);
    try {
      await expect.poll(async () => (await checkOnce(probes, endpoint)).connected, { timeout: 5_000 }).toBe(true);
    } finally {
      listener.kill("SIGKILL");
    }
  });
});

// Killed at any moment, again and again, in the middle of an alert storm: no message is lost, and what arrives twice is the same
// message with the same key.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build } from "vite";

import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import { parseMessage } from "../../../../src-main/alerting/delivery/stored-message.ts";
import { createSystemClock, createSystemTimers } from "../../../../src-main/platform/system-clock.ts";
import { NO_LOG } from "../../../helpers/alerting.ts";

const ROUNDS = process.env["SENTRAY_LONG"] === "1" ? 200 : 20;
/** A round is so many steps long: messages have left, are on their way, and wait, in every proportion. */
const STEPS = { least: 3, most: 60 };

interface Arrival {
  readonly key: string;
  readonly body: string;
}

let folder = "";
let program = "";
let serverUrl = "";
const arrivals: Arrival[] = [];
let requests = 0;
/** A receiver as receivers are: mostly well, sometimes busy, and sometimes gone after it took the message. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    requests += 1;
    if (requests % 29 === 0) {
      response.writeHead(503, { "Retry-After": "0" }).end();
      return;
    }
    arrivals.push({ key: request.url?.split("/").at(-1) ?? "", body: Buffer.concat(chunks).toString() });
    if (requests % 41 === 0) request.socket.destroy();
    else response.end(JSON.stringify({ event_id: "$event" }));
  });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentray-kill-"));
  // Beside the dependencies, so that the program finds them.
  program = resolve("node_modules/.cache/kill-nine", `${process.pid}`);
  await mkdir(program, { recursive: true });
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: resolve(import.meta.dirname, "alert-storm.ts"),
      outDir: program,
      target: "node20",
      rollupOptions: { output: { entryFileNames: "alert-storm.mjs" } },
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await rm(folder, { recursive: true, force: true });
  await rm(program, { recursive: true, force: true });
});

/** Runs the program; with `killAfterSteps` it is killed in the middle of its work. */
async function run(mode: "storm" | "finish", killAfterSteps: number | null): Promise<string> {
  const child = spawn(process.execPath, [join(program, "alert-storm.mjs"), join(folder, "history.db"), serverUrl, mode], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  let steps = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    steps += chunk.length;
    if (killAfterSteps !== null && steps >= killAfterSteps) child.kill("SIGKILL");
  });
  await new Promise((ended) => child.once("exit", ended));
  return complaint;
}

describe("kill -9 during an alert storm", () => {
  it(`loses and repeats nothing in ${ROUNDS} rounds`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const killAfterSteps = STEPS.least + ((round * 37) % (STEPS.most - STEPS.least));
      expect(await run("storm", killAfterSteps)).toBe("");
    }
    expect(await run("finish", null)).toBe("");

    const opened = await openHistoryStore({
      file: join(folder, "history.db"),
      clock: createSystemClock(),
      timers: createSystemTimers(),
      logger: NO_LOG,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    const store = opened.value;
    const rows = store.messages({ key: null, limit: 1_000_000 });
    const messages = rows.flatMap((row) => parseMessage(row.messageJson) ?? []);
    const events = await store.events({ key: null, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 1_000_000 });
    const states = store.alertStates();
    await store.close();

    const countOf = (kind: string) => messages.filter(({ message }) => message.kind === kind).length;
    expect(countOf("triggered")).toBeGreaterThan(ROUNDS);
    expect(events.filter(({ kind }) => kind === "alert-triggered")).toHaveLength(countOf("triggered"));
    expect(events.filter(({ kind }) => kind === "alert-resolved")).toHaveLength(countOf("resolved"));
    expect(countOf("resolved")).toBe(countOf("triggered"));
    expect(states).toEqual([]);
    expect(messages.filter(({ state }) => state !== "delivered")).toEqual([]);

    const byKey = new Map<string, Arrival[]>();
    for (const arrival of arrivals) byKey.set(arrival.key, [...(byKey.get(arrival.key) ?? []), arrival]);
    expect(byKey.size).toBe(messages.length);
    for (const repeated of byKey.values()) expect(new Set(repeated.map(({ body }) => body)).size).toBe(1);

    // What a receiver that knows its keys shows: for each endpoint an outage, its end, an outage, its end.
    const shown = [...byKey.values()].map(([first]) => first?.body ?? "");
    for (let index = 0; index < 8; index += 1) {
      const heard = shown.filter((body) => new RegExp(`\\be${index}\\b`).test(body)).map((body) => (body.includes("resolved") ? "X" : "T"));
      expect(heard.join("")).toMatch(/^(TX)+$/);
    }
  }, 3_600_000);
});

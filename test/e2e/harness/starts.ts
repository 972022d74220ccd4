// Starts of the app without a driver, as a desktop or a person makes them, and questions to the page of a driven one.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { IpcResult } from "../../../shared/ipc/result.ts";
import type { RequestChannel, RequestReplies } from "../../../shared/ipc/contract.ts";
import { electronArguments, electronPath } from "./app.ts";
import type { RunningApp } from "./app.ts";

export interface PlainStart {
  readonly child: ChildProcess;
  readonly startedAtMs: number;
  readonly output: () => string;
  /** Resolves to the exit code; `null` when a signal ended it. Rejects when it has not ended in time. */
  ended(withinMs?: number): Promise<number | null>;
  /** Makes sure that it is gone. */
  kill(): Promise<void>;
}

/** Starts the built app on data in `folder`. */
export function startPlain(folder: string, configFile: string, args: readonly string[] = []): PlainStart {
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const startedAtMs = Date.now();
  const child = spawn(electronPath(), [...electronArguments(folder, configFile), ...args], {
    env: { ...environment, LANG: "en_US.UTF-8", LANGUAGE: "en", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ...followProcess(child), startedAtMs };
}

/** Collects a process' output and waits for its end. */
export function followProcess(child: ChildProcess): Omit<PlainStart, "startedAtMs"> {
  let output = "";
  child.stdout?.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output += data.toString()));
  const end = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  return {
    child,
    output: () => output,
    ended: async (withinMs = 15_000) => {
      const late = wait(withinMs, "late" as const, { ref: false });
      const code = await Promise.race([end, late]);
      if (code === "late") throw new Error(`the process did not end within ${String(withinMs)} ms; it said:\n${output.slice(-2_000)}`);
      return code;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await end;
    },
  };
}

/** Asks the main process as the page does. */
export async function ask<C extends RequestChannel>(app: RunningApp, channel: C, payload?: unknown): Promise<RequestReplies[C]> {
  const reply = await askAnything(app, channel, payload);
  if (!reply.ok) throw new Error(`${channel}: ${reply.error.message}`);
  // The contract says what is answered on a channel.
  return reply.value as RequestReplies[C];
}

/** Asks whatever a page could. */
export async function askAnything(app: RunningApp, channel: string, payload?: unknown): Promise<IpcResult<unknown>> {
  return await app.page.evaluate(
    async ([name, content]) => {
      const { api } = window as unknown as { readonly api: { request(channel: string, payload: unknown): Promise<unknown> } };
      return (await api.request(name, content)) as never;
    },
    [channel, payload] as const,
  );
}

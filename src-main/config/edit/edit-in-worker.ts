// The editing engine beside the event loop for large configurations: one worker, started when it is needed, ended when it was idle for a
// while, so that a second edit finds its text parsed. Small ones are quicker without it.

import { Worker } from "node:worker_threads";

import { SECOND } from "../../../shared/units.ts";
import { createEditMethods } from "./edit-engine.ts";
import type { EditEngine, EditMethods } from "./edit-engine.ts";
import type { ConfigText } from "./open-files.ts";

export interface EditCall {
  readonly id: number;
  readonly method: keyof EditEngine;
  readonly args: readonly unknown[];
}

export interface EditReply {
  readonly id: number;
  readonly value: unknown;
}

export interface OpenEditEngine extends EditEngine {
  close(): Promise<void>;
}

/** Above it a text takes long enough to read for a window to stutter. */
const LARGE_TEXT = 200_000;
const IDLE_MS = 120 * SECOND;
const LONGEST_MS = 120 * SECOND;

/** `workerUrl`: the built `edit.worker`; absent = everything is done in this thread. */
export function openEditEngine(workerUrl?: URL): OpenEditEngine {
  const here = createEditMethods();
  const remote = workerUrl === undefined ? null : createRemote(workerUrl);
  const choose = async <M extends keyof EditEngine>(method: M, args: Parameters<EditMethods[M]>): Promise<ReturnType<EditMethods[M]>> => {
    const size = (args as readonly unknown[]).reduce<number>((sum, arg) => sum + sizeOf(arg), 0);
    // Both sides are built from one source, so a method's reply is what its type says.
    if (remote !== null && size > LARGE_TEXT) return (await remote.call(method, args)) as ReturnType<EditMethods[M]>;
    const run = here[method] as (...given: Parameters<EditMethods[M]>) => ReturnType<EditMethods[M]>;
    return run(...args);
  };
  return {
    overview: async (files) => await choose("overview", [files]),
    value: async (files, revision, target, path) => await choose("value", [files, revision, target, path]),
    edit: async (base, current, edits, choice) => await choose("edit", [base, current, edits, choice]),
    readGatus: async (files, source) => await choose("readGatus", [files, source]),
    close: async () => await remote?.close(),
  };
}

function sizeOf(arg: unknown): number {
  if (!Array.isArray(arg)) return 0;
  return (arg as readonly Partial<ConfigText>[]).reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
}

interface Remote {
  call(method: keyof EditEngine, args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

function createRemote(url: URL): Remote {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const fail = (error: Error): void => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  };
  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    fail(new Error("the worker that edits the configuration was ended"));
    await ending?.terminate();
  };
  const start = (): Worker => {
    const started = new Worker(url);
    started.unref();
    started.on("message", ({ id, value }: EditReply) => {
      const call = waiting.get(id);
      if (call === undefined) return;
      waiting.delete(id);
      clearTimeout(call.timer);
      call.resolve(value);
      idle = setTimeout(() => void stop(), IDLE_MS);
      idle.unref();
    });
    const onEnd = (cause: unknown): void => {
      if (worker !== started) return;
      worker = null;
      fail(new Error("the worker that edits the configuration failed", { cause }));
    };
    started.on("error", onEnd);
    started.on("exit", onEnd);
    return started;
  };
  return {
    call: (method, args) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        worker ??= start();
        lastId += 1;
        const timer = setTimeout(() => void stop(), LONGEST_MS);
        waiting.set(lastId, { resolve, reject, timer });
        worker.postMessage({ id: lastId, method, args } satisfies EditCall);
      }),
    close: stop,
  };
}

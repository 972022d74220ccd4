// The caller's side of reading large configurations in a worker thread: one worker, started when it is needed and ended when it was idle
// for a while, so that what it knows of the last text makes the next one cheap. Takes what was read in small portions, so that nothing
// else has to wait for long, and never waits for ever itself.

import { Worker } from "node:worker_threads";

import { assertNever } from "../../shared/assert-never.ts";
import type { Result } from "../../shared/errors.ts";
import { ok } from "../../shared/errors.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { MINUTE, SECOND } from "../../shared/units.ts";
import type { AssembleRequest, Assembled } from "./assemble.ts";
import { atLine } from "./entry-memory.ts";
import type { Answers, Questions } from "./questions.ts";

/** An endpoint that has come over: as it was in the configuration before this one, or anew. */
export type SentEndpoint = { readonly before: number; readonly line: number } | { readonly config: EndpointConfig };

/** What the worker says, in this order: questions (perhaps more than once), endpoints each time that it is asked for more, and the rest. */
export type WorkerMessage =
  | { readonly kind: "questions"; readonly questions: Questions }
  | { readonly kind: "endpoints"; readonly endpoints: readonly SentEndpoint[] }
  | { readonly kind: "assembled"; readonly assembled: Assembled };

/** What the worker is told. */
export type WorkerRequest =
  | { readonly kind: "assemble"; readonly request: AssembleRequest }
  | { readonly kind: "answers"; readonly answers: Answers }
  | { readonly kind: "more" };

/** Assembles beside the event loop, one configuration after the other. */
export interface WorkerAssembler {
  /**
   * The error says why the worker could not do it; `signal`: nobody wants it any more, which is an error, too. What has not begun by then
   * never does.
   */
  assemble(
    request: AssembleRequest,
    answer: (questions: Questions) => Promise<Answers>,
    signal?: AbortSignal,
  ): Promise<Result<Assembled, Error>>;
  /** Ends the worker; what waits for it fails. */
  close(): Promise<void>;
}

/** The largest configuration that is accepted takes about ten seconds on a slow machine. */
const LONGEST_MS = 60 * SECOND;
const IDLE_MS = 5 * MINUTE;
/** What nobody wants any more is worth finishing for what is learnt from it, but not for longer. */
const UNWANTED_MS = 2 * SECOND;

interface Job {
  readonly request: AssembleRequest;
  readonly answer: (questions: Questions) => Promise<Answers>;
  readonly resolve: (outcome: Result<Assembled, Error>) => void;
}

interface Running {
  readonly job: Job;
  readonly endpoints: EndpointConfig[];
  timer: NodeJS.Timeout;
}

/** `url`: the built `load.worker`. Nothing is started yet. */
export function createWorkerAssembler(url: URL): WorkerAssembler {
  const waiting: Job[] = [];
  let worker: Worker | null = null;
  let running: Running | null = null;
  let previous: readonly EndpointConfig[] = [];
  let idle: NodeJS.Timeout | undefined;

  const tell = (request: WorkerRequest): void => worker?.postMessage(request);

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    previous = [];
    await ending?.terminate();
  }

  function finish(outcome: Result<Assembled, Error>): void {
    const finished = running;
    if (finished === null) return;
    running = null;
    clearTimeout(finished.timer);
    if (!outcome.ok) void end();
    finished.job.resolve(outcome);
    begin();
  }

  const fail = (message: string, cause?: unknown): void =>
    finish({ ok: false, error: new Error(message, cause === undefined ? {} : { cause }) });

  function begin(): void {
    if (running !== null) return;
    const job = waiting.shift();
    clearTimeout(idle);
    if (job === undefined) {
      worker?.unref();
      idle = setTimeout(() => void end(), IDLE_MS);
      idle.unref();
      return;
    }
    const timer = setTimeout(() => fail("reading the configuration took too long"), LONGEST_MS);
    running = { job, endpoints: [], timer };
    worker ??= start();
    worker.ref();
    tell({ kind: "assemble", request: job.request });
  }

  function start(): Worker {
    const started = new Worker(url);
    const isCurrent = (): boolean => worker === started;
    started.on("message", (message: WorkerMessage) => {
      if (isCurrent() && running !== null) take(message, running);
    });
    started.on("error", (cause) => isCurrent() && lose("the worker that reads the configuration failed", cause));
    started.on("exit", (code) => isCurrent() && lose(`the worker that reads the configuration ended early (${code})`));
    return started;
  }

  /** Without a job it is simply started anew for the next one. */
  function lose(message: string, cause?: unknown): void {
    if (running === null) void end();
    else fail(message, cause);
  }

  function take(message: WorkerMessage, current: Running): void {
    switch (message.kind) {
      case "questions":
        current.job.answer(message.questions).then(
          (answers) => running === current && tell({ kind: "answers", answers }),
          (cause: unknown) => running === current && fail("the worker's questions could not be answered", cause),
        );
        return;
      case "endpoints":
        for (const sent of message.endpoints) {
          const known = "before" in sent ? previous[sent.before] : undefined;
          if ("config" in sent) current.endpoints.push(sent.config);
          else if (known !== undefined) current.endpoints.push(atLine(known, sent.line));
        }
        // Everything else gets its turn before the next ones are taken.
        setImmediate(() => running === current && tell({ kind: "more" }));
        return;
      case "assembled": {
        const { config } = message.assembled;
        if (config !== null) previous = current.endpoints;
        finish(ok({ ...message.assembled, config: config === null ? null : { ...config, endpoints: current.endpoints } }));
        return;
      }
      default:
        assertNever(message, "worker message");
    }
  }

  function drop(job: Job): void {
    job.resolve({ ok: false, error: new Error("a newer text took this one's place") });
    const at = waiting.indexOf(job);
    if (at !== -1) waiting.splice(at, 1);
    else if (running?.job === job) {
      clearTimeout(running.timer);
      running.timer = setTimeout(() => fail("reading what nobody wants any more took too long"), UNWANTED_MS);
    }
  }

  return {
    assemble: (request, answer, signal) =>
      new Promise((resolve) => {
        const onAbort = (): void => drop(job);
        const settle = (outcome: Result<Assembled, Error>): void => {
          signal?.removeEventListener("abort", onAbort);
          resolve(outcome);
        };
        const job: Job = { request, answer, resolve: settle };
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.push(job);
        if (signal?.aborted === true) drop(job);
        else begin();
      }),
    close: async () => {
      const error = new Error("reading the configuration was ended");
      for (const job of waiting.splice(0)) job.resolve({ ok: false, error });
      fail(error.message);
      await end();
    },
  };
}

// The caller's side of reading a large configuration in a worker thread: starts it, answers its questions, and never waits for ever.

import { Worker } from "node:worker_threads";

import type { Result } from "../../shared/errors.ts";
import { ok } from "../../shared/errors.ts";
import { SECOND } from "../../shared/units.ts";
import type { AssembleRequest, Assembled } from "./assemble.ts";
import type { Answers, Questions } from "./questions.ts";

/** What the worker says, in this order. */
export type WorkerMessage =
  | { readonly kind: "questions"; readonly questions: Questions }
  | { readonly kind: "assembled"; readonly assembled: Assembled };

/** The largest configuration that is accepted takes about ten seconds on a slow machine. */
const LONGEST_MS = 60 * SECOND;

/** Assembles in a worker of its own. The error says why the worker could not do it. */
export async function assembleInWorker(
  url: URL,
  request: AssembleRequest,
  answer: (questions: Questions) => Promise<Answers>,
): Promise<Result<Assembled, Error>> {
  return new Promise((resolve) => {
    const worker = new Worker(url, { workerData: request });
    const timer = setTimeout(() => end({ ok: false, error: new Error("reading the configuration took too long") }), LONGEST_MS);
    function end(outcome: Result<Assembled, Error>): void {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    }
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "assembled") end(ok(message.assembled));
      else {
        answer(message.questions).then(
          (answers) => worker.postMessage(answers),
          (cause: unknown) => end({ ok: false, error: new Error("the worker's questions could not be answered", { cause }) }),
        );
      }
    });
    worker.on("error", (cause) => end({ ok: false, error: new Error("the worker that reads the configuration failed", { cause }) }));
    worker.on("exit", (code) => end({ ok: false, error: new Error(`the worker that reads the configuration ended early (${code})`) }));
  });
}

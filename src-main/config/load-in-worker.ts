// The caller's side of reading a large configuration in a worker thread: starts it, answers its questions, takes what it read in small
// portions so that nothing else has to wait for long, and never waits for ever itself.

import { Worker } from "node:worker_threads";

import { assertNever } from "../../shared/assert-never.ts";
import type { Result } from "../../shared/errors.ts";
import { ok } from "../../shared/errors.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { SECOND } from "../../shared/units.ts";
import type { AssembleRequest, Assembled } from "./assemble.ts";
import type { Answers, Questions } from "./questions.ts";

/** What the worker says, in this order: the questions, some endpoints each time that it is asked for more, and then the rest. */
export type WorkerMessage =
  | { readonly kind: "questions"; readonly questions: Questions }
  | { readonly kind: "endpoints"; readonly endpoints: readonly EndpointConfig[] }
  | { readonly kind: "assembled"; readonly assembled: Assembled };

/** What the worker is told. */
export type WorkerRequest = { readonly kind: "answers"; readonly answers: Answers } | { readonly kind: "more" };

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
    const tell = (request: WorkerRequest): void => worker.postMessage(request);
    const endpoints: EndpointConfig[] = [];
    worker.on("message", (message: WorkerMessage) => {
      switch (message.kind) {
        case "questions":
          answer(message.questions).then(
            (answers) => tell({ kind: "answers", answers }),
            (cause: unknown) => end({ ok: false, error: new Error("the worker's questions could not be answered", { cause }) }),
          );
          return;
        case "endpoints":
          endpoints.push(...message.endpoints);
          // Everything else gets its turn before the next ones are taken.
          setImmediate(() => tell({ kind: "more" }));
          return;
        case "assembled": {
          const { config } = message.assembled;
          end(ok({ ...message.assembled, config: config === null ? null : { ...config, endpoints } }));
          return;
        }
        default:
          assertNever(message, "worker message");
      }
    });
    worker.on("error", (cause) => end({ ok: false, error: new Error("the worker that reads the configuration failed", { cause }) }));
    worker.on("exit", (code) => end({ ok: false, error: new Error(`the worker that reads the configuration ended early (${code})`) }));
  });
}

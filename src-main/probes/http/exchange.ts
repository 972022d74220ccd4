// One request and its answer on one connection, as undici reports them. One object for each exchange: this is the hot path.

import type { Dispatcher } from "undici";
import { asError, ProbeFailure } from "../failure.ts";
import type { Check } from "../check.ts";
import type { Destroyable } from "../scope.ts";
import type { BodyOutcome, BodySink } from "./body-sink.ts";

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** From the start of the check until these headers. */
  readonly atMs: number;
}

/** An honest server sends a few; one that never ends keeps the check busy until its timeout. */
const MOST_INTERIM_ANSWERS = 32;

/** A whole answer. */
export interface Answer extends AnswerHead {
  readonly body: BodyOutcome;
}

function textOf(part: unknown): string {
  return Buffer.isBuffer(part) ? part.toString("latin1") : String(part);
}

/** undici keeps names and values alternating, as they came. */
function pairsOf(raw: unknown): ReadonlyArray<readonly [string, string]> {
  const pairs: Array<readonly [string, string]> = [];
  if (Array.isArray(raw)) {
    for (let i = 0; i + 1 < raw.length; i += 2) {
      pairs.push([textOf(raw[i]), textOf(raw[i + 1])]);
    }
  }
  return pairs;
}

/** Written out: reading from an object that a spread made takes the slow way. */
function answerOf({ status, headers, atMs }: AnswerHead, body: BodyOutcome): Answer {
  return { status, headers, atMs, body };
}

/** Decides what happens to the body once the headers are known; null = it is not read at all. */
export type ChooseSink = (head: AnswerHead) => BodySink | null;

/** The handler of one exchange. Destroying it aborts the request, and with it the connection. */
export class Exchange implements Dispatcher.DispatchHandler, Destroyable {
  readonly #check: Check;
  readonly #chooseSink: ChooseSink;
  #controller: Dispatcher.DispatchController | null = null;
  #destroyed = false;
  #done = false;
  #head: AnswerHead | null = null;
  #sink: BodySink | null = null;
  #interimAnswers = 0;
  #resolve: (answer: Answer) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  readonly answer: Promise<Answer>;

  constructor(check: Check, chooseSink: ChooseSink) {
    this.#check = check;
    this.#chooseSink = chooseSink;
    this.answer = new Promise<Answer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Headers have arrived: from here on a failure concerns the body only. */
  get hasHead(): boolean {
    return this.#head !== null;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#controller?.abort(new Error("the check is over"));
  }

  /** The connection is there and the request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#check.stopwatch.enter("firstByte");
    if (this.#destroyed) {
      controller.abort(new Error("the check is over"));
    }
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim answers (103 Early Hints …) are not what was asked for.
    if (status < 200) {
      this.#interimAnswers += 1;
      if (this.#interimAnswers > MOST_INTERIM_ANSWERS) {
        controller.abort(new ProbeFailure("protocol", `server sent more than ${String(MOST_INTERIM_ANSWERS)} interim answers`));
      }
      return;
    }
    const { stopwatch } = this.#check;
    stopwatch.enter("transfer");
    this.#head = { status, headers: pairsOf(controller.rawHeaders), atMs: stopwatch.elapsedMs() };
    this.#sink = this.#chooseSink(this.#head);
    if (this.#sink === null) {
      this.#finish(null);
      controller.abort(new Error("the body is not wanted"));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#done && this.#sink !== null && !this.#sink.write(chunk)) {
      this.#finish(null);
      controller.abort(new Error("the rest of the body is not wanted"));
    }
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#head === null) {
      this.#reject(error);
    } else {
      this.#finish(error);
    }
  }

  #finish(error: Error | null): void {
    const head = this.#head;
    if (this.#done || head === null) {
      return;
    }
    this.#done = true;
    this.#check.stopwatch.leave();
    const sink = this.#sink;
    if (sink === null) {
      this.#resolve(answerOf(head, { bytes: new Uint8Array(0), truncated: false, error: null }));
      return;
    }
    const body = sink.finish(error);
    if (body instanceof Promise) {
      void this.#deliver(head, body);
    } else {
      this.#resolve(answerOf(head, body));
    }
  }

  async #deliver(head: AnswerHead, body: Promise<BodyOutcome>): Promise<void> {
    try {
      this.#resolve(answerOf(head, await body));
    } catch (thrown) {
      this.#reject(asError(thrown));
    }
  }
}

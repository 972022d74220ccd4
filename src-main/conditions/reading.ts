// One evaluation's view of an observation: the body is decoded and scanned when a condition first asks, and only once.

import type { ConditionFacts } from "../ports/conditions.ts";
import type { Observation } from "../../shared/model/observation.ts";
import { CLOSE_BRACKET, decodeUtf8, OPEN_BRACKET, skipBlanks } from "./json-bytes.ts";
import { findValues, type PathIndex, type Spans } from "./json-scan.ts";
import type { SuiteContext } from "./context.ts";
import { trimBlanks } from "./text.ts";

const NO_CONTEXT: SuiteContext = {};

/** What conditions are resolved against. */
export class Reading {
  readonly observation: Observation;
  readonly context: SuiteContext;
  readonly #paths: PathIndex;
  #trimmedBody: string | null = null;
  #spans: Spans | null | undefined;

  constructor(facts: ConditionFacts, paths: PathIndex) {
    this.observation = facts.observation;
    this.context = facts.context ?? NO_CONTEXT;
    this.#paths = paths;
  }

  get body(): Uint8Array {
    return this.observation.body;
  }

  /** The whole body as text, white space included. */
  rawBody(): string {
    return decodeUtf8(this.body, 0, this.body.length);
  }

  /** The whole body as text, without white space around it. */
  trimmedBody(): string {
    this.#trimmedBody ??= trimBlanks(this.rawBody());
    return this.#trimmedBody;
  }

  /** Whether the body's very first and last byte are square brackets. */
  isBracketed(): boolean {
    const { body } = this;
    return body.length > 1 && body[0] === OPEN_BRACKET && body[body.length - 1] === CLOSE_BRACKET;
  }

  isJson(): boolean {
    return this.#scan() !== null;
  }

  /** Where the document's root starts. */
  rootStart(): number {
    return skipBlanks(this.body, 0);
  }

  /** Where the value of a slot starts; -1 = the body is no JSON, or has no such value. */
  startOf(slot: number): number {
    return this.#scan()?.[slot * 2] ?? -1;
  }

  /** Where the value of a slot ends. */
  endOf(slot: number): number {
    return this.#scan()?.[slot * 2 + 1] ?? -1;
  }

  #scan(): Spans | null {
    if (this.#spans === undefined) this.#spans = findValues(this.body, this.#paths);
    return this.#spans;
  }
}

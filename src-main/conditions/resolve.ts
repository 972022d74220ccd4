// Operands to texts: what each placeholder reads from an observation. How texts compare is in compare.ts.

import type { Observation } from "../../shared/model/observation.ts";
import { contextLength, isNumber, lookUp, printContextValue } from "./context.ts";
import { decodeText, decodeUtf8, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./json-bytes.ts";
import type { JsonPath } from "./json-path.ts";
import type { PathIndexBuilder } from "./json-scan.ts";
import { printValue, readValue } from "./json-value.ts";
import { type Numeric, parseNumber, safeInteger } from "./number.ts";
import type { Operand, PhaseName, Placeholder, SimplePlaceholder } from "./operand.ts";
import type { Reading } from "./reading.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { utf8Length } from "./text.ts";

/** What an operand came to. */
export interface Resolved {
  readonly text: string;
  /** A number by nature (a JSON number, `[STATUS]`, a length), and not a text that reads like one. */
  readonly isNumber: boolean;
  readonly isInvalid: boolean;
  /** The number that the text is, where that is known already; null = it is none. */
  readonly number?: Numeric | null;
  /** The number or duration that the text is, where that is known already; null = it is neither. */
  readonly quantity?: Numeric | null;
}

/** Reads an operand's value; never throws. */
export type Resolver = (reading: Reading) => Resolved;

/**
 * What a placeholder came to, before it is known whether its text, its length or its presence is wanted: what is costly to
 * say is a getter.
 */
interface Found {
  readonly text: string;
  readonly isNumber: boolean;
  readonly number?: Numeric;
  /** Where it is not the text's length in bytes. */
  readonly length?: number;
  /** What `has` says; true unless said otherwise. */
  readonly isPresent?: boolean;
}

type Finder = (reading: Reading) => Found | null;

const TRUE: Resolved = { text: "true", isNumber: false, isInvalid: false, number: null, quantity: null };
const FALSE: Resolved = { text: "false", isNumber: false, isInvalid: false, number: null, quantity: null };

/** A text that is what it is. */
export function plainText(text: string): Resolved {
  return { text, isNumber: false, isInvalid: false };
}

/** Prepares an operand: its JSON path, if it has one, joins the others in `paths`. */
export function prepareOperand(operand: Operand, paths: PathIndexBuilder): Resolver {
  if (operand.kind !== "value") {
    const constant = plainText(operand.text);
    return () => constant;
  }
  const find = finderOf(operand.placeholder, paths);
  const invalid: Resolved = { text: `${operand.text} (INVALID)`, isNumber: false, isInvalid: true, number: null, quantity: null };
  switch (operand.measure) {
    case "has":
      return (reading) => {
        const found = find(reading);
        return found !== null && found.isPresent !== false ? TRUE : FALSE;
      };
    case "len":
      return (reading) => {
        const found = find(reading);
        return found === null ? invalid : resolvedInteger(found.length ?? utf8Length(found.text));
      };
    case "text":
      return (reading) => resolvedText(find(reading) ?? null, invalid);
    default:
      return assertNever(operand.measure, "measure");
  }
}

function resolvedText(found: Found | null, invalid: Resolved): Resolved {
  if (found === null) return invalid;
  const { text, isNumber: isNumeric, number } = found;
  if (number === undefined) return { text, isNumber: isNumeric, isInvalid: false };
  return { text, isNumber: isNumeric, isInvalid: false, number, quantity: number };
}

function resolvedInteger(value: number): Resolved {
  const number = safeInteger(value);
  return { text: String(value), isNumber: true, isInvalid: false, number, quantity: number };
}

function finderOf(placeholder: Placeholder, paths: PathIndexBuilder): Finder {
  switch (placeholder.kind) {
    case "simple":
      return simpleFinder(placeholder.name);
    case "body-path":
      return bodyPathFinder(placeholder.path, paths);
    case "header":
      return headerFinder(placeholder.name);
    case "phase":
      return ({ observation }) => wholeNumber(phaseMs(observation, placeholder.phase));
    case "context":
      return contextFinder(placeholder.path);
    case "nothing":
      return () => null;
    default:
      return assertNever(placeholder, "placeholder");
  }
}

function simpleFinder(name: SimplePlaceholder): Finder {
  switch (name) {
    case "[STATUS]":
      return ({ observation }) => wholeNumber(observation.status);
    case "[RESPONSE_TIME]":
      return ({ observation }) => wholeNumber(observation.durationMs);
    case "[CERTIFICATE_EXPIRATION]":
      return ({ observation }) => wholeNumber(observation.certificateExpiresInMs ?? 0);
    case "[DOMAIN_EXPIRATION]":
      return ({ observation }) => wholeNumber(observation.domainExpiresInMs ?? 0);
    case "[CONNECTED]":
      return ({ observation }) => ({ text: observation.connected ? "true" : "false", isNumber: false });
    case "[IP]":
      return ({ observation }) => textThatMayBeEmpty(observation.ip);
    case "[DNS_RCODE]":
      return ({ observation }) => textThatMayBeEmpty(observation.dnsRcode);
    case "[HTTP_VERSION]":
      return ({ observation }) => textThatMayBeEmpty(observation.httpVersion);
    case "[CERTIFICATE_ISSUER]":
      return ({ observation }) => textThatMayBeEmpty(observation.tls?.chain[0]?.issuer ?? "");
    case "[BODY]":
      return findBody;
    default:
      return assertNever(name, "placeholder");
  }
}

function textThatMayBeEmpty(text: string): Found {
  return { text, isNumber: false, isPresent: text !== "" };
}

/** Cut towards zero. What no check can report (not a number, infinite) counts as 0. */
function wholeNumber(value: number): Found {
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) {
    const safe = whole === 0 ? 0 : whole;
    return { text: String(safe), isNumber: true, number: safeInteger(safe) };
  }
  return { text: Number.isFinite(whole) ? String(BigInt(whole)) : "0", isNumber: true };
}

function phaseMs({ phases }: Observation, phase: PhaseName): number {
  switch (phase) {
    case "dns":
      return phases.dnsMs;
    case "connect":
      return phases.connectMs;
    case "tls":
      return phases.tlsMs;
    case "first_byte":
      return phases.firstByteMs;
    case "transfer":
      return phases.transferMs;
    default:
      return assertNever(phase, "phase");
  }
}

function findBody(reading: Reading): Found {
  return {
    isNumber: false,
    get text() {
      return reading.trimmedBody();
    },
    get isPresent() {
      return reading.trimmedBody() !== "";
    },
    get length() {
      if (!reading.isBracketed()) return reading.body.length;
      return reading.isJson() ? elementCount(reading.body, 0) : utf8Length(reading.trimmedBody());
    },
  };
}

function elementCount(body: Uint8Array, start: number): number {
  const value = readValue(body, start);
  return value.kind === "array" ? value.items.length : 0;
}

function bodyPathFinder(path: JsonPath, paths: PathIndexBuilder): Finder {
  switch (path.kind) {
    case "never":
      return () => null;
    case "whole":
      return findWholeBody;
    case "steps": {
      const slot = paths.add(path.steps);
      return (reading) => {
        const start = reading.startOf(slot);
        return start === -1 ? null : foundAt(reading.body, start, reading.endOf(slot));
      };
    }
    default:
      return assertNever(path, "path");
  }
}

/** The empty path: the body as it is, unless it is bracketed like an array. */
function findWholeBody(reading: Reading): Found | null {
  if (!reading.isBracketed()) return { text: reading.rawBody(), isNumber: false, length: reading.body.length };
  return reading.isJson() ? foundAt(reading.body, reading.rootStart(), reading.body.length) : null;
}

/** The value between two places of a valid document; null for a JSON null. */
function foundAt(body: Uint8Array, start: number, end: number): Found | null {
  switch (body[start]) {
    case 0x6e: // null
      return null;
    case QUOTE:
      return { text: decodeText(body, start + 1, end - 1), isNumber: false };
    case 0x74: // true
    case 0x66: // false
      return { text: decodeUtf8(body, start, end), isNumber: false };
    case OPEN_BRACE:
      return {
        isNumber: false,
        get text() {
          return printValue(readValue(body, start));
        },
      };
    case OPEN_BRACKET:
      return {
        isNumber: false,
        get text() {
          return printValue(readValue(body, start));
        },
        get length() {
          return elementCount(body, start);
        },
      };
    default:
      return { text: decodeUtf8(body, start, end), isNumber: true };
  }
}

function headerFinder(name: string): Finder {
  return ({ observation }) => {
    let joined: string | null = null;
    for (const [given, value] of observation.headers) {
      if (given.length !== name.length || given.toLowerCase() !== name) continue;
      joined = joined === null ? value : `${joined}, ${value}`;
    }
    return joined === null ? null : { text: joined, isNumber: false };
  };
}

function contextFinder(path: readonly string[] | null): Finder {
  if (path === null) return () => null;
  return ({ context }) => {
    const lookup = lookUp(context, path);
    if (!lookup.found) return null;
    const { value } = lookup;
    return {
      text: printContextValue(value),
      isNumber: isNumber(value),
      get length() {
        return contextLength(value);
      },
    };
  };
}

/** The number that the text is; null = it is none. */
export function numberOf(resolved: Resolved): Numeric | null {
  return resolved.number === undefined ? parseNumber(resolved.text) : resolved.number;
}

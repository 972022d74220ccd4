// The border between what is thrown and what people read. The words themselves are in `pure/`.

import { asError, codeOf, ProbeFailure } from "./failure.ts";
import { describeThrown, type ThrownFacts } from "./pure/wording.ts";

function textProperty(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}

function factsOf(error: Error): ThrownFacts {
  const address = textProperty(error, "address");
  const hostname = textProperty(error, "hostname");
  const port: unknown = Reflect.get(error, "port");
  return {
    code: codeOf(error),
    name: error.name,
    message: error.message,
    ...(address === undefined ? {} : { address }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(typeof port === "number" ? { port } : {}),
  };
}

/** The text for an observation's `errors`: understandable, stable, without secrets. */
export function describeFailure(thrown: unknown): string {
  const error = asError(thrown);
  if (error instanceof ProbeFailure) {
    return error.message;
  }
  // Node reports several refused addresses as one error around them; the first tells what happened.
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return describeThrown(factsOf(inner === undefined ? error : asError(inner)));
}

/** Ends an exhaustive `switch`: a case that was forgotten does not compile. @throws always, for values that lied about their type. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}

// How one element of a suite takes values from those before it, and leaves values for those after it. Pure.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import type { Observation } from "../../../shared/model/observation.ts";
import { missingPathsMessage, resolveContextPlaceholders } from "../../conditions/context-placeholders.ts";
import { ExactNumber } from "../../conditions/context.ts";
import type { SuiteContext } from "../../conditions/context.ts";
import { targetOf } from "../../probes/pure/target.ts";
import type { CompiledElement, CompiledEndpoint } from "../compiled-endpoint.ts";

export interface FilledElement {
  readonly compiled: CompiledEndpoint;
  /** One for each text that names what the context does not have; empty = it can be probed. */
  readonly errors: readonly string[];
}

/** Fills the context into URL, body and header values. An element without placeholders stays the same object. */
export function fillElement(compiled: CompiledEndpoint, context: SuiteContext): FilledElement {
  const errors: string[] = [];
  const fill = (text: string): string => {
    const filled = resolveContextPlaceholders(text, context);
    if (filled.missingPaths.length > 0) errors.push(missingPathsMessage(filled.missingPaths));
    return filled.text;
  };
  const { config } = compiled;
  const url = fill(config.url);
  const body = fill(config.body);
  const headers = Object.entries(config.headers).map(([name, value]) => [name, fill(value)] as const);
  const isSame = url === config.url && body === config.body && headers.every(([name, value]) => config.headers[name] === value);
  if (isSame) return { compiled, errors };
  const filled: EndpointConfig = { ...config, url, body, headers: Object.fromEntries(headers) };
  return { compiled: { ...compiled, config: filled, host: targetOf(filled).host }, errors };
}

/** Applies `store`. A value that was not there is left out and told; the others are kept. */
export function storeValues(
  { store }: Pick<CompiledElement, "store">,
  observation: Observation,
  context: SuiteContext,
): { readonly context: SuiteContext; readonly errors: readonly string[] } {
  const errors: string[] = [];
  let after = context;
  for (const { path, name, read } of store) {
    const value = read({ observation });
    if (value.ok) after = withValue(after, path, value.value);
    else errors.push(`failed to store ${name}: ${value.error.message}`);
  }
  return { context: after, errors };
}

/** The context with one more value; whatever stands in the way of its path and is no mapping is replaced. */
function withValue(context: SuiteContext, path: readonly string[], value: unknown): SuiteContext {
  const [key = "", ...rest] = path;
  if (rest.length === 0) return { ...context, [key]: value };
  const inner = Object.hasOwn(context, key) ? context[key] : undefined;
  return { ...context, [key]: withValue(isMapping(inner) ? inner : {}, rest, value) };
}

function isMapping(value: unknown): value is SuiteContext {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

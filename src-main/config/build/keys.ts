// What entries mean to each other: keys are unique over everything, suites' names among suites, and dependencies lead somewhere.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import { cleanKeyPart } from "../../../shared/endpoint-key.ts";
import type { EndpointConfig, EndpointKey } from "../../../shared/model/endpoint.ts";
import type { Located } from "../decode/decode.ts";
import { spotOf } from "../decode/decode.ts";
import { suggestion } from "../decode/suggest.ts";
import { lineAndColumn } from "../source/source-text.ts";
import type { MappingNode, Spot } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import { dependsOnVariables, quoted } from "./context.ts";

/** Something that has a key. */
export interface KeyedEntry {
  readonly key: EndpointKey;
  readonly block: { readonly node: MappingNode; readonly path: Spot["path"] };
  readonly what: Said;
}

/** Reports keys that two entries share: history and alerts could not tell them apart. */
export function checkUniqueKeys(entries: readonly KeyedEntry[], context: BuildContext): void {
  const seen = new Map<EndpointKey, KeyedEntry>();
  for (const entry of entries) {
    const name = entry.block.node.entries.get("name")?.value;
    if (name === undefined) continue;
    const earlier = seen.get(entry.key);
    if (earlier === undefined) {
      seen.set(entry.key, entry);
      continue;
    }
    const isOwnText = !dependsOnVariables(entry.block, "name", "group");
    const shown = isOwnText ? say("problem.theKey", { key: entry.key }) : say("problem.thisKey");
    const place = placeOf(earlier.block.node, entry.block.node);
    context.problems.error(spotOf(entry.block, "name"), say("problem.keyTaken", { shown, what: earlier.what, place }));
  }
}

function placeOf(earlier: MappingNode, later: MappingNode): Said {
  const { line } = lineAndColumn(earlier.span.source, earlier.span.start);
  const { source } = earlier.span;
  return source === later.span.source ? say("problem.inLine", { line }) : say("problem.inFile", { file: source.path, line });
}

/** Gatus compares suites by name alone, whatever their groups. */
export function checkSuiteNames(
  blocks: ReadonlyArray<KeyedEntry["block"] & { readonly values: { readonly name: string | undefined } }>,
  context: BuildContext,
): void {
  const seen = new Map<string, MappingNode>();
  for (const block of blocks) {
    const { name = "" } = block.values;
    const earlier = seen.get(name);
    if (name === "") continue;
    if (earlier === undefined) seen.set(name, block.node);
    else {
      const spot = spotOf(block, "name");
      context.problems.error(spot, say("problem.suiteName", { shown: quoted(spot), place: placeOf(earlier, block.node) }));
    }
  }
}

/** An endpoint and the places of what it depends on. */
export interface DependentEndpoint {
  readonly config: EndpointConfig;
  readonly dependsOn: ReadonlyArray<Located<string>>;
}

/** Turns `depends-on` into keys. Unknown names are warnings and left out; circles are errors. */
export function resolveDependencies(
  endpoints: readonly DependentEndpoint[],
  otherKeys: ReadonlySet<EndpointKey>,
  context: BuildContext,
): readonly EndpointConfig[] {
  if (endpoints.every(({ dependsOn }) => dependsOn.length === 0)) return endpoints.map(({ config }) => config);
  const keys = new Set([...endpoints.map(({ config }) => config.key), ...otherKeys]);
  const resolved = new Map<EndpointKey, EndpointConfig>();
  const result = endpoints.map(({ config, dependsOn }) => {
    const found = dependsOn.flatMap((item) => {
      const key = findKey(item.value, keys);
      if (key !== null) return [key];
      const isOwnText = item.node.kind === "scalar" && item.node.variables.length === 0;
      const nearest = isOwnText ? suggestion(item.value, keys) : null;
      context.problems.warning(item, followedBy(say("problem.noDependency", { shown: quoted(item) }), nearest));
      return [];
    });
    const withKeys = { ...config, dependsOn: found };
    resolved.set(config.key, withKeys);
    return withKeys;
  });
  for (const { config, dependsOn } of endpoints) {
    const [first] = dependsOn;
    if (first !== undefined && dependsOnItself(config.key, resolved)) {
      context.problems.error(first, say("problem.circle"));
    }
  }
  return result;
}

/** A key as it is, in any letter case, or written as group/name. */
function findKey(written: string, keys: ReadonlySet<EndpointKey>): EndpointKey | null {
  const slash = written.indexOf("/");
  const candidates = [
    written.toLowerCase(),
    `_${cleanKeyPart(written)}`,
    `${cleanKeyPart(written.slice(0, Math.max(0, slash)))}_${cleanKeyPart(written.slice(slash + 1))}`,
  ];
  return candidates.find((candidate) => keys.has(candidate)) ?? null;
}

function dependsOnItself(key: EndpointKey, endpoints: ReadonlyMap<EndpointKey, EndpointConfig>): boolean {
  const visited = new Set<EndpointKey>();
  const pending = [...(endpoints.get(key)?.dependsOn ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === key) return true;
    if (visited.has(next)) continue;
    visited.add(next);
    pending.push(...(endpoints.get(next)?.dependsOn ?? []));
  }
  return false;
}

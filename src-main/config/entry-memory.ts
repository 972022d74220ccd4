// What is known about the endpoints of the configuration that was read last, so that one changed endpoint among thousands costs one and
// not thousands. It only keeps endpoints about which there is nothing to say; whenever something might have to be said about one of
// them, or about how they belong together, the whole is read anew.

import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { AssembleRequest, Assembled, Assembly } from "./assemble.ts";
import { beginAssembly } from "./assemble.ts";
import { DESKTOP } from "./build/alerting.ts";
import type { PlacedEntry } from "./entry-places.ts";
import { basisOf, entriesOf, withoutEntries } from "./entry-places.ts";
import { MOST_PROBLEMS } from "./problems.ts";

/** An endpoint as it was built, wherever it stands now. */
export interface KnownEndpoint {
  readonly config: EndpointConfig;
  /** Lines from where its text begins to its position. */
  readonly lineOffset: number;
}

/** What was assembled, and from what is known. */
export interface RememberedResult {
  readonly assembled: Assembled;
  /** For each endpoint of the configuration what is kept of it; null = nothing, or there is no configuration. */
  readonly known: ReadonlyArray<KnownEndpoint | null>;
}

/** As {@link Assembly}; null = the whole has to be read after all. */
export interface RememberedAssembly {
  readonly questions: Assembly["questions"];
  finish(answers: Parameters<Assembly["finish"]>[0]): RememberedResult | null;
}

/** Remembers the endpoints of one configuration at a time. */
export interface EntryMemory {
  /** Reads what isn't known. */
  begin(request: AssembleRequest): RememberedAssembly;
  /** Reads everything; its `finish` never gives null. */
  beginWhole(request: AssembleRequest): RememberedAssembly;
}

/** Starts with nothing. */
export function createEntryMemory(): EntryMemory {
  let basis = "";
  let known: ReadonlyMap<string, KnownEndpoint> = new Map();
  let secrets: ReadonlySet<string> = new Set();

  function remember(request: AssembleRequest, entries: readonly PlacedEntry[], assembled: Assembled): RememberedResult {
    // A mistake that somebody is about to mend is no reason to forget.
    if (assembled.config === null) return { assembled, known: [] };
    const kept = keep(request, entries, assembled, known);
    basis = basisOf(request, entries);
    known = kept.byText;
    secrets = new Set(assembled.secretValues);
    return { assembled, known: kept.inOrder };
  }

  function beginWhole(request: AssembleRequest, entries: readonly PlacedEntry[]): RememberedAssembly {
    const assembly = beginAssembly(request);
    return { questions: assembly.questions, finish: (answers) => remember(request, entries, assembly.finish(answers)) };
  }

  return {
    beginWhole: (request) => beginWhole(request, entriesOf(request.files)),
    begin: (request) => {
      const entries = entriesOf(request.files);
      const found = known.size === 0 || basis !== basisOf(request, entries) ? [] : lookUp(entries, known);
      if (!found.some((each) => each !== null)) return beginWhole(request, entries);
      const left = entries.filter((_entry, index) => found[index] === null);
      const knownKeys = found.flatMap((each) => (each === null ? [] : [each.config.key]));
      const files = withoutEntries(
        request.files,
        entries.filter((_entry, index) => found[index] !== null),
      );
      const assembly = beginAssembly({ ...request, files, knownKeys });
      return {
        questions: assembly.questions,
        finish: (answers) => {
          const part = assembly.finish(answers);
          if (!isWhole(part, left, knownKeys)) return null;
          return remember(request, entries, together(part, entries, found, secrets));
        },
      };
    },
  };
}

/** What is known of each entry. One of each file is always read, so that the list is there; so is the second of two that are the same. */
function lookUp(entries: readonly PlacedEntry[], known: ReadonlyMap<string, KnownEndpoint>): ReadonlyArray<KnownEndpoint | null> {
  const used = new Set<string>();
  const files = new Set<string>();
  return entries.map(({ file, id }) => {
    const isFirst = !files.has(file);
    files.add(file);
    const found = isFirst || used.has(id) ? undefined : known.get(id);
    if (found !== undefined) used.add(id);
    return found ?? null;
  });
}

/** Whether what was read of the rest is what it would be among the known ones. */
function isWhole({ config, problems }: Assembled, left: readonly PlacedEntry[], knownKeys: readonly EndpointKey[]): boolean {
  if (config === null || problems.length >= MOST_PROBLEMS || !areAt(config.endpoints, left)) return false;
  if (problems.some(({ path }) => path.includes(".depends-on"))) return false;
  const others = [
    ...config.endpoints.map(({ key }) => key),
    ...config.externalEndpoints.map(({ key }) => key),
    ...config.suites.flatMap(({ key, endpoints }) => [key, ...endpoints.map(({ endpoint }) => endpoint.key)]),
  ];
  const taken = new Set(knownKeys);
  return taken.size === knownKeys.length && !others.some((key) => taken.has(key));
}

/** Whether there is an endpoint in each of the places, and nowhere else. */
function areAt(endpoints: readonly EndpointConfig[], places: readonly PlacedEntry[]): boolean {
  if (endpoints.length !== places.length) return false;
  return places.every(({ file, line, lines }, index) => {
    const position = endpoints[index]?.position;
    return position !== undefined && position.file === file && position.line >= line && position.line < line + lines;
  });
}

function together(
  { config, problems, secretValues }: Assembled,
  entries: readonly PlacedEntry[],
  found: ReadonlyArray<KnownEndpoint | null>,
  secrets: ReadonlySet<string>,
): Assembled {
  const fresh = [...(config?.endpoints ?? [])];
  const places: number[] = [];
  let taken = 0;
  const endpoints = entries.flatMap(({ line }, index) => {
    const known = found[index] ?? null;
    if (known !== null) return [atLine(known.config, line + known.lineOffset)];
    places.push(index);
    taken += 1;
    return fresh[taken - 1] ?? [];
  });
  const whole = (path: string): string => path.replace(/^endpoints\[(\d+)\]/, (_all, index) => `endpoints[${places[Number(index)] ?? 0}]`);
  return {
    config: config === null ? null : { ...config, endpoints },
    problems: problems.map((problem) => ({ ...problem, path: whole(problem.path) })),
    // What was secret a moment ago stays unsaid.
    secretValues: [...new Set([...secretValues, ...secrets])],
  };
}

/** The same endpoint on another line. */
export function atLine(config: EndpointConfig, line: number): EndpointConfig {
  return config.position.line === line ? config : { ...config, position: { ...config.position, line } };
}

interface Kept {
  readonly byText: ReadonlyMap<string, KnownEndpoint>;
  readonly inOrder: ReadonlyArray<KnownEndpoint | null>;
}

const NOTHING: Kept = { byText: new Map(), inOrder: [] };

function keep(
  { variables }: AssembleRequest,
  entries: readonly PlacedEntry[],
  { config, problems }: Assembled,
  before: ReadonlyMap<string, KnownEndpoint>,
): Kept {
  if (config === null || problems.length >= MOST_PROBLEMS || !areAt(config.endpoints, entries)) return NOTHING;
  // A value with a line break could move what stands below it, one with an anchor tie entries to each other.
  const areVariablesTame = [...variables.values()].every(({ value }) => !/[\r\n]|^\s*[&*!]/.test(value));
  const noted = new Set(problems.map(({ file, line }) => placeKey(file, line)));
  const sendable = new Set([...config.alerting.providers.keys(), DESKTOP]);
  const byText = new Map<string, KnownEndpoint>();
  const inOrder = entries.map(({ id, file, line, lines, isAlone, hasVariables }, index) => {
    const endpoint = config.endpoints[index];
    if (endpoint === undefined || !isAlone || (hasVariables && !areVariablesTame)) return null;
    for (let each = line; each < line + lines; each += 1) if (noted.size > 0 && noted.has(placeKey(file, each))) return null;
    // These depend on what stands elsewhere, in the configuration or on the disk.
    if (endpoint.dependsOn.length > 0 || endpoint.client.tls !== null || endpoint.alerts.some(({ type }) => !sendable.has(type)))
      return null;
    const known = before.get(id) ?? { config: endpoint, lineOffset: endpoint.position.line - line };
    byText.set(id, known);
    return known;
  });
  return { byText, inOrder };
}

function placeKey(file: string, line: number): string {
  return `${line} ${file}`;
}

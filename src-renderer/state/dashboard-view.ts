// From all endpoints to what the dashboard shows: search, filters, order, groups, rows. Pure.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { EndpointState, EndpointSummary } from "../../shared/model/status.ts";
import { countStates, severityOf } from "./endpoint-state.ts";

export const SORT_ORDERS = ["file", "name", "status", "slowest", "changed"] as const;

export type SortOrder = (typeof SORT_ORDERS)[number];

/** What the user asked the dashboard for. */
export interface DashboardQuery {
  readonly search: string;
  /** Empty = every state. */
  readonly states: ReadonlySet<EndpointState>;
  /** null = every group; otherwise the group and those nested in it. */
  readonly group: string | null;
  readonly tag: string | null;
  readonly sort: SortOrder;
}

export const EVERYTHING: DashboardQuery = { search: "", states: new Set(), group: null, tag: null, sort: "file" };

/** Whether the query hides anything. */
export function isFiltering(query: DashboardQuery): boolean {
  return query.search.trim() !== "" || query.states.size > 0 || query.group !== null || query.tag !== null;
}

const haystacks = new WeakMap<EndpointSummary, string>();

function haystackOf(endpoint: EndpointSummary): string {
  const known = haystacks.get(endpoint);
  if (known !== undefined) return known;
  const { name, group, target, kind, tags } = endpoint;
  const text = [group, name, target, kind, ...tags].join("\n").toLocaleLowerCase();
  haystacks.set(endpoint, text);
  return text;
}

/** The endpoints in which every word of `search` occurs: name, group, target, protocol or tag, whatever the case. */
export function searchEndpoints(endpoints: readonly EndpointSummary[], search: string): readonly EndpointSummary[] {
  const words = search
    .toLocaleLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return endpoints;
  return endpoints.filter((endpoint) => {
    const haystack = haystackOf(endpoint);
    return words.every((word) => haystack.includes(word));
  });
}

/** Whether `group` is `ancestor` or nested in it. */
export function isWithinGroup(group: string, ancestor: string): boolean {
  return group === ancestor || group.startsWith(`${ancestor}/`);
}

/** What search and filters leave, in the order that was asked for. */
export function selectEndpoints(endpoints: readonly EndpointSummary[], query: DashboardQuery): readonly EndpointSummary[] {
  const { states, group, tag } = query;
  const filtered = searchEndpoints(endpoints, query.search).filter(
    (endpoint) =>
      (states.size === 0 || states.has(endpoint.state)) &&
      (group === null || isWithinGroup(endpoint.group, group)) &&
      (tag === null || endpoint.tags.includes(tag)),
  );
  return query.sort === "file" ? filtered : filtered.toSorted(COMPARATORS[query.sort]);
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compareNames(a: EndpointSummary, b: EndpointSummary): number {
  return byName.compare(a.name, b.name) || byName.compare(a.group, b.group);
}

const COMPARATORS: Record<Exclude<SortOrder, "file">, (a: EndpointSummary, b: EndpointSummary) => number> = {
  name: compareNames,
  status: (a, b) => severityOf(a.state) - severityOf(b.state) || compareNames(a, b),
  slowest: (a, b) => (b.lastDurationMs ?? -1) - (a.lastDurationMs ?? -1) || compareNames(a, b),
  changed: (a, b) => (b.sinceMs ?? 0) - (a.sinceMs ?? 0) || compareNames(a, b),
};

/**
 * Whether search, filters, order, groups and counts come out the same for both, so that nothing needs to be worked out again.
 * Most endpoints are the same objects in both; figures that only a card shows don't matter.
 */
export function isSameOverview(before: readonly EndpointSummary[], after: readonly EndpointSummary[], sort: SortOrder): boolean {
  return (
    before.length === after.length &&
    before.every((endpoint, index) => {
      const other = after[index];
      return endpoint === other || (other !== undefined && hasSameOverview(endpoint, other, sort));
    })
  );
}

function hasSameOverview(a: EndpointSummary, b: EndpointSummary, sort: SortOrder): boolean {
  return (
    a.key === b.key &&
    a.state === b.state &&
    (a.cause === "") === (b.cause === "") &&
    a.name === b.name &&
    a.group === b.group &&
    a.target === b.target &&
    a.kind === b.kind &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index]) &&
    (sort !== "slowest" || a.lastDurationMs === b.lastDurationMs) &&
    (sort !== "changed" || a.sinceMs === b.sinceMs)
  );
}

/** Orders that compare endpoints of all groups, and so are shown without group headings. */
export function isFlat(sort: SortOrder): boolean {
  return sort === "status" || sort === "slowest" || sort === "changed";
}

/** One line of the virtual list. */
export type DashboardRow =
  | GroupRow
  | {
      readonly kind: "cards";
      readonly id: string;
      readonly keys: readonly EndpointKey[];
      readonly depth: number;
      readonly hasCause: boolean;
    }
  | { readonly kind: "item"; readonly id: string; readonly key: EndpointKey; readonly depth: number };

export interface GroupRow {
  readonly kind: "group";
  readonly id: string;
  /** The whole path; empty = endpoints without a group. */
  readonly path: string;
  /** The last part of the path. */
  readonly label: string;
  readonly depth: number;
  readonly isCollapsed: boolean;
  readonly total: number;
  /** The worst state in the group and how many are in it. */
  readonly worst: EndpointState;
  readonly worstCount: number;
}

export interface RowLayout {
  /** Cards in one line; null = a list with one endpoint in each line. */
  readonly columns: number | null;
  readonly collapsed: ReadonlySet<string>;
  readonly flat: boolean;
}

interface GroupNode {
  readonly path: string;
  readonly label: string;
  readonly own: EndpointSummary[];
  readonly children: Map<string, GroupNode>;
}

/** The rows for endpoints that are in order already. Groups come in order of first appearance, nested by `/`. */
export function layOutRows(endpoints: readonly EndpointSummary[], layout: RowLayout): readonly DashboardRow[] {
  if (layout.flat || endpoints.every((endpoint) => endpoint.group === "")) return endpointRows(endpoints, "", 0, layout.columns);
  const root: GroupNode = { path: "", label: "", own: [], children: new Map() };
  for (const endpoint of endpoints) nodeFor(root, endpoint.group).own.push(endpoint);
  return [...root.children.values()].flatMap((node) => groupRows(node, 0, layout));
}

function nodeFor(root: GroupNode, group: string): GroupNode {
  let node = root;
  let path = "";
  for (const label of group.split("/")) {
    path = node === root ? label : `${path}/${label}`;
    const known = node.children.get(label);
    const child = known ?? { path, label, own: [], children: new Map<string, GroupNode>() };
    if (known === undefined) node.children.set(label, child);
    node = child;
  }
  return node;
}

function groupRows(node: GroupNode, depth: number, layout: RowLayout): readonly DashboardRow[] {
  const all = membersOf(node);
  const counts = countStates(all);
  const worst = [...counts.keys()].toSorted((a, b) => severityOf(a) - severityOf(b))[0] ?? "unknown";
  const isCollapsed = layout.collapsed.has(node.path);
  const heading: GroupRow = {
    kind: "group",
    id: `group:${node.path}`,
    path: node.path,
    label: node.label,
    depth,
    isCollapsed,
    total: all.length,
    worst,
    worstCount: counts.get(worst) ?? 0,
  };
  if (isCollapsed) return [heading];
  return [
    heading,
    ...endpointRows(node.own, node.path, depth, layout.columns),
    ...[...node.children.values()].flatMap((child) => groupRows(child, depth + 1, layout)),
  ];
}

function membersOf(node: GroupNode): readonly EndpointSummary[] {
  return [...node.own, ...[...node.children.values()].flatMap(membersOf)];
}

function endpointRows(endpoints: readonly EndpointSummary[], path: string, depth: number, columns: number | null): readonly DashboardRow[] {
  if (columns === null) return endpoints.map(({ key }) => ({ kind: "item", id: `item:${key}`, key, depth }));
  const rows: DashboardRow[] = [];
  for (let index = 0; index < endpoints.length; index += columns) {
    const line = endpoints.slice(index, index + columns);
    rows.push({
      kind: "cards",
      id: `cards:${path}:${index}`,
      keys: line.map(({ key }) => key),
      depth,
      hasCause: line.some(({ cause }) => cause !== ""),
    });
  }
  return rows;
}

/** `next`, with every row that is the same as before replaced by the one from before; `before` itself when all are. */
export function reuseRows(before: readonly DashboardRow[], next: readonly DashboardRow[]): readonly DashboardRow[] {
  let changed = before.length !== next.length;
  const rows = next.map((row, index) => {
    const old = before[index];
    if (old !== undefined && isSameRow(old, row)) return old;
    changed = true;
    return row;
  });
  return changed ? rows : before;
}

function isSameRow(a: DashboardRow, b: DashboardRow): boolean {
  if (a.kind === "cards" && b.kind === "cards") {
    return a.id === b.id && a.hasCause === b.hasCause && a.keys.length === b.keys.length && a.keys.every((key, at) => key === b.keys[at]);
  }
  if (a.kind === "group" && b.kind === "group") {
    return a.id === b.id && a.isCollapsed === b.isCollapsed && a.total === b.total && a.worst === b.worst && a.worstCount === b.worstCount;
  }
  return a.kind === b.kind && a.id === b.id && a.depth === b.depth;
}

/** Every endpoint of the rows, in the order in which arrow keys visit them. */
export function keysOfRows(rows: readonly DashboardRow[]): readonly EndpointKey[] {
  return rows.flatMap((row) => (row.kind === "cards" ? row.keys : row.kind === "item" ? [row.key] : []));
}

/** The groups (with their ancestors) and tags that can be filtered by, in alphabetical order. */
export function listFacets(endpoints: readonly EndpointSummary[]): {
  readonly groups: readonly string[];
  readonly tags: readonly string[];
} {
  const groups = new Set<string>();
  const tags = new Set<string>();
  for (const endpoint of endpoints) for (const tag of endpoint.tags) tags.add(tag);
  for (const group of new Set(endpoints.map((endpoint) => endpoint.group))) {
    const parts = group === "" ? [] : group.split("/");
    for (let length = 1; length <= parts.length; length += 1) groups.add(parts.slice(0, length).join("/"));
  }
  return { groups: [...groups].toSorted(byName.compare), tags: [...tags].toSorted(byName.compare) };
}

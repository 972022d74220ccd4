// Which endpoints the file knows: their rows, who is in the configuration, who left, and who came back under another name.

import { createHash } from "node:crypto";
import type { EpochMs } from "../../shared/units.ts";
import type { KnownEndpoint } from "../ports/history.ts";
import type { Connection } from "./connection.ts";
import { holdOf, DEFAULT_HOLD_MS } from "./hold.ts";
import { readableRows } from "./readable-rows.ts";
import { EndpointTail } from "./tail.ts";

/** An endpoint that took over the history of another. */
export interface CarriedOver {
  readonly from: string;
  readonly to: string;
}

interface EndpointRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly group_name: string;
  readonly identity: Buffer | null;
  readonly hold_ms: number;
  readonly removed_ms: number | null;
  readonly first_ms: number | null;
  readonly block: number;
  readonly block_count: number;
}

/** What recognises an endpoint under another name. */
interface Features {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  /** Empty = not known. */
  readonly identity: string;
}

export class Directory {
  readonly #byKey = new Map<string, EndpointTail>();
  readonly #byId = new Map<number, EndpointTail>();
  readonly #features = new Map<number, Features>();
  /** By kind and URL: most endpoints of a configuration are those of the one before. */
  #fingerprints = new Map<string, string>();

  static load(connection: Connection): Directory {
    const directory = new Directory();
    for (const row of connection.all<EndpointRow>("SELECT * FROM endpoint")) directory.#take(row);
    return directory;
  }

  /** Those endpoints of a damaged file that can be read. */
  static loadReadable(connection: Connection): Directory {
    const directory = new Directory();
    for (const rows of readableRows<EndpointRow>(connection, "endpoint", [0, Number.MAX_SAFE_INTEGER])) {
      for (const row of rows) directory.#take(row);
    }
    return directory;
  }

  get tails(): IterableIterator<EndpointTail> {
    return this.#byKey.values();
  }

  find(key: string): EndpointTail | null {
    return this.#byKey.get(key) ?? null;
  }

  byId(id: number): EndpointTail | null {
    return this.#byId.get(id) ?? null;
  }

  /** The endpoint's tail; its row is made when there is none. */
  ensure(connection: Connection, key: string): EndpointTail {
    return this.#byKey.get(key) ?? this.#insert(connection, { key, name: key, group: "", kind: "", url: "" });
  }

  /** Applies what the configuration holds now; in the caller's transaction. @returns who took over whose history */
  configure(connection: Connection, endpoints: readonly KnownEndpoint[], nowMs: EpochMs): readonly CarriedOver[] {
    this.#keepFingerprints(endpoints);
    const wanted = new Set(endpoints.map(({ key }) => key));
    const leaving = [...this.tails].filter((tail) => tail.removedMs === null && !wanted.has(tail.key));
    const coming = endpoints.filter(({ key }) => !this.#byKey.has(key));
    const carried = matchMoved(
      leaving.flatMap((tail) => this.#features.get(tail.id) ?? []),
      coming.map((endpoint) => ({ ...endpoint, identity: this.#identityOf(endpoint) })),
    );
    for (const { from, to } of carried) this.rename(connection, from, to);
    for (const tail of leaving) if (!wanted.has(tail.key)) this.#setRemoved(connection, tail, nowMs);
    for (const endpoint of endpoints) {
      const tail = this.#byKey.get(endpoint.key);
      if (tail === undefined) this.#insert(connection, endpoint);
      else this.#update(connection, tail, endpoint);
    }
    return carried;
  }

  /** Gives an endpoint another key that nobody has. */
  rename(connection: Connection, from: string, to: string): void {
    const tail = this.#byKey.get(from);
    if (tail === undefined || this.#byKey.has(to)) return;
    connection.run("UPDATE endpoint SET key = ? WHERE id = ?", to, tail.id);
    this.#byKey.delete(from);
    this.#byKey.set(to, tail);
    tail.key = to;
  }

  /** Forgets an endpoint; its rows are the caller's business. */
  remove(connection: Connection, tail: EndpointTail): void {
    connection.run("DELETE FROM endpoint WHERE id = ?", tail.id);
    this.#byKey.delete(tail.key);
    this.#byId.delete(tail.id);
    this.#features.delete(tail.id);
  }

  #setRemoved(connection: Connection, tail: EndpointTail, removedMs: EpochMs | null): void {
    connection.run("UPDATE endpoint SET removed_ms = ? WHERE id = ?", removedMs, tail.id);
    tail.removedMs = removedMs;
  }

  #update(connection: Connection, tail: EndpointTail, endpoint: KnownEndpoint): void {
    const features = { key: endpoint.key, name: endpoint.name, group: endpoint.group, identity: this.#identityOf(endpoint) };
    const known = this.#features.get(tail.id);
    const holdMs = holdOf(endpoint.intervalMs);
    const same =
      known?.name === features.name && known.group === features.group && known.identity === features.identity && tail.holdMs === holdMs;
    if (tail.removedMs !== null) this.#setRemoved(connection, tail, null);
    if (same) return;
    connection.run(
      "UPDATE endpoint SET name = ?, group_name = ?, identity = ?, hold_ms = ? WHERE id = ?",
      endpoint.name,
      endpoint.group,
      Buffer.from(features.identity, "hex"),
      holdMs,
      tail.id,
    );
    tail.holdMs = holdMs;
    this.#features.set(tail.id, features);
  }

  #insert(connection: Connection, endpoint: KnownEndpoint): EndpointTail {
    const holdMs = holdOf(endpoint.intervalMs);
    const identity = this.#identityOf(endpoint);
    const { lastInsertRowid } = connection.run(
      "INSERT INTO endpoint (key, name, group_name, identity, hold_ms) VALUES (?, ?, ?, ?, ?)",
      endpoint.key,
      endpoint.name,
      endpoint.group,
      Buffer.from(identity, "hex"),
      holdMs,
    );
    return this.#take({
      id: Number(lastInsertRowid),
      key: endpoint.key,
      name: endpoint.name,
      group_name: endpoint.group,
      identity: Buffer.from(identity, "hex"),
      hold_ms: holdMs,
      removed_ms: null,
      first_ms: null,
      block: -1,
      block_count: 0,
    });
  }

  /** A fingerprint of URL and kind; the URL itself may hold a password and is not stored. */
  #identityOf(endpoint: Pick<KnownEndpoint, "kind" | "url">): string {
    return this.#fingerprints.get(sourceOf(endpoint)) ?? fingerprintOf(endpoint);
  }

  #keepFingerprints(endpoints: readonly KnownEndpoint[]): void {
    this.#fingerprints = new Map(endpoints.map((endpoint) => [sourceOf(endpoint), this.#identityOf(endpoint)]));
  }

  #take(row: EndpointRow): EndpointTail {
    const tail = new EndpointTail({
      id: row.id,
      key: row.key,
      holdMs: row.hold_ms > 0 ? row.hold_ms : DEFAULT_HOLD_MS,
      removedMs: row.removed_ms,
      firstMs: row.first_ms,
      sealed: { block: row.block, count: row.block_count },
    });
    this.#byKey.set(row.key, tail);
    this.#byId.set(row.id, tail);
    this.#features.set(row.id, {
      key: row.key,
      name: row.name,
      group: row.group_name,
      identity: row.identity?.toString("hex") ?? "",
    });
    return tail;
  }
}

/** Which newcomer is a leaver under another name: same URL and kind, and no doubt which. */
export function matchMoved(leaving: readonly Features[], coming: readonly Features[]): readonly CarriedOver[] {
  const taken = new Set<string>();
  const leaversOf = byIdentity(leaving);
  const rivalsOf = byIdentity(coming);
  return coming.flatMap((newcomer) => {
    const candidates = (leaversOf.get(newcomer.identity) ?? []).filter(({ key }) => !taken.has(key));
    const rivals = rivalsOf.get(newcomer.identity)?.length ?? 0;
    const only = candidates.length === 1 && rivals === 1 ? candidates[0] : undefined;
    const match = candidates.find(({ name }) => name === newcomer.name) ?? only;
    if (match === undefined) return [];
    taken.add(match.key);
    return [{ from: match.key, to: newcomer.key }];
  });
}

/** Those without a URL are like nobody else, and left out. */
function byIdentity(endpoints: readonly Features[]): ReadonlyMap<string, readonly Features[]> {
  const groups = new Map<string, Features[]>();
  for (const endpoint of endpoints) {
    const group = groups.get(endpoint.identity);
    if (endpoint.identity === "") continue;
    if (group === undefined) groups.set(endpoint.identity, [endpoint]);
    else group.push(endpoint);
  }
  return groups;
}

function sourceOf({ kind, url }: Pick<KnownEndpoint, "kind" | "url">): string {
  return `${kind}\0${url}`;
}

function fingerprintOf(endpoint: Pick<KnownEndpoint, "kind" | "url">): string {
  return endpoint.url === "" ? "" : createHash("sha256").update(sourceOf(endpoint)).digest("hex").slice(0, 32);
}

// Reading recorded alerts, and comparing a request with what was recorded.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "vitest";

import { BRANDING, type NameRow } from "../../../../../src-main/alerting/providers/branding.ts";
import type { SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { endpointKey } from "../../../../../shared/endpoint-key.ts";
import type { AlertMessage, MessageCondition } from "../../../../../src-main/alerting/providers/message.ts";
import { NOW_MS, sampleMessage } from "./samples.ts";

export interface VectorReply {
  readonly status: number;
  readonly body: unknown;
}

/** A recorded request; names as in the file. */
export interface VectorRequest {
  readonly transport?: "smtp" | "aws-ses";
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly server: string;
  readonly ehlo: string;
  readonly message: Readonly<Record<string, unknown>>;
  readonly wire: { readonly headers: Readonly<Record<string, string>>; readonly form: Readonly<Record<string, string>> };
}

export interface AlertVector {
  readonly id: string;
  readonly provider: string;
  readonly config: SettingsBlock;
  readonly alert: {
    readonly description?: string;
    readonly failureThreshold: number;
    readonly successThreshold: number;
    readonly sendOnResolved?: boolean;
    readonly enabled?: boolean;
    readonly minimumReminderInterval?: string;
    readonly providerOverride?: SettingsBlock;
    readonly triggered?: boolean;
    readonly resolveKey?: string;
  };
  readonly endpoint: {
    readonly name: string;
    readonly group: string;
    readonly url: string;
    readonly extraLabels?: Readonly<Record<string, string>>;
  };
  readonly resolved: boolean;
  readonly conditionResults: readonly MessageCondition[] | null;
  readonly errors: readonly string[] | null;
  readonly result?: {
    readonly timestamp?: string;
    readonly httpStatus?: number;
    readonly hostname?: string;
    readonly ip?: string;
    readonly dnsRCode?: string;
  };
  readonly responses?: readonly VectorReply[];
  readonly validateResponses?: readonly VectorReply[];
  readonly expectOnValidate?: readonly VectorRequest[];
  readonly expect: VectorRequest;
  readonly expectAll?: readonly VectorRequest[];
  readonly expectError?: string;
  readonly resolveKeyAfter?: string;
}

const FIXTURES = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));

function vectorFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^alert-vectors.*\.jsonl$/.test(name))
    .map((name) => join(folder, name));
}

/** All recorded alerts of `test/fixtures/` and of the folder that `SENTRAY_VECTORS` names. */
export function readVectors(): readonly AlertVector[] {
  const further = process.env["SENTRAY_VECTORS"] ?? "";
  const files = [...vectorFiles(FIXTURES), ...(further === "" ? [] : vectorFiles(further))];
  return files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as AlertVector),
  );
}

function minutes(written: string | undefined): number {
  const match = /^(\d+)m$/.exec(written ?? "0m");
  if (match === null) throw new Error(`interval ${written ?? ""} in a vector`);
  return Number(match[1]) * 60_000;
}

/** The recorded alert as a message. */
export function messageOf(vector: AlertVector): AlertMessage {
  const { alert, endpoint, result } = vector;
  const { id, incidentId, ...rest } = sampleMessage();
  return {
    ...rest,
    id: `${id}/${vector.id}`,
    incidentId,
    kind: vector.resolved ? "resolved" : alert.triggered === true ? "reminder" : "triggered",
    endpoint: {
      key: endpointKey(endpoint.group, endpoint.name),
      isDns: false,
      tags: [],
      links: [],
      ...endpoint,
      extraLabels: endpoint.extraLabels ?? {},
    },
    alert: {
      description: alert.description ?? null,
      failureThreshold: alert.failureThreshold,
      successThreshold: alert.successThreshold,
      sendOnResolved: alert.sendOnResolved ?? null,
      enabled: alert.enabled ?? null,
      minimumReminderIntervalMs: minutes(alert.minimumReminderInterval),
      providerOverride: alert.providerOverride ?? null,
    },
    result: {
      timestampMs: result?.timestamp === undefined ? NOW_MS : Date.parse(result.timestamp),
      conditions: vector.conditionResults ?? [],
      errors: vector.errors ?? [],
      status: result?.httpStatus ?? 0,
      hostname: result?.hostname ?? "",
      ip: result?.ip ?? "",
      dnsRcode: result?.dnsRCode ?? "",
    },
    resolveKey: alert.resolveKey ?? "",
  };
}

function renamed(value: unknown, row: NameRow): unknown {
  if (typeof value !== "string") return value;
  if (row.match === "whole") return value === row.gatus ? row.ours : value;
  return value.startsWith(row.gatus) ? row.ours + value.slice(row.gatus.length) : value;
}

function applyAt(value: unknown, path: readonly string[], row: NameRow): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return renamed(value, row);
  if (key === "*") return Array.isArray(value) ? (value as readonly unknown[]).map((entry) => applyAt(entry, rest, row)) : value;
  if (typeof value !== "object" || value === null || !(key in value)) return value;
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.flatMap(([name, entry]) => {
      if (name !== key) return [[name, entry]];
      return rest.length === 0 && row.match === "omitted" ? [] : [[name, applyAt(entry, rest, row)]];
    }),
  );
}

/** The recorded request with one of the names replaced. */
export function withName(request: VectorRequest, row: NameRow): VectorRequest {
  return applyAt(request, row.at, row) as VectorRequest;
}

/** What is expected of us: the recorded request with our names in the places of the table. */
export function withOurNames(provider: string, request: VectorRequest): VectorRequest {
  const rows = Object.entries(BRANDING).flatMap(([type, names]) => (type === provider ? (Object.values(names) as readonly NameRow[]) : []));
  return rows.reduce(withName, request);
}

const VARIABLE: Readonly<Record<string, unknown>> = {
  "<NOW_UNIX_SECONDS>": Math.floor(NOW_MS / 1_000),
  "<NOW_UNIX_SECONDS_X_1000>": Math.floor(NOW_MS / 1_000) * 1_000,
  "<NOW_RFC3339>": "2026-01-02T03:04:05Z",
  "<UUID_V4>": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  "<SHA256_HEX>": expect.stringMatching(/^[0-9a-f]{64}$/),
};

/** Replaces the marks for what varies by what it must be here. */
export function withVariables(value: unknown): unknown {
  if (typeof value === "string") return VARIABLE[value] ?? value;
  if (Array.isArray(value)) return (value as readonly unknown[]).map(withVariables);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withVariables(entry)]));
}

/** Two spellings of one address become the same text. */
export function comparableUrl(url: string): string {
  const readable = decodeURIComponent(new URL(url.replace(/%(?![0-9A-Fa-f]{2})/g, "%25")).href);
  return readable.replace(/(?<=\/m\.room\.message\/)(?:[A-Za-z0-9]{24}|<RANDOM_24_ALNUM>)/, "*");
}

// The keys of an entry that only some kinds have, and those that few people need. Both made from the configuration's own description.

import type { ReactNode } from "react";
import { endpointBlock } from "../../../../shared/config-schema/endpoint.ts";
import type { BlockSchema, Fields } from "../../../../shared/config-schema/schema.ts";
import type { EndpointKind } from "../../../../shared/model/endpoint.ts";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import { SchemaFields } from "../fields/schema-fields.tsx";

interface KindFieldsProps {
  readonly kind: EndpointKind;
  readonly value: PlainMapping;
  readonly onChange: (value: PlainMapping) => void;
}

/** What a kind is asked with, beside its address. */
const KEYS_OF_KIND: Readonly<Partial<Record<EndpointKind, readonly string[]>>> = {
  HTTP: ["method", "headers", "body", "graphql"],
  WEBSOCKET: ["headers", "body"],
  GRPC: ["headers", "body"],
  TCP: ["body"],
  UDP: ["body"],
  TLS: ["body"],
  SSH: ["ssh", "body"],
  DNS: ["dns"],
};

const ASKED_WITH = new Set(Object.values(KEYS_OF_KIND).flat());
/** In the form itself. */
const ELSEWHERE = ["name", "group", "url", "interval", "conditions", "degraded-conditions", "alerts"];

export function KindFields({ kind, value, onChange }: KindFieldsProps): ReactNode {
  const keys = KEYS_OF_KIND[kind] ?? [];
  // A body that nobody sends takes no room: it is among the other keys until it is there.
  const shown = keys.filter((key) => isShownAtOnce(key, value));
  return shown.length === 0 ? null : <SchemaFields block={only(shown)} value={value} onChange={(next) => onChange(next ?? {})} />;
}

export function MoreFields({ kind, value, onChange }: KindFieldsProps): ReactNode {
  const ofKind = KEYS_OF_KIND[kind] ?? [];
  const keys = Object.keys(endpointBlock.fields).filter((key) => {
    if (ELSEWHERE.includes(key)) return false;
    if (ofKind.includes(key)) return !isShownAtOnce(key, value);
    return !ASKED_WITH.has(key) || Object.hasOwn(value, key);
  });
  const block = only(keys);
  return (
    <SchemaFields
      block={{ ...block, fields: withoutTimeout(block.fields, kind) }}
      value={value}
      onChange={(next) => onChange(next ?? {})}
    />
  );
}

/** Methods are always worth a look; the rest where it is used, or where a kind cannot do without. */
function isShownAtOnce(key: string, value: PlainMapping): boolean {
  return key === "method" || key === "dns" || Object.hasOwn(value, key);
}

function only(keys: readonly string[]): BlockSchema {
  const fields: Fields = Object.fromEntries(Object.entries(endpointBlock.fields).filter(([key]) => keys.includes(key)));
  return { ...endpointBlock, fields };
}

/** The time-out has a field of its own; the address family matters to ICMP alone. */
function withoutTimeout(fields: Fields, kind: EndpointKind): Fields {
  const client = fields["client"];
  if (client === undefined || client.schema.type !== "block") return fields;
  const kept = Object.entries(client.schema.fields).filter(([key]) => key !== "timeout" && (key !== "network" || kind === "ICMP"));
  return { ...fields, client: { ...client, schema: { ...client.schema, fields: Object.fromEntries(kept) } } };
}

// What Uptime Kuma asks of a web server, as the keys of an HTTP check: address, method, headers, body, login. Pure.

import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import { setOwn } from "../edit/written-value.ts";
import { statusConditions } from "./kuma-conditions.ts";
import { listIn, numberIn, recordIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

/** What a type of monitor needs besides what all have. */
export interface Specific {
  readonly value: PlainMapping;
  readonly conditions: readonly string[];
  readonly notes: readonly Told[];
}

/** `why`: it has no counterpart, and this is the reason. */
export type Converted = Specific | { readonly why: Told };

/** A monitor that asks over HTTP. */
export function httpCheck(record: Loose): Converted {
  const url = textIn(record, "url").trim();
  if (!/^https?:\/\/[^/\s]/.test(url)) return { why: note("importing.kuma.noHttp") };
  const status = statusConditions(listIn(record, "accepted_statuscodes_json", "accepted_statuscodes"));
  const method = textIn(record, "method").toUpperCase();
  const body = textIn(record, "body");
  const auth = authentication(record);
  const headers: Record<string, PlainValue> = {};
  for (const [name, value] of Object.entries(recordIn(record, "headers"))) {
    if (typeof value === "string" || typeof value === "number") setOwn(headers, name, String(value));
  }
  Object.assign(headers, auth.headers);
  const redirects = numberIn(record, "maxredirects");
  const client: PlainMapping = { ...(redirects === 0 ? { "ignore-redirect": true } : {}), ...auth.client };
  const value: PlainMapping = {
    url,
    ...(method === "" || method === "GET" ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === "" ? {} : { body }),
    ...(Object.keys(client).length === 0 ? {} : { client }),
  };
  const encoding = textIn(record, "http_body_encoding", "httpBodyEncoding");
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const types: Readonly<Record<string, string>> = {
    json: "application/json",
    form: "application/x-www-form-urlencoded",
    xml: "text/xml; charset=utf-8",
  };
  const type = body === "" || hasType ? undefined : types[encoding === "" ? "json" : encoding];
  return {
    value: type === undefined ? value : { ...value, headers: { ...headers, "Content-Type": type } },
    conditions: status.conditions,
    notes: [...status.notes, ...auth.notes],
  };
}

interface Authentication {
  readonly headers: PlainMapping;
  readonly client: PlainMapping;
  readonly notes: readonly Told[];
}

function authentication(record: Loose): Authentication {
  const method = textIn(record, "auth_method", "authMethod");
  const user = textIn(record, "basic_auth_user", "basicAuthUser");
  const password = textIn(record, "basic_auth_pass", "basicAuthPass");
  if (method === "oauth2-cc") {
    const scopes = textIn(record, "oauth_scopes")
      .split(/\s+/)
      .filter((scope) => scope !== "");
    const oauth2 = {
      "token-url": textIn(record, "oauth_token_url"),
      "client-id": textIn(record, "oauth_client_id"),
      "client-secret": textIn(record, "oauth_client_secret"),
      scopes,
    };
    return { headers: {}, client: { oauth2 }, notes: [] };
  }
  if (method === "ntlm" || method === "mtls") return { headers: {}, client: {}, notes: [note("importing.kuma.login", { method })] };
  if (user === "" && password === "") return { headers: {}, client: {}, notes: [] };
  return { headers: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` }, client: {}, notes: [] };
}

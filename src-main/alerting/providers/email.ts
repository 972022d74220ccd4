// E-mail over SMTP.

import { createHash } from "node:crypto";

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { defineProvider } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { SettingsProblem } from "./provider.ts";
import { client, integer, secret, text } from "./settings.ts";
import { byState, displayName, mailText } from "./texts.ts";

const TEXT_LIMIT = 500_000;
/** A header line holds 998 bytes. @see RFC 5322 §2.1.1 */
const SUBJECT_LIMIT = 200;
const IMPLICIT_TLS_PORT = 465;

/** The part after the only `@`, without what follows an address in angle brackets. */
function domainOf(address: string): string {
  const parts = address.split("@");
  return parts.length === 2 ? (parts[1] ?? "").replace(/>.*$/, "").trim() : "";
}

function subject(message: AlertMessage): string {
  return `${displayName(message)}: Alert ${byState(message, "triggered", "resolved")}`;
}

function validate(settings: { readonly port: number }): readonly SettingsProblem[] {
  return settings.port >= 1 && settings.port <= 65_535
    ? []
    : [problemAt(["port"], say("errors.channel.range", { key: "port", from: 1, to: 65_535 }))];
}

export const email = defineProvider({
  type: "email",
  title: "E-mail",
  overrides: { kind: "checked", required: ["to"] },
  capabilities: { dedup: "transaction" },
  shape: {
    from: text({ title: "From", description: "Address that sends.", required: true }),
    username: text({ title: "User name", description: "Name to log in with; `from` if absent." }),
    password: secret({ title: "Password", description: "Password to log in with; without one there is no log-in." }),
    host: text({ title: "Server", description: "Host of the mail server.", required: true }),
    port: integer({
      title: "Port",
      description: "Port of the mail server; 465 is encrypted from the start.",
      required: true,
      override: "positive",
    }),
    to: text({ title: "To", description: "Addresses that get it, separated by commas.", required: true }),
    client: client("Only `insecure` counts: certificates are not checked."),
  },
  validate,
  request: (settings, message, words) => {
    const domain = domainOf(settings.from) || "localhost";
    const hasLogin = settings.password !== "";
    return {
      transport: "smtp",
      host: settings.host,
      port: settings.port,
      implicitTls: settings.port === IMPLICIT_TLS_PORT,
      verifyCertificates: settings.client?.insecure !== true,
      ehloName: hasLogin ? "localhost" : domain,
      login: hasLogin ? { username: settings.username || settings.from, password: settings.password } : null,
      from: settings.from,
      to: settings.to.split(","),
      subject: shorten(words.title(message) ?? subject(message), SUBJECT_LIMIT),
      text: fit(TEXT_LIMIT, message, (it) => words.body(it) ?? mailText(it, { labels: true })),
      messageId: `<${createHash("sha256").update(message.id).digest("hex").slice(0, 40)}@${domain}>`,
    };
  },
});

// Sends e-mail through Amazon SES (API version 1) with AWS' own client, loaded on first use.

import { SECOND } from "../../../../shared/units.ts";
import type { SesSender, TransportResult } from "../executor.ts";
import type { SesMail } from "../provider.ts";

/** What a sender is made with. */
export interface SesOptions {
  /** Another address than AWS' own for the region. */
  readonly endpoint?: string;
}

const LONGEST_SEND_MS = 30 * SECOND;
const CHARSET = "UTF-8";

/** Errors that the same request will meet again: bad credentials, unverified addresses, malformed input. */
function resultOf(thrown: unknown): TransportResult {
  const metadata: unknown = thrown instanceof Error ? Reflect.get(thrown, "$metadata") : undefined;
  const found: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
  const status = typeof found === "number" ? found : 0;
  const isThrottled = status === 429 || (thrown instanceof Error && /throttl/i.test(thrown.name));
  const reply = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: "failed", permanent: status >= 400 && status < 500 && !isThrottled, status, reply };
}

async function send(mail: SesMail, options: SesOptions, signal: AbortSignal): Promise<TransportResult> {
  const { SESClient, SendEmailCommand } = await import("@aws-sdk/client-ses");
  const client = new SESClient({
    ...(mail.region === "" ? {} : { region: mail.region }),
    ...(mail.credentials === null ? {} : { credentials: mail.credentials }),
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  const command = new SendEmailCommand({
    Source: mail.from,
    Destination: { ToAddresses: [...mail.to] },
    Message: { Subject: { Charset: CHARSET, Data: mail.subject }, Body: { Text: { Charset: CHARSET, Data: mail.text } } },
  });
  try {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_SEND_MS)]);
    const sent = await client.send(command, { abortSignal });
    return { kind: "accepted", status: sent.$metadata.httpStatusCode ?? 200, reply: sent.MessageId ?? "" };
  } finally {
    client.destroy();
  }
}

/** Sends each mail with its own credentials and region. */
export function createSesSender(options: SesOptions = {}): SesSender {
  return { send: (mail, signal) => send(mail, options, signal).catch(resultOf) };
}

// Runs a provider's exchange: sends each request through the port for its transport, ends it at the first failure, and tells
// what came of it as a value. The only place where alert messages leave the program.

import type { HttpClient } from "../../ports/http-client.ts";
import type { Notifier } from "../../ports/alerting.ts";
import type { AlertMessage, AttemptState, DeliveryOutcome } from "./message.ts";
import type { Channel, SesMail, SmtpMail } from "./provider.ts";

/** What a transport other than HTTP says: an SMTP or HTTP status (0 = none) and a short text. Never throws. */
export type TransportResult =
  | { readonly kind: "accepted"; readonly status: number; readonly reply: string }
  | { readonly kind: "failed"; readonly permanent: boolean; readonly status: number; readonly reply: string };

/** Sends e-mail over SMTP. */
export interface Mailer {
  send(mail: SmtpMail, signal: AbortSignal): Promise<TransportResult>;
}

/** Sends e-mail through Amazon SES. */
export interface SesSender {
  send(mail: SesMail, signal: AbortSignal): Promise<TransportResult>;
}

/** The ways out. */
export interface DeliveryPorts {
  readonly http: HttpClient;
  readonly mailer: Mailer;
  readonly ses: SesSender;
  readonly notifier: Notifier;
}

/** Makes one attempt at delivering a message. Never rejects; an aborted signal is a `retry`. */
export type Deliver = (
  channel: Channel,
  message: AlertMessage,
  attempt: AttemptState,
  ports: DeliveryPorts,
  signal: AbortSignal,
) => Promise<DeliveryOutcome>;

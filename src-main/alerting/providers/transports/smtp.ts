// Sends e-mail over SMTP with nodemailer's connection and composer, loaded on first use. Encrypted wherever the server offers it;
// a password never travels in the clear, except to this machine itself.

import type SmtpConnection from "nodemailer/lib/smtp-connection";

import { SECOND } from "../../../../shared/units.ts";
import type { Mailer, TransportResult } from "../executor.ts";
import type { SmtpMail } from "../provider.ts";

/** For each of connecting, greeting and silence in between. */
const PATIENCE_MS = 10 * SECOND;
/** For the whole of it. */
const LONGEST_SEND_MS = 60 * SECOND;

interface SmtpFailure {
  readonly code: string;
  readonly status: number;
  readonly text: string;
}

function failureOf(thrown: unknown): SmtpFailure {
  if (!(thrown instanceof Error)) return { code: "", status: 0, text: String(thrown) };
  const responseCode: unknown = Reflect.get(thrown, "responseCode");
  const code: unknown = Reflect.get(thrown, "code");
  const response: unknown = Reflect.get(thrown, "response");
  return {
    code: typeof code === "string" ? code : "",
    status: typeof responseCode === "number" ? responseCode : 0,
    text: typeof response === "string" && response !== "" ? response : thrown.message,
  };
}

/** 5yz is final, all else may pass. A wrong password is 535; one over a line that cannot be encrypted never was sent. */
function resultOf(thrown: unknown): TransportResult {
  const { status, text } = failureOf(thrown);
  return { kind: "failed", permanent: status >= 500, status, reply: text };
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Addresses of the envelope: `Name <a@b>` becomes `a@b`, doubles go. */
function envelopeAddresses(written: readonly string[]): readonly string[] {
  return [...new Set(written.map((address) => (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim()).filter((it) => it !== ""))];
}

async function compose(mail: SmtpMail): Promise<Buffer> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const composer = new MailComposer({
    from: mail.from,
    to: mail.to.join(", "),
    subject: mail.subject,
    text: mail.text,
    textEncoding: "quoted-printable",
    messageId: mail.messageId,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function step<T>(
  connection: SmtpConnection,
  run: (done: (error: Error | null | undefined, value?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error);
    connection.once("error", fail);
    run((error, value) => {
      connection.removeListener("error", fail);
      if (error) reject(error);
      else resolve(value);
    });
  });
}

async function converse(connection: SmtpConnection, mail: SmtpMail, source: Buffer): Promise<TransportResult> {
  await step<never>(connection, (done) => connection.connect((error) => done(error)));
  const { login } = mail;
  // A server without authentication wants none, whatever is configured; so does Gatus.
  if (login !== null && connection.allowsAuth) {
    await step<never>(connection, (done) =>
      connection.login({ credentials: { user: login.username, pass: login.password } }, (error) => done(error)),
    );
  }
  const envelope = { from: envelopeAddresses([mail.from])[0] ?? "", to: [...envelopeAddresses(mail.to)] };
  const sent = await step<{ readonly response: string; readonly rejected: readonly string[] }>(connection, (done) =>
    connection.send(envelope, source, (error, info) => done(error, info)),
  );
  const refused = sent?.rejected ?? [];
  const reply = refused.length === 0 ? (sent?.response ?? "") : `${sent?.response ?? ""} (refused for ${refused.join(", ")})`;
  return { kind: "accepted", status: 250, reply };
}

async function openConnection(mail: SmtpMail): Promise<SmtpConnection> {
  const { default: SMTPConnection } = await import("nodemailer/lib/smtp-connection");
  return new SMTPConnection({
    host: mail.host,
    port: mail.port,
    secure: mail.implicitTls,
    requireTLS: !mail.implicitTls && mail.login !== null && !isThisMachine(mail.host),
    name: mail.ehloName,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    tls: { rejectUnauthorized: mail.verifyCertificates },
  });
}

async function send(mail: SmtpMail, signal: AbortSignal): Promise<TransportResult> {
  if (signal.aborted) return { kind: "failed", permanent: false, status: 0, reply: "stopped" };
  const source = await compose(mail);
  const connection = await openConnection(mail);
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_SEND_MS)]);
  const stopped = new Promise<TransportResult>((resolve) => {
    const stop = (): void => resolve({ kind: "failed", permanent: false, status: 0, reply: signal.aborted ? "stopped" : "took too long" });
    deadline.addEventListener("abort", stop, { once: true });
  });
  // After the outcome is known, what the closing connection still says concerns nobody.
  connection.on("error", () => undefined);
  try {
    const result = await Promise.race([converse(connection, mail, source), stopped]);
    if (result.kind === "accepted") connection.quit();
    return result;
  } finally {
    connection.close();
  }
}

/** Sends through the server that each mail names; keeps no connection. */
export function createSmtpMailer(): Mailer {
  return { send: (mail, signal) => send(mail, signal).catch(resultOf) };
}

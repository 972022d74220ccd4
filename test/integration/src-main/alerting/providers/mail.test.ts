// E-mail over real SMTP connections: with and without encryption and log-in, and with servers that refuse. SES against a recorder.

import { afterEach, describe, expect, it } from "vitest";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

import { deliver } from "../../../../../src-main/alerting/providers/executor.ts";
import { FIRST_ATTEMPT } from "../../../../../src-main/alerting/providers/message.ts";
import type { SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { createSesSender } from "../../../../../src-main/alerting/providers/transports/ses.ts";
import { createSmtpMailer } from "../../../../../src-main/alerting/providers/transports/smtp.ts";
import { type KeyPair, selfSigned } from "../../../../helpers/servers/certificates.ts";
import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { closedPort, serveTcp } from "../../../../helpers/servers/tcp-server.ts";
import { openSample, recordingPorts, sampleMessage } from "../../../../unit/src-main/alerting/providers/samples.ts";
import { messageOf, readVectors } from "../../../../unit/src-main/alerting/providers/vector-file.ts";

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly ehlo: string;
  readonly isSecure: boolean;
  readonly user: string;
  readonly source: string;
}

interface MailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
}

const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serveMail(options: SMTPServerOptions, pair?: KeyPair): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    ...(pair === undefined ? { hideSTARTTLS: true } : { cert: pair.cert, key: pair.key }),
    onAuth: ({ username, password }, _session, done) => {
      if (password === "right") done(null, { user: username ?? "" });
      else done(Object.assign(new Error("wrong password"), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const user: unknown = session.user;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          ehlo: session.hostNameAppearsAs,
          isSecure: session.secure,
          user: typeof user === "string" ? user : "",
          source: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, mails };
}

function settingsFor(port: number, more: SettingsBlock = {}): SettingsBlock {
  return { from: "from@example.com", to: "to@example.com", host: "127.0.0.1", port, ...more };
}

function send(settings: SettingsBlock, message = sampleMessage(), signal = new AbortController().signal) {
  return deliver(openSample("email", settings), message, FIRST_ATTEMPT, { ...recordingPorts(), mailer: createSmtpMailer() }, signal);
}

function headerOf(mail: ReceivedMail | undefined, name: string): string {
  const head = (mail?.source ?? "").split("\r\n\r\n")[0] ?? "";
  return new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, "im").exec(head)?.[1] ?? "";
}

/** The text after the headers, its quoted-printable undone. */
function textOf(mail: ReceivedMail | undefined): string {
  const encoded = (mail?.source ?? "").split("\r\n\r\n").slice(1).join("\r\n\r\n").replaceAll("=\r\n", "");
  const bytes = encoded.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n");
}

function decodedSubject(mail: ReceivedMail | undefined): string {
  return headerOf(mail, "Subject").replace(/=\?UTF-8\?([QB])\?([^?]*)\?=(?:\r\n )?/gi, (_, kind: string, encoded: string) => {
    if (kind.toUpperCase() === "B") return Buffer.from(encoded, "base64").toString("utf8");
    const bytes = encoded
      .replaceAll("_", " ")
      .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString("utf8");
  });
}

describe("recorded e-mails", () => {
  const vectors = readVectors().filter(({ provider }) => provider === "email");

  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", async (_, vector) => {
    const { port, mails } = await serveMail({ authOptional: true });
    const outcome = await send({ ...vector.config, host: "127.0.0.1", port, password: "" }, messageOf(vector));
    expect(outcome).toMatchObject({ kind: "delivered", status: 250 });
    const [mail] = mails;
    const { envelopeFrom, envelopeTo, subject, body } = vector.expect.message;
    expect(mail).toMatchObject({ from: envelopeFrom, to: envelopeTo });
    expect(decodedSubject(mail)).toBe(subject);
    expect(textOf(mail).trimEnd()).toBe(String(body).trimEnd());
    expect(headerOf(mail, "Content-Transfer-Encoding")).toBe("quoted-printable");
    expect(headerOf(mail, "Content-Type").toLowerCase()).toBe("text/plain; charset=utf-8");
  });
});

describe("encryption and log-in", () => {
  it("uses STARTTLS where it is offered, and logs in", async () => {
    const { port, mails } = await serveMail({}, await selfSigned());
    const outcome = await send(settingsFor(port, { password: "right", client: { insecure: true } }));
    expect(outcome.kind).toBe("delivered");
    expect(mails).toMatchObject([{ isSecure: true, user: "from@example.com", ehlo: "localhost" }]);
  });

  it("names itself by the sender's domain without log-in", async () => {
    const { port, mails } = await serveMail({ authOptional: true });
    await send(settingsFor(port));
    expect(mails).toMatchObject([{ isSecure: false, user: "", ehlo: "example.com" }]);
  });

  it("refuses a certificate that is not trusted, unless told otherwise", async () => {
    const { port, mails } = await serveMail({ authOptional: true }, await selfSigned());
    const outcome = await send(settingsFor(port));
    expect(outcome).toMatchObject({ kind: "retry", status: 0 });
    expect(mails).toHaveLength(0);
  });

  it("never sends a password in the clear to another machine", async () => {
    const { port, mails } = await serveMail({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
    const outcome = await send(settingsFor(port, { host: "0.0.0.0", password: "right" }));
    expect(outcome.kind).not.toBe("delivered");
    expect(mails).toHaveLength(0);
  });

  it("skips the log-in where the server knows none", async () => {
    const { port, mails } = await serveMail({ disabledCommands: ["AUTH"], authOptional: true });
    const outcome = await send(settingsFor(port, { password: "right" }));
    expect(outcome.kind).toBe("delivered");
    expect(mails).toHaveLength(1);
  });

  it("is rejected with a wrong password, which the outcome does not tell", async () => {
    const { port } = await serveMail({}, await selfSigned());
    const outcome = await send(settingsFor(port, { password: "wrong-password", client: { insecure: true } }));
    expect(outcome).toMatchObject({ kind: "rejected", status: 535 });
    expect(outcome.reply).not.toContain("wrong-password");
  });
});

describe("servers that refuse", () => {
  it.each([
    ["for good", 550, { kind: "rejected", status: 550 }],
    ["for now", 451, { kind: "retry", status: 451 }],
  ])("%s", async (_, responseCode, expected) => {
    const { port } = await serveMail({
      authOptional: true,
      onMailFrom: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode })),
    });
    expect(await send(settingsFor(port))).toMatchObject(expected);
  });

  it("the connection", async () => {
    expect(await send(settingsFor(await closedPort()))).toMatchObject({ kind: "retry", status: 0 });
  });

  it("to say anything: the attempt ends when it is stopped", async () => {
    const stop = new AbortController();
    const silent = await serveTcp(() => stop.abort());
    closers.push(() => silent.close());
    expect(await send(settingsFor(silent.port), sampleMessage(), stop.signal)).toMatchObject({ kind: "retry", reply: "stopped" });
    await silent.allClosed();
  });

  it("to speak SMTP", async () => {
    const web = await serveTcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    closers.push(() => web.close());
    expect((await send(settingsFor(web.port))).kind).toBe("retry");
  });

  it("one of two recipients: the other has it, and the reply says so", async () => {
    const { port, mails } = await serveMail({
      authOptional: true,
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith("bad")) done(Object.assign(new Error("unknown"), { responseCode: 550 }));
        else done();
      },
    });
    const outcome = await send(settingsFor(port, { to: "good@example.com,bad@example.com" }));
    expect(outcome).toMatchObject({ kind: "delivered" });
    expect(outcome.reply).toContain("refused for bad@example.com");
    expect(mails).toMatchObject([{ to: ["good@example.com"] }]);
  });
});

describe("text that could be taken for commands or headers", () => {
  it("stays text", async () => {
    const { port, mails } = await serveMail({ authOptional: true });
    const { alert, endpoint } = sampleMessage();
    const evil = sampleMessage({
      endpoint: { ...endpoint, name: "x\r\nBcc: victim@example.com" },
      alert: { ...alert, description: "<&\"'>\r\n.\r\nMAIL FROM:<x@y>" },
    });
    expect((await send(settingsFor(port), evil)).kind).toBe("delivered");
    expect(mails).toHaveLength(1);
    expect(headerOf(mails[0], "Bcc")).toBe("");
    expect(textOf(mails[0])).toContain("\n.\nMAIL FROM:<x@y>");
  });

  it("a repeated delivery carries the same Message-ID", async () => {
    const { port, mails } = await serveMail({ authOptional: true });
    await send(settingsFor(port));
    await send(settingsFor(port));
    await send(settingsFor(port), sampleMessage({ id: "another" }));
    const ids = mails.map((mail) => headerOf(mail, "Message-ID"));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});

describe("SES", () => {
  const vectors = readVectors().filter(({ provider }) => provider === "aws-ses");
  const accepted = `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>id-1</MessageId></SendEmailResult></SendEmailResponse>`;
  const refusal = (code: string) =>
    `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

  async function record(status: number, answer: string) {
    const forms: Array<Readonly<Record<string, string>>> = [];
    const server = await serveHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
        forms.push({ ...form, authorization: request.headers.authorization ?? "" });
        response.writeHead(status, { "content-type": "text/xml" }).end(answer);
      });
    });
    closers.push(() => server.close());
    return { forms, ses: createSesSender({ endpoint: server.url }) };
  }

  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", async (_, vector) => {
    const { forms, ses } = await record(200, accepted);
    const settings = { ...vector.config, "access-key-id": "AKIDEXAMPLE", "secret-access-key": "SECRET" };
    const outcome = await deliver(
      openSample("aws-ses", settings),
      messageOf(vector),
      FIRST_ATTEMPT,
      { ...recordingPorts(), ses },
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ kind: "delivered", status: 200, reply: "id-1" });
    expect(forms[0]).toMatchObject(vector.expect.wire.form);
    expect(forms[0]?.["authorization"]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/[a-z0-9-]+\/ses\//);
  });

  it("is rejected for an address that was not verified", async () => {
    const { ses } = await record(400, refusal("MessageRejected"));
    const settings = {
      "access-key-id": "A",
      "secret-access-key": "SECRET",
      region: "eu-west-1",
      from: "a@example.com",
      to: "b@example.com",
    };
    const ports = { ...recordingPorts(), ses };
    const outcome = await deliver(openSample("aws-ses", settings), sampleMessage(), FIRST_ATTEMPT, ports, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: "rejected", status: 400 });
  });
});

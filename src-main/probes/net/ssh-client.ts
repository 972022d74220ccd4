// A logged-in SSH connection on an open stream, for the SSH probe and for tunnels. The library is loaded when it is first needed.

import type { Duplex } from "node:stream";
import type { Client, ConnectConfig } from "ssh2";
import { asError, codeOf, ProbeFailure } from "../failure.ts";
import { tidy } from "../pure/wording.ts";
import { putBack, readSome } from "./streams.ts";

/** Who logs in. A key is tried before the password. */
export interface SshCredentials {
  readonly username: string;
  readonly password: string;
  readonly privateKey: string;
}

/** A name for the client, as RFC 4253 section 4.2 wants one. */
const CLIENT_IDENT = "Sentray_1.0";
const GREETING = /^SSH-/m;

/**
 * Waits for the greeting and leaves it in the stream. The library notices a server that is not SSH only when its own time is up, and reads lines before the greeting without end.
 * @see RFC 4253 section 4.2
 */
export async function expectSsh(stream: Duplex, maxBytes: number): Promise<void> {
  let first = Buffer.alloc(0);
  for (;;) {
    first = Buffer.concat([first, await readSome(stream, maxBytes - first.length)]);
    const text = first.toString("latin1");
    // Lines before the greeting are allowed, so only what cannot be SSH at all is refused.
    const isTlsRecord = first[0] === 0x15 || first[0] === 0x16;
    if (isTlsRecord || /^(?:HTTP\/|220[ -]|\+OK|\* OK|RFB |<|\{)/.test(text)) {
      throw new ProbeFailure("protocol", "server does not speak SSH on this port");
    }
    if (GREETING.test(text)) {
      break;
    }
    if (first.length >= maxBytes) {
      throw new ProbeFailure("too-large", `server sent more than ${String(maxBytes)} bytes without an SSH greeting`);
    }
  }
  putBack(stream, first);
  // The stream leaves its paused mode one tick after its last reader has gone.
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

function loginFailure(error: Error & { readonly level?: string }): Error {
  if (error.level === "client-authentication") {
    return new ProbeFailure("request", "SSH login was refused", { cause: error });
  }
  // Errors of the connection have a system code and are worded like all of their kind; the others are the protocol's.
  return codeOf(error) === "" ? new ProbeFailure("protocol", `SSH handshake failed: ${tidy(error.message)}`, { cause: error }) : error;
}

function login(client: Client, config: ConnectConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    // Stays for the connection's life: the library may tell of one failure twice, and an error that nobody hears ends the process.
    client.on("error", (error) => {
      reject(loginFailure(error));
    });
    client.once("close", () => {
      reject(new ProbeFailure("closed", "server closed the SSH connection during the login"));
    });
    try {
      client.connect(config);
    } catch (thrown) {
      const keyProblem = /private key|privateKey/i.test(asError(thrown).message);
      const text = keyProblem ? "private key cannot be used (malformed, encrypted, or of an unknown kind)" : "SSH login cannot be made";
      reject(new ProbeFailure("request", text, { cause: thrown }));
    }
  });
}

/** Logs in on `stream`, if its server greets within so many bytes. Host keys are accepted as they are, as in Gatus: there is nowhere to configure them. */
export async function connectSsh(stream: Duplex, credentials: SshCredentials, maxGreetingBytes: number): Promise<Client> {
  await expectSsh(stream, maxGreetingBytes);
  const { default: ssh2 } = await import("ssh2");
  const client = new ssh2.Client();
  const { username, password, privateKey } = credentials;
  await login(client, {
    sock: stream,
    ident: CLIENT_IDENT,
    username,
    ...(privateKey === "" ? {} : { privateKey }),
    ...(password === "" ? {} : { password, tryKeyboard: false }),
    hostVerifier: () => true,
    // The check's own deadline closes the stream.
    readyTimeout: 0,
    keepaliveInterval: 0,
  });
  return client;
}

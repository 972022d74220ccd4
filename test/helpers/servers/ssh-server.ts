// An SSH server on loopback that runs no real commands and forwards no further than loopback.

import { connect, createServer } from "node:net";
import { generateKeyPairSync } from "node:crypto";
import ssh2 from "ssh2";
import { serve, type TestServer } from "./tcp-server.ts";

/** What the server lets in and how its commands end. */
export interface SshServerOptions {
  readonly username?: string;
  readonly password?: string;
  /** Output and exit of a command. */
  readonly run?: (command: string) => { readonly output: string; readonly exit: number | { readonly signal: string } };
}

/** A private key that `ssh2` reads, PEM. */
export function newRsaKey(): string {
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }) as string;
}

function isAllowed(context: ssh2.AuthContext, options: SshServerOptions): boolean {
  if (context.username !== (options.username ?? "user")) {
    return false;
  }
  // Every key is as good as another here: the client proves that it has one.
  return context.method === "publickey" || (context.method === "password" && context.password === (options.password ?? "pass"));
}

function handleSession(client: ssh2.Connection, options: SshServerOptions): void {
  client.on("session", (acceptSession) => {
    acceptSession().on("exec", (acceptExec, _reject, { command }) => {
      const channel = acceptExec();
      const result = options.run?.(command) ?? { output: "", exit: 0 };
      channel.write(result.output);
      if (typeof result.exit === "number") {
        channel.exit(result.exit);
      } else {
        channel.exit(result.exit.signal);
      }
      channel.end();
    });
  });
}

function handleForwarding(client: ssh2.Connection, onForward: (place: string) => void): void {
  client.on("tcpip", (accept, refuse, { destIP, destPort }) => {
    onForward(`${destIP}:${String(destPort)}`);
    const socket = connect(destPort, destIP === "far.example" ? "127.0.0.1" : destIP);
    socket.once("connect", () => {
      const channel = accept();
      channel.pipe(socket).pipe(channel);
      channel.on("error", () => undefined);
      channel.on("close", () => socket.destroy());
    });
    socket.on("error", () => {
      refuse();
    });
  });
}

/** Serves SSH; remembers where tunnels led and how many logins there were. */
export async function serveSsh(
  options: SshServerOptions = {},
): Promise<TestServer & { readonly forwarded: readonly string[]; readonly logins: () => number; endAll(): void }> {
  const forwarded: string[] = [];
  const clients = new Set<ssh2.Connection>();
  let logins = 0;
  const server = new ssh2.Server({ hostKeys: [newRsaKey()] }, (client) => {
    clients.add(client);
    client.on("error", () => undefined);
    client.on("close", () => clients.delete(client));
    client.on("authentication", (context) => {
      if (isAllowed(context, options)) {
        context.accept();
      } else {
        context.reject(["password", "publickey"]);
      }
    });
    client.on("ready", () => {
      logins += 1;
      handleSession(client, options);
      handleForwarding(client, (place) => {
        forwarded.push(place);
      });
    });
  });
  // The library's server takes connections from any listener, so the counting one is used.
  const listener = createServer((socket) => {
    server.injectSocket(socket);
  });
  const running = await serve(listener);
  return {
    ...running,
    forwarded,
    logins: () => logins,
    endAll: () => {
      for (const client of clients) {
        client.end();
      }
    },
  };
}

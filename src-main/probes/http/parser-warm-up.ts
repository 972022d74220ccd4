// The HTTP library compiles its parser when its first connection opens, which takes longer than a whole check of a near server.

import { Duplex } from "node:stream";
import { Client } from "undici";

/** Opens a connection that leads nowhere, so that the parser is there before a real one opens. */
export async function compileHttpParser(): Promise<void> {
  const nowhere = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  await new Promise<void>((resolve) => {
    const client = new Client("http://nowhere.invalid", {
      connect: (_options, callback) => {
        // undici asks for a Socket but uses only what every stream has.
        callback(null, nowhere as never);
        // It prepares the connection before anything else gets its turn.
        setImmediate(() => {
          client.destroy().catch(() => undefined);
          nowhere.destroy();
          resolve();
        });
      },
    });
    client.dispatch({ path: "/", method: "GET" }, { onRequestStart: () => undefined, onResponseError: () => undefined });
  });
}

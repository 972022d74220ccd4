import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { connect } from "node:net";

import * as dnsPacket from "dns-packet";
import { describe, expect, it } from "vitest";

import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { closedPort, serve, serveTcp, type TestServer } from "../../../../helpers/servers/tcp-server.ts";
import { clientBlock, closers, get, kept, never, open } from "./samples.ts";

/** A proxy that tells whom it connected, and connects to one place whatever was asked. */
async function serveProxy(target: TestServer) {
  const asked: Array<{ readonly to: string; readonly authorization: string }> = [];
  const proxy = createServer();
  proxy.on("connect", (request, client) => {
    asked.push({ to: request.url ?? "", authorization: request.headers["proxy-authorization"] ?? "" });
    const onwards = connect(target.port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(onwards).pipe(client);
    });
    onwards.on("error", () => undefined);
    client.on("error", () => undefined);
    client.on("close", () => onwards.destroy());
  });
  return { ...kept(await serve(proxy)), asked };
}

/** A SOCKS5 proxy that wants a user and connects to one place. @see RFC 1928, RFC 1929 */
async function serveSocks(target: TestServer) {
  const asked: string[] = [];
  const server = await serveTcp((socket) => {
    let stage = 0;
    let user = "";
    socket.on("data", (data: Buffer) => {
      stage += 1;
      if (stage === 1) socket.write(Buffer.from([5, 2]));
      if (stage === 2) {
        const length = data[1] ?? 0;
        user = `${data.toString("utf8", 2, 2 + length)}:${data.toString("utf8", 3 + length)}`;
        socket.write(Buffer.from([1, 0]));
      }
      if (stage === 3) {
        asked.push(`${user} ${data.toString("utf8", 5, 5 + (data[4] ?? 0))}`);
        const onwards = connect(target.port, "127.0.0.1", () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
          socket.pipe(onwards).pipe(socket);
        });
        onwards.on("error", () => undefined);
      }
    });
  });
  return { ...kept(server), asked };
}

/** A name server that says 127.0.0.1 to everything. */
async function serveNames() {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (packet, { port, address }) => {
    const query = dnsPacket.decode(packet);
    const name = query.questions?.[0]?.name ?? "";
    asked.push(name);
    const answers = [{ type: "A" as const, name, ttl: 1, data: "127.0.0.1" }];
    socket.send(dnsPacket.encode({ type: "response", id: query.id ?? 0, questions: query.questions ?? [], answers }), port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  closers.push(() => new Promise((resolve) => socket.close(() => resolve())));
  return { port: socket.address().port, asked };
}

describe("a name server of one's own", () => {
  it("is asked for the receiver's address", async () => {
    const target = kept(await serveHttp((_, response) => response.end("found")));
    const names = await serveNames();
    const client = clientBlock({ dnsResolver: { protocol: "udp", host: "127.0.0.1", port: names.port } });
    const reply = await open().send(get(`http://receiver.invalid:${target.port}/`, { client }), never);
    expect(reply.bodyText).toBe("found");
    expect(names.asked).toEqual(["receiver.invalid"]);
  });

  it("over TLS is not supported, and told", async () => {
    const client = clientBlock({ dnsResolver: { protocol: "tls", host: "127.0.0.1", port: 853 } });
    await expect(open().send(get("http://receiver.invalid/", { client }), never)).rejects.toMatchObject({ code: "ERR_UNSUPPORTED" });
  });
});

describe("proxies", () => {
  it("of the environment count for other machines, with their credentials", async () => {
    const target = kept(await serveHttp((request, response) => response.end(request.headers.host)));
    const proxy = await serveProxy(target);
    const http = open({ environment: { http_proxy: `user:pa%40ss@127.0.0.1:${proxy.port}` } });
    expect((await http.send(get("http://somewhere.invalid/x"), never)).bodyText).toBe("somewhere.invalid");
    expect(proxy.asked).toMatchObject([{ to: "somewhere.invalid:80" }]);
  });

  it("of the environment do not count for this machine", async () => {
    const target = kept(await serveHttp((_, response) => response.end("direct")));
    const http = open({ environment: { HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` } });
    expect((await http.send(get(target.url), never)).bodyText).toBe("direct");
  });

  it("of a client block count for everything, with their credentials", async () => {
    const target = kept(await serveHttp((_, response) => response.end("through")));
    const proxy = await serveProxy(target);
    const client = clientBlock({ proxyUrl: `http://user:pa%40ss@127.0.0.1:${proxy.port}` });
    expect((await open().send(get(target.url, { client }), never)).bodyText).toBe("through");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from("user:pa@ss").toString("base64")}`);
  });

  it("that speak SOCKS5 are asked by name, with their credentials", async () => {
    const target = kept(await serveHttp((_, response) => response.end("socks")));
    const { port, asked } = await serveSocks(target);
    const client = clientBlock({ proxyUrl: `socks5h://user:word@127.0.0.1:${port}` });
    expect((await open().send(get("http://somewhere.invalid/", { client }), never)).bodyText).toBe("socks");
    expect(asked).toEqual(["user:word somewhere.invalid"]);
  });

  it("that are down are told without their credentials", async () => {
    const client = clientBlock({ proxyUrl: `http://user:verysecret@127.0.0.1:${await closedPort()}` });
    await expect(open().send(get("http://example.invalid/", { client }), never)).rejects.toSatisfy((error: Error) => {
      expect(error.message).not.toContain("verysecret");
      return true;
    });
  });
});

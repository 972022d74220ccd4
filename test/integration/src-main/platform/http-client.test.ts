import { describe, expect, it } from "vitest";

import { createAuthority, selfSigned } from "../../../helpers/servers/certificates.ts";
import { serveHttp, serveHttps, serveRaw } from "../../../helpers/servers/http-server.ts";
import { closedPort } from "../../../helpers/servers/tcp-server.ts";
import { clientBlock, get, kept, never, open } from "./http-client/samples.ts";

describe("an exchange", () => {
  it("sends method, headers and body, and tells status, headers and text", async () => {
    const server = kept(
      await serveHttp((request, response) => {
        request.setEncoding("utf8");
        request.on("data", (body: string) => {
          const { method, headers } = request;
          response.writeHead(201, { "X-Answer": "yes" });
          response.end(JSON.stringify({ method, body, type: headers["content-type"], agent: headers["user-agent"] }));
        });
      }),
    );
    const headers = { "Content-Type": "application/json" };
    const reply = await open().send(get(server.url, { method: "POST", headers, body: '{"a":"ä"}' }), never);
    expect(reply).toMatchObject({ status: 201, headers: { "x-answer": "yes" } });
    expect(JSON.parse(reply.bodyText)).toEqual({ method: "POST", body: '{"a":"ä"}', type: "application/json", agent: "Sentray" });
  });

  it("leaves a given user agent alone", async () => {
    const server = kept(await serveHttp((request, response) => response.end(request.headers["user-agent"])));
    expect((await open().send(get(server.url, { headers: { "User-Agent": "own" } }), never)).bodyText).toBe("own");
  });

  it("keeps no connection", async () => {
    const server = kept(await serveHttp((_, response) => response.end("x")));
    await open().send(get(server.url), never);
    await server.allClosed();
  });

  it("reads no more than its limit", async () => {
    const server = kept(
      await serveHttp((_, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write("x".repeat(65_536)));
          if (!response.destroyed) response.once("drain", pour);
        };
        pour();
      }),
    );
    expect((await open().send(get(server.url, { maxResponseBytes: 1_000 }), never)).bodyText).toBe("x".repeat(1_000));
    await server.allClosed();
  });
});

describe("redirects", () => {
  async function serveRedirect(status: number, location: string) {
    const seen: string[] = [];
    const server = kept(
      await serveHttp((request, response) => {
        seen.push(
          `${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? "-"} ${request.headers["content-type"] ?? "-"}`,
        );
        if (request.url === "/end") response.end("end");
        else response.writeHead(status, { location }).end();
      }),
    );
    return { server, seen };
  }

  it.each([
    [301, "GET /end token -"],
    [302, "GET /end token -"],
    [303, "GET /end token -"],
    [307, "POST /end token text/plain"],
    [308, "POST /end token text/plain"],
  ])("%d", async (status, expected) => {
    const { server, seen } = await serveRedirect(status, "/end");
    const request = get(`${server.url}/begin`, {
      method: "POST",
      headers: { Authorization: "token", "Content-Type": "text/plain" },
      body: "x",
    });
    expect((await open().send(request, never)).bodyText).toBe("end");
    expect(seen[1]).toBe(expected);
  });

  it("keep credentials from another host", async () => {
    const other = await serveRedirect(302, "/");
    const { server } = await serveRedirect(307, `${other.server.url}/end`);
    await open().send(get(`${server.url}/begin`, { headers: { Authorization: "token" } }), never);
    expect(other.seen).toEqual(["GET /end - -"]);
  });

  it("end after ten", async () => {
    const { server, seen } = await serveRedirect(302, "/again");
    await expect(open().send(get(`${server.url}/begin`), never)).rejects.toMatchObject({ code: "ERR_TOO_MANY_REDIRECTS" });
    expect(seen).toHaveLength(11);
  });

  it("are told instead where they are not to be followed", async () => {
    const { server } = await serveRedirect(302, "/end");
    expect(await open().send(get(`${server.url}/begin`, { followRedirects: false }), never)).toMatchObject({ status: 302 });
  });

  it("to something else than http are not followed", async () => {
    const { server } = await serveRedirect(302, "file:///etc/passwd");
    await expect(open().send(get(`${server.url}/begin`), never)).rejects.toMatchObject({ code: "ERR_INVALID_URL" });
  });
});

describe("failures have a code, and no secret in their text", () => {
  const secret = "/hooks/verysecret?token=alsosecret";

  it("a port where nobody listens", async () => {
    const url = `http://127.0.0.1:${await closedPort()}${secret}`;
    await expect(open().send(get(url), never)).rejects.toSatisfy((error: Error) => {
      expect(error).toMatchObject({ code: "ECONNREFUSED" });
      expect(error.message).toMatch(/^127\.0\.0\.1:\d+ refused the connection$/);
      return true;
    });
  });

  it("a server that takes too long", async () => {
    const server = kept(await serveHttp(() => undefined));
    await expect(open().send(get(server.url + secret, { timeoutMs: 80 }), never)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ did not answer in time$/,
    );
    await server.allClosed();
  });

  it("a server that drips its answer for ever", async () => {
    const server = kept(
      await serveHttp((request, response) => {
        const drip = setInterval(() => response.write("."), 10);
        request.socket.on("close", () => clearInterval(drip));
      }),
    );
    await expect(open().send(get(server.url, { timeoutMs: 120 }), never)).rejects.toThrow("did not answer in time");
    await server.allClosed();
  });

  it("a caller that stops", async () => {
    const stop = new AbortController();
    const server = kept(await serveHttp(() => stop.abort()));
    await expect(open().send(get(server.url), stop.signal)).rejects.toThrow("stopped");
  });

  it("a server that does not speak HTTP", async () => {
    const server = kept(await serveRaw((socket) => socket.end("220 mail.example.org ESMTP\r\n")));
    await expect(open().send(get(server.url + secret), never)).rejects.toThrow("did not answer with HTTP");
  });

  it("a server that hangs up", async () => {
    const server = kept(await serveRaw((socket) => socket.destroy()));
    await expect(open().send(get(server.url), never)).rejects.toThrow("closed the connection");
  });

  it.each([
    ["no URL", "not a url verysecret", "ERR_INVALID_URL"],
    ["another scheme", "ftp://verysecret@example.org", "ERR_INVALID_URL"],
  ])("%s", async (_, url, code) => {
    await expect(open().send(get(url), never)).rejects.toSatisfy((error: Error) => {
      expect(error).toMatchObject({ code });
      expect(error.message).not.toContain("secret");
      return true;
    });
  });

  it("a header with a line break", async () => {
    const server = kept(await serveHttp((_, response) => response.end()));
    await expect(open().send(get(server.url, { headers: { "X-Bad": "a\r\nX-Injected: verysecret" } }), never)).rejects.toSatisfy(
      (error: Error) => {
        expect(error).toMatchObject({ code: "UND_ERR_INVALID_ARG" });
        expect(error.message).not.toContain("verysecret");
        return true;
      },
    );
  });
});

describe("TLS", () => {
  it("does not trust a certificate that nobody vouches for, unless told to", async () => {
    const server = kept(await serveHttps(await selfSigned(), (_, response) => response.end("in")));
    const http = open();
    await expect(http.send(get(server.url), never)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect((await http.send(get(server.url, { client: clientBlock({ insecure: true }) }), never)).bodyText).toBe("in");
  });

  it("trusts the authorities that it is given", async () => {
    const authority = await createAuthority();
    const server = kept(await serveHttps(await authority.issue(), (_, response) => response.end("in")));
    expect((await open({ authorities: [authority.cert] }).send(get(server.url), never)).bodyText).toBe("in");
  });

  it("tells an expired certificate", async () => {
    const authority = await createAuthority();
    const pair = await authority.issue({ notAfter: new Date(Date.now() - 1_000) });
    const server = kept(await serveHttps(pair, (_, response) => response.end()));
    await expect(open({ authorities: [authority.cert] }).send(get(server.url), never)).rejects.toThrow("expired certificate");
  });

  it("tells a certificate file that cannot be read", async () => {
    const tls = { certificateFile: "/nowhere/c.pem", privateKeyFile: "/nowhere/k.pem", renegotiation: "never" } as const;
    const request = get("https://localhost:1/", { client: clientBlock({ tls }) });
    await expect(open().send(request, never)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

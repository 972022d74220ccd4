import { describe, expect, it } from "vitest";

import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { clientBlock, get, kept, never, open } from "./samples.ts";

describe("tokens", () => {
  const oauth2 = (tokenUrl: string) => ({ tokenUrl, clientId: "id", clientSecret: "s:cret", scopes: ["a", "b"] });

  async function serveTokens(refuseHeader: boolean) {
    const asked: string[] = [];
    const server = kept(
      await serveHttp((request, response) => {
        request.setEncoding("utf8");
        let body = "";
        request.on("data", (chunk: string) => {
          body += chunk;
        });
        request.on("end", () => {
          if (request.url !== "/token") {
            response.end(request.headers.authorization);
            return;
          }
          asked.push(`${request.headers.authorization ?? "-"} ${body}`);
          const isRefused = refuseHeader && request.headers.authorization !== undefined;
          response.writeHead(isRefused ? 401 : 200).end(isRefused ? "{}" : '{"access_token":"tok","expires_in":3600}');
        });
      }),
    );
    return { server, asked };
  }

  it.each([
    ["in the header", false, 1],
    ["in the body where the header is refused", true, 2],
  ])("are fetched once, with credentials %s", async (_, refuseHeader, requests) => {
    const { server, asked } = await serveTokens(refuseHeader);
    const http = open();
    const client = clientBlock({ oauth2: oauth2(`${server.url}/token`) });
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer tok");
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer tok");
    expect(asked).toHaveLength(requests);
    expect(asked[0]).toBe(`Basic ${Buffer.from("id:s%3Acret").toString("base64")} grant_type=client_credentials&scope=a+b`);
  });

  it("that are refused are told without the secret", async () => {
    const server = kept(await serveHttp((_, response) => response.writeHead(403).end("s:cret")));
    const client = clientBlock({ oauth2: oauth2(server.url) });
    await expect(open().send(get(server.url, { client }), never)).rejects.toMatchObject({
      code: "ERR_TOKEN",
      message: "the token server refused with status 403",
    });
  });

  it("for the Identity-Aware Proxy come from their source", async () => {
    const server = kept(await serveHttp((request, response) => response.end(request.headers.authorization)));
    const http = open({ identityToken: (audience) => Promise.resolve(`id-for-${audience}`) });
    const client = clientBlock({ identityAwareProxy: { audience: "aud" } });
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer id-for-aud");
  });
});

// `sentray check` with a suite of a YAML file, against a server that wants what it handed out before.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { commandBench } from "./command-bench.ts";

async function shop(): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (request.url === "/login") response.end('{"token": "t-42", "cart": 9007199254740993}');
    else response.writeHead(request.headers["authorization"] === "Bearer t-42" ? 200 : 401).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const config = (url: string, token: string): string => `
endpoints:
  - name: alone
    url: "${url}/login"
    conditions: ["[STATUS] == 200"]
suites:
  - name: order
    group: shop
    endpoints:
      - name: login
        url: "${url}/login"
        conditions: ["[STATUS] == 200"]
        store:
          token: "[BODY].token"
          cart: "[BODY].cart"
      - name: buy
        method: DELETE
        url: "${url}/carts/[CONTEXT].cart"
        headers:
          Authorization: "Bearer ${token}"
        conditions: ["[STATUS] == 200"]
      - name: done
        url: "${url}/login"
        conditions: ["[STATUS] == 200"]
`;

const outcomes = (out: string): ReadonlyArray<readonly [string, boolean]> =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { key: string; success: boolean })
    .map(({ key, success }) => [key, success] as const);

describe("sentray check with suites", () => {
  it("runs the suite after the endpoints, with exact values handed on", async () => {
    const bench = await commandBench();
    const { url, seen } = await shop();
    await bench.writeConfig(config(url, "[CONTEXT].token"));
    const { code, out, err } = await bench.run("check", "--json");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(outcomes(out)).toEqual([
      ["_alone", true],
      ["shop_order", true],
      ["shop_login", true],
      ["shop_buy", true],
      ["shop_done", true],
    ]);
    expect(seen).toContain("DELETE /carts/9007199254740993");
  });

  it("exits with 1 when an element fails; what was skipped has no line", async () => {
    const bench = await commandBench();
    const { url } = await shop();
    await bench.writeConfig(config(url, "wrong"));
    const { code, out } = await bench.run("check", "--json", "--group", "shop");
    expect(code).toBe(1);
    expect(outcomes(out)).toEqual([
      ["shop_order", false],
      ["shop_login", true],
      ["shop_buy", false],
    ]);
  });

  it("runs the whole suite when one of its endpoints is named", async () => {
    const bench = await commandBench();
    const { url } = await shop();
    await bench.writeConfig(config(url, "[CONTEXT].token"));
    const { code, out } = await bench.run("check", "--json", "--endpoint", "shop_buy");
    expect(code).toBe(0);
    expect(outcomes(out)).toHaveLength(4);
  });
});

// `sentray alert test` against a receiver on this machine.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { commandBench } from "./command-bench.ts";

interface Received {
  readonly url: string;
  readonly body: string;
}

async function receiver(status: number): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ url: request.url ?? "", body });
      response.writeHead(status).end("noted \u001b[31mred");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/canary-token`, received };
}

const config = (url: string): string => `
alerting:
  slack:
    webhook-url: "${url}"
endpoints:
  - name: quiet
    url: "https://quiet.example.org"
    conditions: ["[STATUS] == 200"]
  - name: front-end
    group: core
    url: "https://example.org"
    conditions: ["[STATUS] == 200"]
    alerts:
      - type: slack
        description: "the shop is closed"
`;

describe("sentray alert test", () => {
  it("sends one message about the first endpoint that has an alert of the channel", async () => {
    const bench = await commandBench();
    const { url, received } = await receiver(200);
    await bench.writeConfig(config(url));
    const { code, out } = await bench.run("alert", "test", "--provider", "slack");
    expect(code).toBe(0);
    expect(out).toMatch(/^slack: delivered \(200/);
    expect(out).not.toContain("\u001b");
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toContain("core/front-end");
    expect(received[0]?.body).toContain("the shop is closed");
  });

  it("sends the message that says it is over, about the endpoint that is named", async () => {
    const bench = await commandBench();
    const { url, received } = await receiver(200);
    await bench.writeConfig(config(url));
    const { code } = await bench.run("alert", "test", "--provider", "slack", "--endpoint", "_quiet", "--resolved");
    expect(code).toBe(0);
    expect(received[0]?.body).toContain("quiet");
    expect(received[0]?.body).toContain("resolved");
  });

  it("shows instead of sending when asked to, without the secret", async () => {
    const bench = await commandBench();
    const { url, received } = await receiver(200);
    await bench.writeConfig(config(url));
    const { code, out } = await bench.run("alert", "test", "--provider", "slack", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("POST •••");
    expect(out).toContain("core/front-end");
    expect(out).not.toContain("canary-token");
    expect(received).toEqual([]);
  });

  it("says that the receiver refused", async () => {
    const bench = await commandBench();
    const { url } = await receiver(403);
    await bench.writeConfig(config(url));
    const { code, err } = await bench.run("alert", "test", "--provider", "slack");
    expect(code).toBe(1);
    expect(err).toMatch(/^slack: not delivered: 403/);
    expect(err).not.toContain("canary-token");
  });

  it.each([
    ["a channel that does not exist", ["--provider", "pigeon"], "pigeon"],
    ["a channel without settings", ["--provider", "pagerduty"], "pagerduty"],
    ["an endpoint that does not exist", ["--provider", "slack", "--endpoint", "nobody"], 'the key "nobody"'],
    ["no channel", [], "--provider NAME"],
  ])("refuses %s", async (_name, words, message) => {
    const bench = await commandBench();
    await bench.writeConfig(config("http://127.0.0.1:9/"));
    const { code, err } = await bench.run("alert", "test", ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

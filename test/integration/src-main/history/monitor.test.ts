// The history as a running monitor fills it: a real server, a real configuration file, and both change.

import { createServer } from "node:http";
import { mkdir, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openMonitor } from "../../../../src-main/composition/open-monitor.ts";
import { createSurroundings, pathsFor } from "../../../../src-main/composition/surroundings.ts";
import type { OpenMonitor } from "../../../../src-main/ports/open-monitor.ts";
import { SILENT, temporaryFolder } from "./history-support.ts";

const TOKEN = "not-for-anybody-0123456789";

/** Fails with a long answer that repeats what it was sent. */
async function failingServer(): Promise<number> {
  const server = createServer((request, response) => {
    const body = `you sent ${request.headers.authorization ?? "nothing"} ${"and so on ".repeat(10_000)}`;
    response.writeHead(503, { "content-type": "text/plain", "set-cookie": "session=abc", "x-seen": TOKEN }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function openOn(configText: string): Promise<{ readonly open: OpenMonitor; readonly configPath: string }> {
  const folder = await temporaryFolder();
  const configPath = path.join(folder, "config.yaml");
  await writeFile(configPath, configText);
  const paths = pathsFor(path.join(folder, "data"), {});
  await mkdir(paths.dataFolder, { recursive: true });
  const surroundings = createSurroundings({
    paths,
    secrets: { get: () => undefined },
    openLogger: () => SILENT,
    environment: { TOKEN },
  });
  const open = await openMonitor(surroundings, {
    configPath,
    notifier: {
      capabilities: { supported: false, actions: false, replaces: false },
      show: () => Promise.resolve({ kind: "not_sent", reason: "a test" }),
    },
  });
  onTestFinished(async () => {
    await open.close();
    await surroundings.http.close();
  });
  return { open, configPath };
}

function entry(port: number, name: string, group: string): string {
  return `
endpoints:
  - name: ${name}
    group: ${group}
    url: http://127.0.0.1:${port}/
    interval: 1h
    headers:
      Authorization: Bearer \${TOKEN}
    conditions: ["[STATUS] == 200"]
`;
}

/** Checks once, and waits until the history has what the check found. */
async function checked(open: OpenMonitor, key: string): Promise<void> {
  expect(open.monitor.snapshot().overall.configProblems).toEqual([]);
  await open.monitor.checkNow({ kind: "everything" });
  await open.monitor.detail(key);
}

it("keeps the answer of the latest failure: status, headers and 64 kB of the body, without secrets", async () => {
  const { open } = await openOn(entry(await failingServer(), "api", "core"));
  await checked(open, "core_api");
  const kept = await open.history.extras("core_api", "latest-failure");
  expect(kept?.result).toMatchObject({ outcome: "failing", status: 503 });
  expect(kept?.extras.headers).toContainEqual(["content-type", "text/plain"]);
  expect(kept?.extras.bodyText).toMatch(/^you sent Bearer (?!not-for)\S+ and so on and so on/);
  expect(Buffer.byteLength(kept?.extras.bodyText ?? "")).toBeGreaterThan(60_000);
  expect(Buffer.byteLength(kept?.extras.bodyText ?? "")).toBeLessThanOrEqual(65_536);
  expect(kept?.extras.bodyTruncated).toBe(true);
  expect(JSON.stringify(kept)).not.toContain(TOKEN);
  expect(JSON.stringify(kept)).not.toContain("session=abc");
});

it("lets the history follow an endpoint that has another name and group in the changed file", async () => {
  const port = await failingServer();
  const { open, configPath } = await openOn(entry(port, "api", "core"));
  await checked(open, "core_api");
  const before = (await open.history.results({ key: "core_api", limit: 9 })).results;
  expect(before.length).toBeGreaterThan(0);
  await writeFile(configPath, entry(port, "public-interface", "web"));
  await open.reload();
  expect(open.monitor.snapshot().endpoints.map(({ key }) => key)).toEqual(["web_public-interface"]);
  const after = (await open.history.results({ key: "web_public-interface", limit: 9 })).results;
  expect(after.map(({ timestampMs }) => timestampMs)).toEqual(expect.arrayContaining(before.map(({ timestampMs }) => timestampMs)));
  expect((await open.history.results({ key: "core_api", limit: 9 })).results).toEqual([]);
  expect(await open.history.extras("web_public-interface", "latest-failure")).not.toBeNull();
});

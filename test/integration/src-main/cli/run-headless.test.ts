// A monitor without a screen, while somebody changes what it runs on from another terminal.

import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";

import { EXIT } from "../../../../src-main/cli/output.ts";
import { runCommand } from "../../../../src-main/cli/run-command.ts";
import { openSecretFile } from "../../../../src-main/platform/secret-file.ts";
import { LOCKS } from "../../../helpers/file-locks.ts";
import { serveHttp } from "../../../helpers/servers/http-server.ts";
import { commandBench } from "./command-bench.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };

it("uses a secret that is changed or removed while it runs, and needs no restart", async () => {
  const tokens: string[] = [];
  const server = await serveHttp((request, response) => {
    tokens.push(request.headers.authorization ?? "");
    response.end("fine");
  });
  onTestFinished(() => server.close());
  const { folder, writeConfig } = await commandBench();
  const secrets = openSecretFile(join(folder, "secrets.json"), () => null, LOCKS);
  secrets.acceptWeak(true);
  expect(secrets.set("TOKEN", "the first value")).toBeNull();
  await writeConfig(`endpoints:
  - name: api
    url: ${server.url}/
    interval: 1s
    headers: {Authorization: "Bearer \${TOKEN}"}
    conditions: ["[STATUS] == 200"]
`);

  let err = "";
  let stop: () => void = () => undefined;
  const ended = runCommand(["run", "--headless", "--data", folder], {
    version: "0.0.0",
    keyring: () => null,
    stop: new Promise((resolve) => (stop = resolve)),
    output: {
      out: () => undefined,
      err: (text) => void (err += text),
      flushed: () => Promise.resolve(true),
      isTerminal: false,
      hasColour: false,
    },
  });
  await vi.waitFor(() => expect(tokens).toContain("Bearer the first value"), PATIENCE);
  expect(secrets.set("TOKEN", "the second value")).toBeNull();
  await vi.waitFor(() => expect(tokens).toContain("Bearer the second value"), PATIENCE);
  expect(secrets.remove("TOKEN")).toBeNull();
  await vi.waitFor(() => expect(tokens).toContain("Bearer"), PATIENCE);
  stop();
  expect(await ended).toBe(EXIT.ok);
  expect(err).not.toContain("value");
});

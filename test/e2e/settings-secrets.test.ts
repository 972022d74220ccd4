// Secrets in the real app: with a real keyring, whose secrets are there after a restart, and without one, where the user decides.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { startKeyring } from "./harness/keyring.ts";
import type { Keyring } from "./harness/keyring.ts";
import { driveSettings } from "./harness/settings.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { ask } from "./harness/starts.ts";

const TOKEN = "token-5f0d1c77-of-nobody";

let hook: Site;
let folder: string;
let app: RunningApp | null = null;

const CONFIG = "alerting: {}\nendpoints: []\n";

beforeAll(async () => {
  hook = await startSite("ok");
});
afterAll(async () => await hook.stop());
afterEach(async () => {
  await app?.close();
  app = null;
  await rm(folder, { recursive: true, force: true });
});

const secretsFile = async (): Promise<string> => await readFile(join(folder, "data", "secrets.json"), "utf8");

describe("with a keyring", () => {
  let keyring: Keyring;
  afterAll(async () => await keyring.close());

  it("keeps a pasted token there, writes its name into the file, and reads it back after a restart", async () => {
    folder = await mkdtemp(join(tmpdir(), "sentray-keyring-"));
    keyring = await startKeyring(folder);
    const launch = async (config: string): Promise<RunningApp> => await launchApp({ config, folder, environment: keyring.environment });
    app = await launch(CONFIG);
    const settings = driveSettings(app);
    await settings.show("#/settings/secrets");
    await app.page.getByText("Encrypted by this computer's keyring (gnome_libsecret).").waitFor();

    await settings.show("#/settings/channels/slack");
    await app.page.getByLabel("Webhook URL (needed)").click();
    await app.page.keyboard.insertText(`${hook.url}/services/${TOKEN}`);
    await app.page.getByRole("switch", { name: "Keep new secrets in this computer's keyring instead of the file" }).waitFor();
    await app.page.keyboard.press("Control+s");
    const saved = await settings.fileWith("${SLACK_WEBHOOK_URL}");
    expect(saved).not.toContain(TOKEN);
    expect(await secretsFile()).not.toContain(TOKEN);
    await app.page.getByText("stored as SLACK_WEBHOOK_URL").waitFor();

    await app.electron.close();
    app = await launch(saved);
    const again = driveSettings(app);
    await again.show("#/settings/channels/slack");
    await app.page.getByText("stored as SLACK_WEBHOOK_URL").waitFor();
    hook.received.length = 0;
    await app.page.getByRole("button", { name: "Send a test" }).click();
    await app.page.getByText("Delivered", { exact: true }).waitFor();
    await eventually("the message", () => (hook.received.some((body) => body.includes("attachments")) ? true : null));
    // The window learned that it is there, and never what it is.
    expect(JSON.stringify(await ask(app, "settings:get-secrets"))).not.toContain(TOKEN);
    expect(await app.page.locator("body").innerText()).not.toContain(TOKEN);
  });
});

describe("without a keyring", () => {
  it("says so, stores nothing unasked, and stores when the user says so", async () => {
    folder = await mkdtemp(join(tmpdir(), "sentray-keyring-"));
    app = await launchApp({ config: CONFIG, folder, environment: { XDG_CURRENT_DESKTOP: "none" } });
    const settings = driveSettings(app);
    const { page } = app;
    await settings.show("#/settings/secrets");
    await page.getByText(/This computer has no keyring/).waitFor();
    expect(await page.getByRole("button", { name: "Add secret" }).count()).toBe(0);
    await page.getByRole("button", { name: "Store them anyway" }).click();
    await page.getByRole("button", { name: "Add secret" }).click();
    // The name's field has the focus.
    await page.keyboard.type("API_TOKEN");
    await page.keyboard.press("Tab");
    await page.keyboard.type(TOKEN);
    await page.keyboard.press("Enter");
    await page.getByText("API_TOKEN is stored.").waitFor();
    await page.getByText("not used").waitFor();
    await writeFile(
      app.configFile,
      'endpoints:\n  - name: a\n    url: "tcp://127.0.0.1:1"\n    headers: { X: "${API_TOKEN}" }\n    conditions: ["[CONNECTED] == true"]\n',
    );
    await page.getByText("used in config.yaml").waitFor();
    await page.getByRole("button", { name: "Remove API_TOKEN" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Set API_TOKEN" }).waitFor();
  });
});

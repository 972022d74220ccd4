// Monitors in the real app, by keyboard and mouse: added by words, tried, judged while they are typed, put in order, changed together,
// and shared anchors that ask whom a change is for.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveHttps } from "../helpers/servers/http-server.ts";
import type { WebServer } from "../helpers/servers/http-server.ts";
import { selfSigned } from "../helpers/servers/certificates.ts";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { driveSettings } from "./harness/settings.ts";
import type { SettingsDriver } from "./harness/settings.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { focused, tabTo } from "./harness/window.ts";

let api: Site;
let secure: WebServer;
let app: RunningApp;
let settings: SettingsDriver;

const config = (): string => `# Kept by the platform team.
endpoints:
  # The one that matters.
  - name: api
    group: core
    url: "${api.url}/health"   # load balancer
    interval: 1h
    client: &client
      timeout: 5s # long enough
    conditions:
      - "[STATUS] == 200" # always

  - name: web
    group: core
    url: "${api.url}/web"
    interval: 1h
    client: *client
    conditions: ["[STATUS] == 200"]

  - name: docs
    group: public
    url: "${api.url}/docs"
    interval: 1h
    conditions: ["[STATUS] == 200"]

  # Where people sign in.
  - name: login
    group: public
    url: "${secure.url}/"
    interval: 1h
    client: { insecure: true }
    conditions: ["[CONNECTED] == true"]
`;

beforeAll(async () => {
  [api, secure] = await Promise.all([
    startSite('{"status": "UP", "queue": {"depth": 17}, "nodes": [{"id": 1}, {"id": 2}]}'),
    serveHttps(await selfSigned({ names: ["localhost"] }), (_request, response) =>
      response.writeHead(200, { "x-served-by": "node-7" }).end("hello"),
    ),
  ]);
  api.answer = { ...api.answer, headers: { "x-served-by": "node-3" } };
  app = await launchApp({ config: config() });
  settings = driveSettings(app);
  await app.page.getByRole("link", { name: /^api,/ }).first().waitFor();
});

afterAll(async () => {
  await app.close();
  await Promise.all([api.stop(), secure.close()]);
});

const row = (name: string) => app.page.getByRole("row", { name, exact: true });

describe("adding", () => {
  it("makes a monitor of each line that is typed: an address, a host with its port, a curl command", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Add monitor" }).first().click();
    await eventually("the focus in the field", async () =>
      (await focused(page)) === "textarea: What do you want to watch?" ? true : null,
    );
    await page.keyboard.type(`127.0.0.1:${String(api.port)}`);
    await page.keyboard.press("Enter");
    await page.keyboard.type(`${api.url}/status`);
    await page.keyboard.press("Enter");
    await page.keyboard.type(`curl -X POST -H 'X-Team: core' -d '{"a":1}' ${api.url}/hook`);
    const cards = page.getByRole("article");
    await cards.nth(2).getByText("200 OK").waitFor();
    await cards.nth(1).getByText("200 OK").waitFor();
    await cards.nth(0).getByText("Connected", { exact: true }).waitFor();
    await page.getByRole("textbox", { name: "What do you want to watch?" }).focus();
    await page.keyboard.press("Control+Enter");
    const saved = await settings.fileWith("/hook");
    expect(saved).toContain(config().trimEnd());
    expect(saved).toContain(`tcp://127.0.0.1:${String(api.port)}`);
    expect(saved).toMatch(/method: "?POST/);
    expect(saved).toMatch(/X-Team: "?core/);
    expect(saved).toContain("[BODY].status == UP");
    await page.getByText("3 monitors are watched now.").waitFor();
    await settings.undo();
    expect(await settings.fileWithout("/hook")).toBe(config());
  });

  it("understands other schemes, and says what is no address", async () => {
    const { page } = app;
    await settings.show("#/settings/add");
    const field = page.getByRole("textbox", { name: "What do you want to watch?" });
    await field.click();
    for (const [typed, url] of [
      ["db:5432", "tcp://db:5432"],
      ["1.1.1.1", "icmp://1.1.1.1"],
      ["smtp://mail.example.org", "starttls://mail.example.org:587"],
    ] as const) {
      await page.keyboard.press("Control+a");
      await page.keyboard.type(typed);
      await page.getByRole("article").getByText(url, { exact: true }).waitFor();
    }
    await page.keyboard.press("Control+a");
    await page.keyboard.type("http://");
    await page.getByRole("status").filter({ hasText: "http://" }).waitFor();
    expect(await page.getByRole("button", { name: "Start watching" }).count()).toBe(0);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
  });
});

describe("a try", () => {
  it("shows status, phases, headers and the body as a tree", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/core_api");
    await page.getByText("200 OK").waitFor();
    await page
      .getByLabel(/^Where the .* went$/)
      .getByText("First byte")
      .first()
      .waitFor();
    await page.getByRole("region", { name: "Headers" }).getByText("node-3").waitFor();
    const tree = page.getByRole("tree", { name: "Body" });
    await tree.getByText("depth:").waitFor();
    await tree.getByText("17").waitFor();
  });

  it("shows the certificate of a server that has one", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/public_login");
    await page.getByText("200 OK").waitFor();
    await page.getByRole("region", { name: "Headers" }).getByText("node-7").waitFor();
    await page.getByRole("region", { name: /Certificate/ }).waitFor();
  });

  it("runs again with what stands in the form, by the keyboard", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/core_web");
    await page.getByText("200 OK").waitFor();
    const before = api.received.length;
    await settings.retype("What to watch", `${api.url}/other`);
    await page.keyboard.press("Control+Enter");
    await eventually("another request", () => (api.received.length > before ? true : null));
    await page.getByText("200 OK").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
  });
});

describe("a condition", () => {
  it("is completed while it is typed, judged at once, and saved", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/core_api");
    await page.getByText("200 OK").waitFor();
    const fresh = page.getByRole("combobox", { name: "Healthy when: new condition" });
    await fresh.click();
    await page.keyboard.type("[BODY].que");
    const offers = page.getByRole("listbox", { name: "Completions" });
    await offers.getByText("[BODY].queue.depth", { exact: true }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type(" > 20");
    const written = page.getByRole("combobox", { name: "Healthy when: condition 2" });
    expect(await written.inputValue()).toBe("[BODY].queue.depth > 20");
    // 17 is what the server says, and 17 is not more than 20.
    await page.getByTitle("[BODY].queue.depth (17) > 20").getByText("17").waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.press("Delete");
    await page
      .getByText(/^Column 1: /)
      .first()
      .waitFor();
    await page.keyboard.type("[");
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("10");
    await page.keyboard.press("Control+s");
    const saved = await settings.fileWith("[BODY].queue.depth > 10");
    expect(saved).toContain('- "[STATUS] == 200" # always');
    await settings.undo();
    expect(await settings.fileWithout("queue.depth")).toBe(config());
  });

  it("is made of a clicked value, and of a list's length", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/core_api");
    const tree = page.getByRole("tree", { name: "Body" });
    await tree.getByText('"UP"').click();
    await tree.getByRole("button", { name: "use its length" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const saved = await settings.fileWith("len([BODY].nodes) > 0");
    expect(saved).toContain("[BODY].status == UP");
    for (const remark of ["# Kept by the platform team.", "# The one that matters.", "# load balancer", "# long enough", "# always"])
      expect(saved).toContain(remark);
    await settings.undo();
    expect(await settings.fileWithout("nodes")).toBe(config());
  });
});

describe("what several use", () => {
  it("asks, and changes only this one", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/core_web");
    await settings.retype("Times out after", "9s");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Others use this too" });
    await dialog.getByText(/&client, which 2 entries use/).waitFor();
    await dialog.getByRole("button", { name: "Change only this one" }).click();
    const saved = await settings.fileWith("9s");
    expect(saved).toContain("timeout: 5s # long enough");
    await settings.undo();
    expect(await settings.fileWithout("9s")).toBe(config());
  });

  it("asks, and changes all", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors");
    await settings.show("#/settings/monitors/core_web");
    await settings.retype("Times out after", "8s");
    await page.keyboard.press("Control+s");
    await page.getByRole("dialog").getByRole("button", { name: "Change all 2" }).click();
    const saved = await settings.fileWith("timeout: 8s # long enough");
    expect(saved).toContain("client: *client");
    await settings.undo();
    expect(await settings.fileWithout("8s")).toBe(config());
  });
});

describe("the list", () => {
  it("duplicates, and takes that back", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors");
    await page.getByRole("button", { name: "Actions for api" }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await settings.fileWith("api copy");
    await row("api copy").waitFor();
    await settings.undo();
    expect(await settings.fileWithout("api copy")).toBe(config());
  });

  it("puts in order by the keyboard, remarks included", async () => {
    const { page } = app;
    await row("docs").focus();
    await page.keyboard.press("Alt+ArrowDown");
    const saved = await settings.fileWith(/# Where people sign in\.\n\s*- name: login[\s\S]*- name: docs/);
    expect(saved).toContain("# load balancer");
    await settings.undo();
    await settings.fileWith(/name: docs[\s\S]*name: login/);
    expect(await settings.text()).toBe(config());
  });

  it("moves to another group by the mouse", async () => {
    await row("login").waitFor();
    const grip = row("web").locator("[draggable]");
    await grip.dragTo(row("login"), { targetPosition: { x: 200, y: 4 } });
    await settings.fileWith(/name: web\s+group: public/);
    await settings.undo();
    expect(await settings.fileWith(/name: web\s+group: core/)).toBe(config());
  });

  it("changes several at once: interval, tag, alert, off and on", async () => {
    const { page } = app;
    const bar = page.getByRole("toolbar", { name: "Change the chosen monitors" });
    await page.getByRole("checkbox", { name: "Choose all of core" }).click();
    await bar.getByText("2 chosen").waitFor();
    await bar.getByRole("button", { name: "Change…" }).click();
    await page.getByRole("menuitem", { name: "Interval" }).click();
    await page.keyboard.type("45s");
    await page.keyboard.press("Enter");
    expect((await settings.fileWith("interval: 45s")).match(/interval: 45s/g)).toHaveLength(2);
    await bar.getByRole("button", { name: "Change…" }).click();
    await page.getByRole("menuitem", { name: "Add tag" }).click();
    await page.keyboard.type("shop");
    await page.keyboard.press("Enter");
    expect((await settings.fileWith("shop")).match(/shop/g)).toHaveLength(2);
    await bar.getByRole("button", { name: "Add alert…" }).click();
    await page.getByRole("menuitem", { name: /Desktop/ }).click();
    expect((await settings.fileWith("type: desktop")).match(/type: desktop/g)).toHaveLength(2);
    await bar.getByRole("button", { name: "Disable" }).click();
    expect((await settings.fileWith("enabled: false")).match(/enabled: false/g)).toHaveLength(2);
    await bar.getByRole("button", { name: "Enable" }).click();
    await settings.fileWithout("enabled: false");
    await bar.getByRole("button", { name: "Choose none" }).click();
    await bar.waitFor({ state: "detached" });
  });

  it("pauses, and goes on", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Actions for login" }).click();
    await page.getByRole("menuitem", { name: "Pause" }).click();
    await row("login")
      .getByRole("img", { name: /paused/i })
      .waitFor();
    await page.getByRole("button", { name: "Actions for login" }).click();
    await page.getByRole("menuitem", { name: "Resume" }).click();
    await row("login")
      .getByRole("img", { name: /paused/i })
      .waitFor({ state: "detached" });
  });

  it("deletes by a key, and brings back what was there to the letter", async () => {
    const { page } = app;
    const before = await settings.text();
    await row("api").focus();
    await page.keyboard.press("Delete");
    await settings.fileWithout("name: api");
    await settings.undo();
    await settings.fileWith("name: api");
    expect(await settings.text()).toBe(before);
  });
});

describe("the keyboard alone", () => {
  it("finds, opens, changes, tries and saves a monitor", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors");
    await page.locator("body").click({ position: { x: 2, y: 2 } });
    await tabTo(page, /^input: Search monitors$|searchbox|Search monitors/);
    await page.keyboard.type("login");
    await row("api").waitFor({ state: "detached" });
    await tabTo(page, /^row: login$/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Edit monitor" }).waitFor();
    await page.getByText("200 OK").waitFor();
    await tabTo(page, /^button: Run again$/);
    await page.keyboard.press("Enter");
    await tabTo(page, /^input: /);
    expect(await focused(page)).toContain("input");
    await page.getByRole("textbox", { name: "Name", exact: true }).focus();
    await page.keyboard.press("End");
    await page.keyboard.type("-2");
    await page.keyboard.press("Control+s");
    await settings.fileWith("name: login-2");
  });
});

// Electron's security checklist on the built app, from the page's own side. The packaged app's fuses are read in package.test.ts; what
// becomes of bad messages and of secrets is in secrets.test.ts. Which test stands for which point: test/unit/security-checklist.test.ts.
// https://www.electronjs.org/docs/latest/tutorial/security

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startDesktop } from "./harness/desktop.ts";
import type { Desktop } from "./harness/desktop.ts";
import { recordNotifications } from "./harness/notification-recorder.ts";
import type { NotificationRecorder } from "./harness/notification-recorder.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { askAnything } from "./harness/starts.ts";

let desktop: Desktop;
let notifications: NotificationRecorder;
let site: Site;
let foreign: Site;
let app: RunningApp;

const config = (): string => `
endpoints:
  - name: watched
    url: "${site.url}/"
    interval: 5s
    conditions: ["[STATUS] == 200"]
`;

/** Runs page code; what it threw comes back as text. */
async function inPage<T>(code: (argument: string) => T | Promise<T>, argument = ""): Promise<T> {
  return await app.page.evaluate(code, argument);
}

const preferences = async (): Promise<Readonly<Record<string, unknown>>> =>
  await app.electron.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes("/index.html"));
    const contents = main?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return contents.getLastWebPreferences();
  });

beforeAll(async () => {
  [site, foreign] = await Promise.all([startSite(), startSite("<script>parent.hacked = true</script>")]);
  notifications = await recordNotifications();
  desktop = await startDesktop();
  app = await launchApp({ config: config() });
  await app.page
    .getByRole("link", { name: /watched/ })
    .first()
    .waitFor();
});

afterAll(async () => {
  await app.close();
  await desktop.close();
  await notifications.close();
  await Promise.all([site.stop(), foreign.stop()]);
});

describe("the page", () => {
  it("has no Node, only the two functions of its bridge", async () => {
    const found = await inPage(() => ({
      node: ["require", "process", "module", "Buffer", "global", "__dirname", "ipcRenderer", "electron"].filter(
        (name) => name in globalThis,
      ),
      api: Object.keys((window as unknown as { readonly api: object }).api).toSorted(),
    }));
    expect(found).toEqual({ node: [], api: ["on", "request"] });
  });

  it("cannot change its bridge", async () => {
    const isFrozen = await inPage(() => {
      const { api } = window as unknown as { readonly api: Record<string, unknown> };
      const before = api["request"];
      try {
        api["request"] = () => "mine";
        (window as unknown as Record<string, unknown>)["api"] = null;
      } catch {
        // Strict mode says no aloud; what counts is what is there afterwards.
      }
      return (window as unknown as { readonly api: Record<string, unknown> }).api["request"] === before;
    });
    expect(isFrozen).toBe(true);
  });

  it("is sandboxed and isolated, with every weakening switched off", async () => {
    expect(await preferences()).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    expect((await preferences())["experimentalFeatures"] ?? false).toBe(false);
    expect((await preferences())["enableBlinkFeatures"] ?? "").toBe("");
  });

  it("has no webview to put another page in", async () => {
    const found = await inPage((url) => {
      const element = document.createElement("webview");
      element.setAttribute("src", url);
      element.setAttribute("allowpopups", "");
      document.body.append(element);
      const isOrdinary = Object.getPrototypeOf(element) === HTMLElement.prototype || element instanceof HTMLUnknownElement;
      element.remove();
      return { isOrdinary, hasContents: "getWebContentsId" in element };
    }, foreign.url);
    expect(found).toEqual({ isOrdinary: true, hasContents: false });
    expect(await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getType()))).not.toContain(
      "webview",
    );
  });

  it("gets its policy as a header", async () => {
    const policy = await inPage(async () => (await fetch(location.href)).headers.get("content-security-policy"));
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it("can run no inline script, no eval, no string timer, no foreign script", async () => {
    const ran = await inPage(async (url) => {
      const marks = window as unknown as Record<string, unknown>;
      const inline = document.createElement("script");
      inline.textContent = "window.markInline = true";
      document.body.append(inline);
      const handler = document.createElement("div");
      handler.innerHTML = "<img src='x' onerror='window.markHandler = true'>";
      document.body.append(handler);
      const remote = document.createElement("script");
      remote.src = `${url}/x.js`;
      const remoteEnded = new Promise<string>((resolve) => {
        remote.addEventListener("error", () => resolve("refused"));
        remote.addEventListener("load", () => resolve("loaded"));
      });
      document.body.append(remote);
      // In a task of its own, because the driver's evaluation is let through the policy.
      const evaluated = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(typeof Reflect.construct(Function, ["return 1"]));
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      const outcome = await remoteEnded;
      await new Promise((resolve) => setTimeout(resolve, 200));
      for (const element of [inline, handler, remote]) element.remove();
      return { inline: marks["markInline"] ?? null, handler: marks["markHandler"] ?? null, evaluated, remote: outcome };
    }, foreign.url);
    expect(ran).toEqual({ inline: null, handler: null, evaluated: "EvalError", remote: "refused" });
  });

  it("can fetch, show and frame nothing from elsewhere", async () => {
    const before = foreign.received.length;
    const outcome = await inPage(async (url) => {
      const ended = async (element: HTMLImageElement | HTMLIFrameElement): Promise<string> => {
        const word = new Promise<string>((resolve) => {
          element.addEventListener("load", () => resolve("loaded"));
          element.addEventListener("error", () => resolve("refused"));
          setTimeout(() => resolve("nothing"), 1_000);
        });
        element.src = `${url}/picture`;
        document.body.append(element);
        const said = await word;
        element.remove();
        return said;
      };
      const fetched = await fetch(`${url}/data`, { mode: "no-cors" }).then(
        () => "fetched",
        () => "refused",
      );
      const sent = navigator.sendBeacon(`${url}/beacon`, "x");
      return { fetched, sent, image: await ended(document.createElement("img")), frame: await ended(document.createElement("iframe")) };
    }, foreign.url);
    expect(outcome).toMatchObject({ fetched: "refused", image: "refused" });
    expect(foreign.received).toHaveLength(before);
  });

  it("reaches no file beyond its folder through app://", async () => {
    const statuses = await inPage(async () => {
      const paths = [
        "../main/main.js",
        "%2e%2e/main/main.js",
        "..%2fmain%2fmain.js",
        "%2e%2e%2f%2e%2e%2fpackage.json",
        "....//main/main.js",
        "..%5cmain%5cmain.js",
        "index.html%00.js",
        "//etc/passwd",
        "config.yaml",
      ];
      return await Promise.all(
        paths.map(async (path) => {
          const answer = await fetch(`app://sentray/${path}`).catch(() => null);
          return answer === null ? 404 : answer.status;
        }),
      );
    });
    expect(new Set(statuses)).toEqual(new Set([404]));
    const elsewhere = await inPage(
      async () =>
        await fetch("app://other/index.html").then(
          (answer) => answer.status,
          () => "refused",
        ),
    );
    expect([404, "refused"]).toContain(elsewhere);
    expect(
      await inPage(
        async () =>
          await fetch("file:///etc/passwd").then(
            () => "fetched",
            () => "refused",
          ),
      ),
    ).toBe("refused");
  });

  it("cannot leave the app, nor open a window", async () => {
    const opened = await inPage((url) => window.open(url, "_blank") === null, foreign.url);
    expect(opened).toBe(true);
    await inPage((url) => {
      location.href = url;
    }, foreign.url);
    await inPage((url) => {
      const link = document.createElement("a");
      link.href = url;
      link.target = "_top";
      document.body.append(link);
      link.click();
      link.remove();
    }, foreign.url);
    await inPage(() => {
      location.href = "file:///etc/passwd";
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await inPage(() => location.origin)).toBe("app://sentray");
    const count = await app.electron.evaluate(
      // Besides the small window at the tray, which is made ahead.
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => !window.webContents.getURL().endsWith("/glance.html")).length,
    );
    expect(count).toBe(1);
    expect(foreign.received).toHaveLength(0);
  });

  it("gets no permission", async () => {
    const states = await inPage(async () => {
      const names = ["geolocation", "notifications", "camera", "microphone", "midi", "clipboard-read"];
      return await Promise.all(names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state));
    });
    expect(new Set(states)).toEqual(new Set(["denied"]));
    expect(await inPage(async () => await Notification.requestPermission())).toBe("denied");
    expect(
      await inPage(
        async () =>
          await navigator.mediaDevices.getUserMedia({ audio: true }).then(
            () => "given",
            (error: Error) => error.name,
          ),
      ),
    ).toMatch(/NotAllowed|NotFound/);
  });

  it("can have only web addresses opened outside", async () => {
    const opened = await app.electron.evaluate(({ shell }) => {
      const seen: string[] = [];
      Object.assign(shell, { openExternal: (url: string) => Promise.resolve(void seen.push(url)) });
      Object.assign(globalThis, { seenUrls: seen });
      return seen.length;
    });
    expect(opened).toBe(0);
    for (const url of [
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://host/share",
      "ms-settings:",
      "sentray://settings",
      "https://user:word@host/",
      "x",
      "",
    ]) {
      expect((await askAnything(app, "app:open-external", { url })).ok, url).toBe(false);
    }
    expect((await askAnything(app, "app:open-external", { url: "https://example.test/" })).ok).toBe(true);
    const urls = await app.electron.evaluate(() => (globalThis as unknown as { readonly seenUrls: readonly string[] }).seenUrls);
    expect(urls).toEqual(["https://example.test/"]);
  });

  it("is the only one that is listened to: another window with our preload is refused", async () => {
    const preloadFile = join(import.meta.dirname, "../../out/preload/preload.cjs");
    const answer = await app.electron.evaluate(async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      try {
        await stranger.loadURL("app://sentray/index.html");
        return (await stranger.webContents.executeJavaScript('window.api.request("monitor:get-snapshot")')) as unknown;
      } finally {
        stranger.destroy();
      }
    }, preloadFile);
    expect(answer).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});

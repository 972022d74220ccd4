import { describe, expect, it } from "vitest";
import { deepLinkIn, parseDeepLink } from "../../../../src-main/desktop/deep-link.ts";
import { externalUrl } from "../../../../src-main/desktop/lock-down.ts";
import { autostartEntry } from "../../../../src-main/desktop/login-item.ts";
import { nextMorning } from "../../../../src-main/desktop/next-morning.ts";
import { popoverPosition } from "../../../../src-main/desktop/windows/glance-window.ts";
import { clampBounds } from "../../../../src-main/desktop/windows/window-bounds.ts";
import { secureWindowOptions } from "../../../../src-main/desktop/windows/window-options.ts";

describe("parseDeepLink", () => {
  it.each([
    ["sentray://endpoint/core_api", { to: "endpoint", key: "core_api" }],
    ["sentray://endpoint/a%20b_c", { to: "endpoint", key: "a b_c" }],
    ["sentray://incidents", { to: "incidents" }],
    ["sentray://nowhere", null],
    ["sentray://endpoint/", null],
    ["sentray://endpoint/%zz", null],
    [`sentray://endpoint/${"k".repeat(16_384)}`, { to: "endpoint", key: "k".repeat(16_384) }],
    [`sentray://endpoint/${"k".repeat(16_385)}`, null],
    ["https://endpoint/core_api", null],
    ["sentray", null],
  ])("%s", (link, expected) => {
    expect(parseDeepLink(link)).toEqual(expected);
  });

  it("finds the link among arguments", () => {
    expect(deepLinkIn(["/usr/bin/sentray", "--hidden", "sentray://incidents"])).toEqual({ to: "incidents" });
    expect(deepLinkIn(["/usr/bin/sentray"])).toBeNull();
  });
});

describe("externalUrl", () => {
  it.each([
    ["https://example.org/a?b#c", "https://example.org/a?b#c"],
    ["http://example.org", "http://example.org/"],
    ["file:///etc/passwd", null],
    ["javascript:alert(1)", null],
    ["smb://server/share", null],
    ["https://user:pw@example.org/", null],
    ["example.org", null],
  ])("%s", (url, expected) => {
    expect(externalUrl(url)).toBe(expected);
  });
});

describe("clampBounds", () => {
  const area = { x: 0, y: 0, width: 1_920, height: 1_080 };
  it.each([
    ["keeps what is visible", { x: 100, y: 100, width: 800, height: 600 }, { x: 100, y: 100, width: 800, height: 600 }],
    ["moves what hangs over the edge", { x: 1_500, y: 800, width: 800, height: 400 }, { x: 1_120, y: 680, width: 800, height: 400 }],
    ["gives up on a display that is gone", { x: 5_000, y: 0, width: 800, height: 600 }, null],
    ["shrinks what is larger than the display", { x: 0, y: 0, width: 3_000, height: 2_000 }, { x: 0, y: 0, width: 1_920, height: 1_080 }],
  ])("%s", (_name, saved, expected) => {
    expect(clampBounds({ ...saved, isMaximized: false }, [area])).toEqual(expected);
  });
});

describe("popoverPosition", () => {
  const area = { x: 0, y: 0, width: 1_000, height: 800 };
  const size = { width: 330, height: 200 };
  it("opens below a tray at the top and above one at the bottom, inside the display", () => {
    expect(popoverPosition({ x: 980, y: 0, width: 20, height: 20 }, size, area)).toEqual({ x: 662, y: 28 });
    expect(popoverPosition({ x: 980, y: 780, width: 20, height: 20 }, size, area)).toEqual({ x: 662, y: 572 });
  });
});

describe("secureWindowOptions", () => {
  it("isolates and sandboxes every window", () => {
    expect(secureWindowOptions("/p.cjs").webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });
});

describe("autostartEntry", () => {
  it("quotes the path, with the string type's own backslashes, and starts hidden", () => {
    expect(autostartEntry('/opt/My "App"/sentray')).toContain('Exec="/opt/My \\\\"App\\\\"/sentray" --hidden');
  });
});

describe("nextMorning", () => {
  it("is eight o'clock of the next day", () => {
    expect(new Date(nextMorning(Date.UTC(2026, 1, 28, 23, 30))).toISOString()).toBe("2026-03-01T08:00:00.000Z");
  });
});

import "../browser.ts";
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { App } from "../../../../src-renderer/app/app.tsx";
import { err } from "../../../../shared/errors.ts";
import { fakeConfigHandlers } from "../../../helpers/fake-config.ts";
import { fakeEndpoints, fakeOverall, fakeSnapshot } from "../../../helpers/fake-world.ts";
import { cleanAfterEach, NOW, renderApp } from "../render-app.tsx";

cleanAfterEach();

const endpoints = fakeEndpoints(45, NOW);
const world = { snapshot: fakeSnapshot(endpoints) };
const card = (name: string): HTMLElement => screen.getByRole("link", { name: new RegExp(`^${name},`, "u") });

describe("the dashboard", () => {
  it("shows each endpoint with its state, and why one fails", async () => {
    await renderApp(<App />, world);
    expect(card("back-end").getAttribute("aria-label")).toBe("back-end, failing, 104 ms");
    expect(screen.getByText("[STATUS] (503) == 200")).toBeTruthy();
    expect(screen.getByRole("button", { name: /42 healthy/u })).toBeTruthy();
  });

  it("puts few of two thousand endpoints into the page", async () => {
    await renderApp(<App />, { snapshot: fakeSnapshot(fakeEndpoints(2_000, NOW)) });
    expect(screen.getAllByRole("article").length).toBeGreaterThan(5);
    expect(screen.getAllByRole("article").length).toBeLessThan(80);
  });

  it("shows a change as soon as the main process tells it", async () => {
    const { api } = await renderApp(<App />, world);
    const [first] = endpoints;
    if (first === undefined) throw new Error("the fake world is empty");
    const changed = { ...first, state: "healthy" as const, cause: "", lastCheckMs: NOW };
    act(() => api.emit("monitor:changed", { overall: fakeOverall([]), changed: [changed], removed: [] }));
    expect(card("back-end").getAttribute("aria-label")).toBe("back-end, healthy, 104 ms");
    expect(screen.queryByText("[STATUS] (503) == 200")).toBeNull();
  });

  it("searches from the keyboard, and Escape takes the search back", async () => {
    const { user } = await renderApp(<App />, world);
    await user.keyboard("/cache");
    expect(screen.getAllByRole("article")).toHaveLength(1);
    await user.keyboard("{Escape}");
    expect(screen.getAllByRole("article").length).toBeGreaterThan(5);
  });

  it("filters by state and says when nothing is left", async () => {
    const { user } = await renderApp(<App />, world);
    await user.click(screen.getByRole("button", { name: /1 failing/u }));
    expect(screen.getAllByRole("article")).toHaveLength(1);
    await user.type(screen.getByRole("searchbox"), "mail");
    expect(screen.getByText("No endpoint matches.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(screen.getAllByRole("article").length).toBeGreaterThan(5);
  });

  it("moves between cards with the arrow keys", async () => {
    const { user } = await renderApp(<App />, world);
    card("back-end").focus();
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement).toBe(card("front-end"));
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(card("cache"));
  });

  it("remembers which groups are collapsed", async () => {
    const { api, user } = await renderApp(<App />, world);
    await user.click(screen.getByRole("button", { name: /^core/u }));
    expect(screen.queryByRole("link", { name: /^back-end/u })).toBeNull();
    expect(api.requests).toContainEqual({ channel: "app:set-preferences", payload: { collapsedGroups: ["core"] } });
  });

  it("shows hostile names as text", async () => {
    const { user } = await renderApp(<App />, { snapshot: fakeSnapshot(fakeEndpoints(2_000, NOW)) });
    await user.keyboard("/hostile");
    expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(document.querySelector("main img, main script")).toBeNull();
    const long = screen.getByRole("link", { name: /^x{100}/u });
    expect(long.getAttribute("aria-label")?.length).toBeLessThan(300);
  });

  it("asks at the first start, and watches what is typed", async () => {
    const handlers = fakeConfigHandlers({ nowMs: NOW, count: 0 });
    const { api, user } = await renderApp(<App />, { snapshot: fakeSnapshot([]), handlers });
    await user.click(screen.getByRole("button", { name: "Open config file" }));
    expect(api.requests.at(-1)).toEqual({ channel: "app:open-config", payload: undefined });
    await user.type(screen.getByRole("textbox", { name: "What do you want to watch?" }), "https://example.org");
    await user.click(await screen.findByRole("button", { name: "Start watching" }));
    expect(await screen.findByText("example.org is watched now.")).toBeTruthy();
  });
});

describe("notices", () => {
  it("tell every problem of the configuration with its place", async () => {
    const problem = {
      severity: "error" as const,
      message: "no such placeholder",
      file: "/etc/sentray/config.yaml",
      line: 31,
      column: 9,
      path: "",
    };
    await renderApp(<App />, { snapshot: fakeSnapshot(endpoints, { configProblems: [problem] }) });
    const alert = screen.getByRole("alert");
    expect(within(alert).getByText("config.yaml:31:9")).toBeTruthy();
    expect(within(alert).getByText("no such placeholder")).toBeTruthy();
  });

  it("offer to resume what was paused, and say why else nothing is checked", async () => {
    const { api, user } = await renderApp(<App />, {
      snapshot: fakeSnapshot(endpoints, { suspended: { reason: "paused", sinceMs: NOW, untilMs: NOW + 3_600_000 } }),
    });
    expect(screen.getByText("Checks are suspended: paused, until 13:00.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Resume" }));
    expect(api.requests).toContainEqual({ channel: "monitor:resume", payload: { kind: "everything" } });
  });

  it.each([
    ["checking", "The history is being looked through after a crash. Watching goes on."],
    ["recovering", "The history file was damaged. What it still holds is being recovered; watching goes on."],
  ] as const)("tell how far the history's %s is, and its trouble", async (kind, words) => {
    await renderApp(<App />, {
      snapshot: fakeSnapshot(endpoints, { storageActivity: { kind, progress: 0.378 }, storageTrouble: { message: "the disk is full." } }),
    });
    expect(screen.getByRole("progressbar", { name: words })).toMatchObject({ value: 0.378 });
    expect(screen.getByText("37%")).toBeTruthy();
    expect(screen.getByText("History: the disk is full.")).toBeTruthy();
  });

  it("offer a restart once a new version was fetched, and wait when asked to", async () => {
    const { api, user } = await renderApp(<App />, world);
    expect(screen.queryByRole("button", { name: "Restart now" })).toBeNull();
    api.answer({ "updates:get-state": () => ({ kind: "ready", version: "1.4.0" }) });
    act(() => api.emit("updates:changed", { kind: "ready", version: "1.4.0" }));
    expect(await screen.findByText("Sentray 1.4.0 is ready. It is installed when Sentray quits.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Restart now" }));
    expect(api.requests.at(-1)?.channel).toBe("updates:install");
    await user.click(screen.getByRole("button", { name: "Later" }));
    expect(screen.queryByRole("button", { name: "Restart now" })).toBeNull();
  });

  it("say when the monitor cannot be reached, and try again", async () => {
    const api = await renderApp(<App />, world);
    api.api.answer({ "monitor:check-now": () => err("unavailable", "the engine has stopped") });
    await api.user.keyboard("{Control>}k{/Control}");
    await api.user.click(screen.getByRole("option", { name: "Check everything now" }));
    expect(await screen.findByText("That did not work: the engine has stopped")).toBeTruthy();
  });
});

describe("the palette and the keys", () => {
  it("finds an endpoint and opens its page", async () => {
    const { user } = await renderApp(<App />, world);
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("gate{Enter}");
    await waitFor(() => expect(window.location.hash).toBe("#/endpoint/network_gateway"));
    expect(await screen.findByRole("heading", { level: 1, name: "gateway" })).toBeTruthy();
  });

  it.each([
    ["gi", "Incidents"],
    ["gr", "Reports"],
    ["gs", "Settings"],
  ])("%s goes to %s", async (keys, title) => {
    const { user } = await renderApp(<App />, world);
    await user.keyboard(keys);
    expect(await screen.findByRole("heading", { level: 1, name: title })).toBeTruthy();
  });

  it("leaves letters alone while somebody types", async () => {
    const { user } = await renderApp(<App />, world);
    await user.keyboard("/gi");
    expect(window.location.hash).toBe("");
  });

  it("goes where the main process asks", async () => {
    const { api } = await renderApp(<App />, world);
    act(() => api.emit("app:navigation-requested", { to: "endpoint", key: "core_back-end" }));
    expect(await screen.findByRole("heading", { level: 1, name: "back-end" })).toBeTruthy();
  });
});

describe("the settings", () => {
  it("change theme and language at once", async () => {
    const { user } = await renderApp(<App />, world);
    await user.keyboard("gs");
    await user.click(await screen.findByRole("radio", { name: "Dark" }));
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    await user.click(screen.getByRole("radio", { name: "繁體中文" }));
    expect(await screen.findByRole("heading", { level: 1, name: "設定" })).toBeTruthy();
    expect(document.documentElement.lang).toBe("zh-TW");
  });

  it("take a preference back that the main process refuses", async () => {
    const { api, user } = await renderApp(<App />, world);
    api.answer({ "app:set-preferences": () => err("forbidden", "managed by your company") });
    await user.keyboard("gs");
    await user.click(await screen.findByRole("switch", { name: "Start when I log in" }));
    expect(await screen.findByText(/managed by your company/u)).toBeTruthy();
    expect(screen.getByRole("switch", { name: "Start when I log in" }).getAttribute("aria-checked")).toBe("false");
  });

  it("take a silence back, and undo that", async () => {
    const silence = { id: "s1", action: "mute" as const, scope: { kind: "group" as const, group: "network" }, note: "", createdMs: NOW };
    const { api, user } = await renderApp(<App />, { ...world, silences: [silence] });
    await user.keyboard("gs");
    await user.click(await screen.findByRole("button", { name: "Take back the silence of Group network" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(api.requests).toContainEqual({ channel: "alert:silence", payload: { action: "mute", scope: silence.scope, note: "" } });
    expect(await screen.findByRole("button", { name: "Take back the silence of Group network" })).toBeTruthy();
  });
});

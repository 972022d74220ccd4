import "../browser.ts";
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { App } from "../../../../src-renderer/app/app.tsx";
import { Glance } from "../../../../src-renderer/features/glance/glance.tsx";
import { fakeEndpoints, fakeSnapshot } from "../../../helpers/fake-world.ts";
import { cleanAfterEach, NOW, renderApp } from "../render-app.tsx";

cleanAfterEach();

const world = { snapshot: fakeSnapshot(fakeEndpoints(45, NOW)) };

describe("the endpoint page", () => {
  it("shows phases, conditions with their values, alerts and the certificate", async () => {
    window.location.hash = "#/endpoint/core_back-end";
    await renderApp(<App />, world);
    expect(within(await screen.findByRole("region", { name: "Last check" })).getByText("First byte")).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "Conditions" })).getByText("[BODY].status (INVALID) == UP")).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "Certificate chain" })).getByText("Example Root X1", { exact: false })).toBeTruthy();
    expect(await screen.findByText(/invalid routing key/u)).toBeTruthy();
  });

  it("reads the graph by arrow keys, and as a table", async () => {
    window.location.hash = "#/endpoint/core_back-end";
    const { user } = await renderApp(<App />, world);
    const picture = await screen.findByRole("img", { name: /^Response time of back-end from/u });
    picture.focus();
    await user.keyboard("{End}");
    expect(screen.getAllByText(/of \d+ failed/u).length).toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: "Show as table" }));
    expect(within(screen.getByRole("table", { name: "Response time" })).getAllByRole("row").length).toBeGreaterThan(100);
  });

  it("checks now, pauses and copies as curl", async () => {
    window.location.hash = "#/endpoint/core_back-end";
    const { api, user } = await renderApp(<App />, world);
    await user.click(await screen.findByRole("button", { name: "Check now" }));
    expect(await screen.findByText("back-end was checked.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Pause" }));
    await user.click(await screen.findByRole("menuitem", { name: "For an hour" }));
    expect(api.requests).toContainEqual({
      channel: "monitor:pause",
      payload: { scope: { kind: "endpoint", key: "core_back-end" }, untilMs: NOW + 3_600_000 },
    });
    await user.click(screen.getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Copy as curl" }));
    expect(await navigator.clipboard.readText()).toContain("curl --request GET");
  });

  it.each(["SUITE", "TCP"] as const)("offers no curl for a %s", async (kind) => {
    const [first, ...rest] = fakeEndpoints(45, NOW);
    if (first === undefined) throw new Error("no endpoint");
    window.location.hash = "#/endpoint/core_back-end";
    const { user } = await renderApp(<App />, { snapshot: fakeSnapshot([{ ...first, kind }, ...rest]) });
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    expect(await screen.findByRole("menuitem", { name: "Add a note…" })).toBeTruthy();
    expect(screen.queryByRole("menuitem", { name: "Copy as curl" })).toBeNull();
  });

  it("opens a result to what was stored of it, and exports", async () => {
    window.location.hash = "#/endpoint/core_back-end";
    const { api, user } = await renderApp(<App />, world);
    const results = await screen.findByRole("table", { name: "Latest results" });
    const [first] = await within(results).findAllByRole("button", { expanded: false });
    if (first === undefined) throw new Error("no results");
    await user.click(first);
    expect(within(results).getByText(/1 failed try before it/u)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Results as CSV" }));
    const saved = api.requests.find(({ channel }) => channel === "app:save-file")?.payload;
    expect(saved).toMatchObject({ suggestedName: "core-back-end-results.csv", format: "csv" });
  });

  it("says so when the endpoint has left the configuration", async () => {
    window.location.hash = "#/endpoint/gone";
    await renderApp(<App />, world);
    expect(screen.getByText("This endpoint is no longer in the configuration.")).toBeTruthy();
  });
});

describe("incidents and reports", () => {
  it("tell what fell together as one, and who was told", async () => {
    window.location.hash = "#/incidents";
    const { user } = await renderApp(<App />, world);
    await user.click(await screen.findByRole("button", { name: /gateway and 1 more/u }));
    expect(screen.getByRole("link", { name: "resolver" })).toBeTruthy();
    expect(screen.getAllByText("slack: #ops").length).toBeGreaterThan(0);
  });

  it("report a group alone", async () => {
    window.location.hash = "#/reports";
    const { user } = await renderApp(<App />, world);
    const table = await screen.findByRole("table", { name: "Reports" });
    await within(table).findByRole("link", { name: "docs" });
    await user.selectOptions(screen.getByRole("combobox", { name: "Endpoints" }), "Group network");
    await within(table).findByRole("link", { name: "gateway" });
    expect(within(table).queryByRole("link", { name: "docs" })).toBeNull();
  });

  it("exports with names, groups and keys", async () => {
    window.location.hash = "#/reports";
    const { api, user } = await renderApp(<App />, world);
    await within(await screen.findByRole("table", { name: "Reports" })).findByRole("link", { name: "docs" });
    await user.click(screen.getByRole("button", { name: "Export CSV" }));
    const report = api.requests.findLast(({ channel }) => channel === "app:save-file")?.payload;
    expect(report).toMatchObject({
      format: "csv",
      content: expect.stringContaining(",core/storage,database,core-storage_database,") as string,
    });
    window.location.hash = "#/incidents";
    await screen.findByRole("button", { name: /gateway and 1 more/u });
    await user.click(screen.getByRole("button", { name: "Export CSV" }));
    const incidents = api.requests.findLast(({ channel }) => channel === "app:save-file")?.payload;
    expect(incidents).toMatchObject({
      suggestedName: "sentray-incidents.csv",
      content: expect.stringContaining(",network,resolver,network_resolver,") as string,
    });
  });
});

describe("the glance window", () => {
  it("names what needs attention first, and opens it in the main window", async () => {
    const { api, user } = await renderApp(<Glance />, world);
    expect(screen.getByRole("heading", { level: 1, name: "1 failing, 1 degraded" })).toBeTruthy();
    const [worst] = within(screen.getByRole("list", { name: "Needs attention" })).getAllByRole("button");
    if (worst === undefined) throw new Error("nothing needs attention");
    await user.click(worst);
    expect(api.requests).toContainEqual({ channel: "app:show-main", payload: { to: "endpoint", key: "core_back-end" } });
    await user.keyboard("{Escape}");
    expect(api.requests.at(-1)?.channel).toBe("glance:hide");
  });

  it("pauses for an hour", async () => {
    const { api, user } = await renderApp(<Glance />, world);
    await user.click(screen.getByRole("button", { name: "Pause 1 h" }));
    expect(api.requests).toContainEqual({ channel: "monitor:pause", payload: { scope: { kind: "everything" }, untilMs: NOW + 3_600_000 } });
  });
});

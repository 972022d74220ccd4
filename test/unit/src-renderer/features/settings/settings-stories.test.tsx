import "../../browser.ts";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Toasts } from "../../../../../src-renderer/components/toasts.tsx";
import { SettingsPage } from "../../../../../src-renderer/features/settings/settings-page.tsx";
import type { PlainMapping } from "../../../../../shared/model/settings.ts";
import { FAKE_FILE, fakeConfigHandlers } from "../../../../helpers/fake-config.ts";
import type { FakeApi, FakeHandlers } from "../../../../helpers/fake-api.ts";
import { fakeEndpoints, fakeSnapshot } from "../../../../helpers/fake-world.ts";
import { cleanAfterEach, NOW, renderApp } from "../../render-app.tsx";

cleanAfterEach();

const world = { snapshot: fakeSnapshot(fakeEndpoints(45, NOW)) };

/** Opens a part of the settings over the fake configuration. */
async function openSettings(hash: string, answers: Partial<FakeHandlers> = {}, count = 45) {
  window.location.hash = hash;
  return renderApp(
    <>
      <SettingsPage />
      <Toasts />
    </>,
    { ...world, handlers: { ...fakeConfigHandlers({ nowMs: NOW, count }), ...answers } },
  );
}

const editsOf = (api: FakeApi): readonly unknown[] =>
  api.requests.filter(({ channel }) => channel === "settings:apply-edits").map(({ payload }) => (payload as { edits: unknown }).edits);

describe("adding a monitor", () => {
  it("tries what was typed, proposes conditions from the answer and saves it with them", async () => {
    const { api, user } = await openSettings("#/settings/add");
    await user.type(await screen.findByRole("textbox", { name: "What do you want to watch?" }), "https://example.org");
    const card = await screen.findByRole("article", { name: "example.org" });
    await within(card).findByText("200 OK");
    await user.click(await within(card).findByRole("button", { name: "[RESPONSE_TIME] < 500", pressed: true }));
    await user.type(within(card).getByRole("combobox", { name: "Group" }), "web");
    await user.click(screen.getByRole("button", { name: "Start watching" }));
    await screen.findByText("example.org is watched now.");
    expect(editsOf(api)).toEqual([
      [
        {
          op: "add-entry",
          list: "endpoints",
          place: { at: "end-of-group", group: "web" },
          value: {
            name: "example.org",
            group: "web",
            url: "https://example.org",
            conditions: ["[STATUS] == 200", "[BODY].status == UP"],
          },
        },
      ],
    ]);
    expect(window.location.hash).toBe("#/");
  });
});

describe("editing a monitor", () => {
  it("makes a condition of a clicked value, shows current values, and saves only what changed", async () => {
    const { api, user } = await openSettings("#/settings/monitors/core_back-end");
    const tree = await screen.findByRole("tree", { name: "Body" });
    expect(await screen.findByText("104", { selector: "bdi" })).toBeTruthy();
    await user.click(within(tree).getByText('"4.2.0"'));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("back-end was saved.");
    expect(editsOf(api)).toEqual([
      [expect.objectContaining({ op: "insert", path: ["conditions"], index: 4, value: "[BODY].version == 4.2.0" })],
    ]);
  });

  it("reaches every value by the keyboard", async () => {
    const { user } = await openSettings("#/settings/monitors/core_back-end");
    const tree = await screen.findByRole("tree", { name: "Body" });
    within(tree).getAllByRole("treeitem")[0]?.focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(screen.getByDisplayValue("[BODY].version == 4.2.0")).toBeTruthy();
  });

  it("says what is wrong with a condition, and completes it", async () => {
    const { user } = await openSettings("#/settings/monitors/core_back-end");
    const field = await screen.findByRole("combobox", { name: "Healthy when: new condition" });
    await user.type(field, "[[RES");
    const offers = await screen.findByRole("listbox", { name: "Completions" });
    expect(within(offers).getByText("[RESPONSE_TIME]")).toBeTruthy();
    await user.keyboard("{Enter}");
    expect(screen.getByDisplayValue("[RESPONSE_TIME]")).toBeTruthy();
    await user.type(screen.getByRole("combobox", { name: "Healthy when: new condition" }), "nonsense");
    expect(await screen.findByText(/Column 1: This is no placeholder/u)).toBeTruthy();
  });

  it("asks whom a shared value is changed for", async () => {
    let asked = "";
    const { user } = await openSettings("#/settings/monitors/core_back-end", {
      "settings:apply-edits": ({ shared }) => {
        asked = shared;
        return shared === "ask"
          ? { outcome: "shared", uses: [{ edit: 0, anchor: "defaults", usedBy: 3, names: ["a", "b", "c"] }] }
          : { outcome: "saved", revision: "r9", diffs: [], rebased: false, problems: [] };
      },
    });
    const every = await screen.findByRole("textbox", { name: "Every" });
    await user.clear(every);
    await user.type(every, "10s");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.click(await screen.findByRole("button", { name: "Change only this one" }));
    await screen.findByText("back-end was saved.");
    expect(asked).toBe("this-one");
  });

  it("shows what the file says now when it was changed meanwhile, and keeps the form", async () => {
    const { user } = await openSettings("#/settings/monitors/core_back-end", {
      "settings:apply-edits": () => ({
        outcome: "conflict",
        message: "config.yaml was changed by another program.",
        diffs: [{ file: FAKE_FILE, hunks: [{ beforeLine: 3, afterLine: 3, before: ["interval: 30s"], after: ["interval: 20s"] }] }],
      }),
    });
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "-2");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "The file was changed meanwhile" });
    expect(within(dialog).getByText("interval: 20s")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.getByDisplayValue("back-end-2")).toBeTruthy();
  });

  it("offers again what was left half edited", async () => {
    const { user } = await openSettings("#/settings/monitors/core_back-end", {
      "settings:list-drafts": () => [
        {
          id: "monitor:core_back-end",
          title: "back-end",
          savedAtEpochMs: NOW,
          entry: null,
          value: { name: "half", url: "https://half.example.org" },
        },
      ],
    });
    await user.click(await screen.findByRole("button", { name: "Go on with it" }));
    expect(screen.getByDisplayValue("https://half.example.org")).toBeTruthy();
  });
});

describe("the list of monitors", () => {
  it("deletes, and takes that back", async () => {
    const { api, user } = await openSettings("#/settings/monitors");
    await user.click(await screen.findByRole("button", { name: "Actions for front-end" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
    await screen.findByText("front-end was deleted.");
    await waitFor(() => expect(screen.queryByRole("row", { name: "front-end" })).toBeNull());
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(api.requests.some(({ channel }) => channel === "settings:undo")).toBe(true);
  });

  it("changes all chosen ones in one save", async () => {
    const { api, user } = await openSettings("#/settings/monitors");
    await user.click(await screen.findByRole("checkbox", { name: "Choose all of core" }));
    await user.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Change…" }));
    await user.click(await screen.findByRole("menuitem", { name: "Interval" }));
    await user.type(await screen.findByRole("textbox", { name: "Check every" }), "15s{Enter}");
    await screen.findByText(/monitors are checked every 15s/u);
    expect(editsOf(api)).toHaveLength(1);
    expect(editsOf(api)[0]).toContainEqual(expect.objectContaining({ op: "set", path: ["interval"], value: "15s" }));
  });

  it("moves by the keyboard", async () => {
    const { api, user } = await openSettings("#/settings/monitors");
    (await screen.findByRole("row", { name: "back-end" })).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await screen.findByText("back-end was moved.");
    expect(editsOf(api)[0]).toMatchObject([{ op: "move-entry", place: { at: "after", entry: { name: "front-end" } } }]);
  });

  it("draws few of five thousand", async () => {
    await openSettings("#/settings/monitors", {}, 5_000);
    await screen.findByText("5,000 monitors");
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
  });
});

describe("a channel", () => {
  it("never shows a stored secret, and sends a test", async () => {
    const { api, user } = await openSettings("#/settings/channels/slack");
    expect(await screen.findByText("stored as SLACK_WEBHOOK_URL")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Send a test" }));
    expect(await screen.findByText("Delivered")).toBeTruthy();
    expect(screen.getByText(/hooks\.example\.org\/services\/•••/u)).toBeTruthy();
    expect(api.requests.find(({ channel }) => channel === "settings:test-alert")?.payload).toMatchObject({
      provider: "slack",
      block: null,
    });
  });

  it("keeps a typed token in the keyring and writes its name into the file", async () => {
    const { api, user } = await openSettings("#/settings/channels/discord");
    await user.type(await screen.findByLabelText("Webhook URL (needed)"), "https://secret.example.org");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Discord was saved.");
    expect(api.requests).toContainEqual({
      channel: "settings:set-secret",
      payload: { name: "DISCORD_WEBHOOK_URL", value: "https://secret.example.org" },
    });
    expect(JSON.stringify(editsOf(api))).toContain("${DISCORD_WEBHOOK_URL}");
    expect(JSON.stringify(editsOf(api))).not.toContain("secret.example.org");
  });
});

describe("the other parts", () => {
  it("show an import's report before anything is written", async () => {
    const { api, user } = await openSettings("#/settings/transfer");
    await user.click(await screen.findByRole("button", { name: "Uptime Kuma…" }));
    expect(await screen.findByText(/containers cannot be watched/u)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Import 1 monitor" }));
    expect(api.requests).toContainEqual({
      channel: "settings:apply-import",
      payload: { importId: "i1", entries: [1], providers: ["telegram"], reason: "1 monitor was imported." },
    });
  });

  it("name secrets, and what misses", async () => {
    await openSettings("#/settings/secrets");
    expect(await screen.findByText("SLACK_WEBHOOK_URL")).toBeTruthy();
    expect(screen.getByText("PAGERDUTY_KEY")).toBeTruthy();
    expect(screen.getByText(/Encrypted by this computer's keyring/u)).toBeTruthy();
  });

  it("write a rule by the form", async () => {
    const { api, user } = await openSettings("#/settings/rules");
    await user.click(await screen.findByRole("switch", { name: "Also while the screen is locked" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Quiet hours was saved.");
    expect(editsOf(api)[0]).toEqual([
      { op: "set", target: { kind: "root", file: null }, path: ["quiet-hours"], value: { "while-screen-locked": true } },
    ]);
  });
});

describe("what was left half filled", () => {
  const left = (id: string, value: PlainMapping) => ({
    "settings:list-drafts": () => [{ id, title: "left", savedAtEpochMs: NOW, entry: null, value }],
  });
  const keptOf = (api: FakeApi): readonly unknown[] =>
    api.requests.filter(({ channel }) => channel === "settings:keep-draft").map(({ payload }) => payload);

  it("is offered again to who adds", async () => {
    const { user } = await openSettings("#/settings/add", left("add", { text: "https://half.example.org" }));
    await user.click(await screen.findByRole("button", { name: "Go on with it" }));
    expect(screen.getByDisplayValue("https://half.example.org")).toBeTruthy();
  });

  it("is offered again in a rule's form", async () => {
    const { user } = await openSettings("#/settings/rules", left("rule:quiet-hours", { filled: { "while-screen-locked": true } }));
    await user.click(await screen.findByRole("button", { name: "Go on with it" }));
    expect(screen.getByRole("switch", { name: "Also while the screen is locked" }).getAttribute("aria-checked")).toBe("true");
  });

  it("is offered again in a channel's form, and forgotten when asked", async () => {
    const { api, user } = await openSettings("#/settings/channels/discord", left("channel:discord", { title: "half" }));
    await user.click(await screen.findByRole("button", { name: "Forget it" }));
    expect(screen.queryByRole("button", { name: "Go on with it" })).toBeNull();
    expect(api.requests).toContainEqual({ channel: "settings:drop-draft", payload: { id: "channel:discord" } });
  });

  it("holds no secret that was typed", async () => {
    const { api, user } = await openSettings("#/settings/channels/email");
    await user.type(await screen.findByLabelText("Password"), "correct-horse");
    await user.type(screen.getByLabelText(/^Mail server/u), "mail.example.org");
    await waitFor(() => expect(keptOf(api).at(-1)).toMatchObject({ id: "channel:email", value: { host: "mail.example.org" } }));
    expect(JSON.stringify(keptOf(api))).not.toContain("correct");
  });
});

// What the tests of the settings share: going to a part of them, and waiting for what the configuration's file says then.

import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import type { RunningApp } from "./app.ts";
import { eventually } from "./eventually.ts";

export interface SettingsDriver {
  readonly page: Page;
  /** Goes to an address of the window, as a link would. */
  show(hash: string): Promise<void>;
  text(): Promise<string>;
  /** Waits until the file says `part`, and returns all that it says. */
  fileWith(part: string | RegExp): Promise<string>;
  /** Waits until the file no longer says `part`. */
  fileWithout(part: string): Promise<string>;
  /** Clicks the newest offer to take a change back. */
  undo(): Promise<void>;
  /** Empties a field and types into it, key by key. */
  retype(label: string, text: string): Promise<void>;
  /** Answers every dialog that asks for a file or a folder with this path. */
  answerOpenDialogs(path: string): Promise<void>;
}

export function driveSettings(app: RunningApp): SettingsDriver {
  const { page, configFile } = app;
  const text = async (): Promise<string> => await readFile(configFile, "utf8");
  const fileThat = async (what: string, holds: (now: string) => boolean): Promise<string> =>
    await eventually(what, async () => {
      const now = await text();
      return holds(now) ? now : null;
    }).catch(async (error: unknown) => {
      throw new Error(`${what}; the file says:\n${await text()}\nand the window:\n${await page.locator("body").innerText()}`, {
        cause: error,
      });
    });
  return {
    page,
    text,
    show: async (hash) => {
      await page.evaluate((next) => {
        window.location.hash = next;
      }, hash);
    },
    fileWith: async (part) =>
      await fileThat(`the file with ${String(part)}`, (now) => (typeof part === "string" ? now.includes(part) : part.test(now))),
    fileWithout: async (part) => await fileThat(`the file without ${part}`, (now) => !now.includes(part)),
    undo: async () => await page.getByRole("button", { name: "Undo", exact: true }).last().click(),
    retype: async (label, next) => {
      const field = page.getByRole("textbox", { name: label, exact: true }).or(page.getByRole("combobox", { name: label, exact: true }));
      await field.first().click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type(next);
    },
    answerOpenDialogs: async (path) => {
      await app.electron.evaluate(({ dialog }, answer) => {
        Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [answer] }) });
      }, path);
    },
  };
}

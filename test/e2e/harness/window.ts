// What tests of the window share: its complaints, its focus, where it would save, and what axe says.

import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import type { RendererApi } from "../../../shared/ipc/contract.ts";
import type { Preferences } from "../../../shared/ipc/schemas.ts";
import type { RunningApp } from "./app.ts";

/** Everything that the page complains about from now on: errors on its console (what its policy refused, too) and uncaught ones. */
export function collectComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.text().includes("Content Security Policy")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  return complaints;
}

/** Changes preferences as the settings page does. */
export async function setPreferences(page: Page, change: Partial<Preferences>): Promise<void> {
  await page.evaluate(async (wanted) => {
    // In the page: what the preload script put there.
    const { api } = globalThis as unknown as { readonly api: RendererApi };
    await api.request("app:set-preferences", wanted);
  }, change);
}

/** The role and name of what has the focus, as a screen reader would find it. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing";
    const name = element.getAttribute("aria-label") ?? element.textContent;
    return `${element.getAttribute("role") ?? element.tagName.toLowerCase()}: ${name.trim()}`;
  });
}

/** Presses Tab until something with this name has the focus. @throws when a whole round does not find it. */
export async function tabTo(page: Page, name: RegExp, mostSteps = 80): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < mostSteps; step += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    seen.push(now);
  }
  throw new Error(`Tab does not reach ${String(name)}; it reached:\n${seen.join("\n")}`);
}

/** Answers every save dialog with a file in the app's folder; returns the path of a name. */
export async function answerSaveDialogs({ electron, folder }: RunningApp): Promise<(name: string) => string> {
  await electron.evaluate(({ dialog }, target) => {
    const answer = (...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
      const { defaultPath } = args.at(-1) as { readonly defaultPath: string };
      return Promise.resolve({ canceled: false, filePath: `${target}/${defaultPath.split("/").at(-1) ?? ""}` });
    };
    Object.assign(dialog, { showSaveDialog: answer });
  }, folder);
  return (name) => join(folder, name);
}

/** One line for each thing that axe finds; empty = clean. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Legacy mode: the other one opens a window of its own, which the app refuses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}

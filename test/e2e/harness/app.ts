// The real app in the real Electron, with data of its own, driven by Playwright.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import type { ElectronApplication, Page } from "playwright-core";
import { findElectron } from "../../../scripts/setup/electron.mjs";

const projectFolder = new URL("../../..", import.meta.url).pathname;

export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** Everything that the app wrote to its output. */
  readonly output: () => string;
  readonly folder: string;
  readonly configFile: string;
  writeConfig(yaml: string): Promise<void>;
  /** Quits and removes the data. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly config: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Data of an earlier run to go on with. */
  readonly folder?: string;
}

/** Starts the app on a configuration and waits for its first window. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "sentray-e2e-")));
  const configFile = join(folder, "config.yaml");
  await writeFile(configFile, options.config);
  const electron = await _electron.launch({
    executablePath: electronPath(),
    args: [...electronArguments(folder, configFile), ...(options.args ?? [])],
    env: { ...definedEnvironment(), LANG: "en_US.UTF-8", LANGUAGE: "en", TZ: "UTC", ...options.environment },
    timeout: 30_000,
  });
  let output = "";
  electron.process().stdout?.on("data", (data: Buffer) => (output += data.toString()));
  electron.process().stderr?.on("data", (data: Buffer) => (output += data.toString()));
  const page = await electron.firstWindow();
  return {
    electron,
    page,
    output: () => output,
    folder,
    configFile,
    writeConfig: async (yaml) => await writeFile(configFile, yaml),
    close: async () => {
      await electron.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The Electron that the set-up found or made. */
export function electronPath(): string {
  const found = findElectron();
  if (found === null) throw new Error("there is no Electron; npm test prepares one");
  return found.executable;
}

/** What every start has in common; Chromium refuses its sandbox to root. */
export function electronArguments(folder: string, configFile: string): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return [...asRoot, projectFolder, "--data", join(folder, "data"), "--config", configFile];
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

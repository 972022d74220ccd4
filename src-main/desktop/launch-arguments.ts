// What the app was started with: `--config FILE`, `--data FOLDER`, `--hidden`, a link, or a command of the command line. Pure.

import type { NavigationTarget } from "../../shared/ipc/schemas.ts";
import { COMMAND_WORDS } from "../../shared/command-words.ts";
import { deepLinkIn } from "./deep-link.ts";

export interface LaunchArguments {
  readonly configPath: string | undefined;
  readonly dataFolder: string | undefined;
  /** Start in the tray, without a window. */
  readonly isHidden: boolean;
  readonly link: NavigationTarget | null;
  /** The words of a command such as `check`; null = start the app. */
  readonly command: readonly string[] | null;
}

/** Reads the words after the executable (and, in a checkout, after the app's folder). Chromium's own switches are passed over. */
export function parseLaunchArguments(words: readonly string[]): LaunchArguments {
  const first = words.findIndex((word) => !isChromiumSwitch(word));
  const command = first >= 0 && COMMAND_WORDS.has(words[first] ?? "") ? words.slice(first) : null;
  return {
    configPath: valueOf(words, "--config"),
    dataFolder: valueOf(words, "--data"),
    isHidden: words.includes("--hidden"),
    link: deepLinkIn(words),
    command,
  };
}

function valueOf(words: readonly string[], name: string): string | undefined {
  const index = words.indexOf(name);
  if (index >= 0) return words[index + 1];
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

const OUR_SWITCHES = new Set(["--config", "--data", "--hidden", "--help", "--version", "-h"]);

function isChromiumSwitch(word: string): boolean {
  return word.startsWith("-") && !OUR_SWITCHES.has(word.split("=")[0] ?? "");
}

// Where everything lies on this machine. Apart from the surroundings, because a start needs to know it before it loads them.

import { homedir } from "node:os";
import { appPaths } from "../platform/app-paths.ts";
import type { AppPaths } from "../platform/app-paths.ts";

/** The usual places, or everything in one folder when `dataFolder` is given. */
export function pathsFor(dataFolder: string | undefined, environment: Readonly<Record<string, string | undefined>>): AppPaths {
  return appPaths({ platform: process.platform, homeFolder: homedir(), environment, ...(dataFolder === undefined ? {} : { dataFolder }) });
}

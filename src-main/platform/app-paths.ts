// Where Sentray keeps its things, by each system's own habit. Pure but for what it is given.

import { join } from "node:path";

export interface AppPaths {
  /** Configuration and secrets. */
  readonly dataFolder: string;
  readonly configFile: string;
  readonly databaseFile: string;
  readonly secretsFile: string;
  readonly logFolder: string;
}

export interface SystemFacts {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One folder for everything, in place of the system's habit. */
  readonly dataFolder?: string;
}

/** The folders of an ordinary user; the same ones whether the app runs with or without a window. */
export function appPaths(facts: SystemFacts): AppPaths {
  const dataFolder = facts.dataFolder ?? join(dataRoot(facts), facts.platform === "linux" ? "sentray" : "Sentray");
  return {
    dataFolder,
    configFile: join(dataFolder, "config.yaml"),
    databaseFile: join(dataFolder, "history.sqlite"),
    secretsFile: join(dataFolder, "secrets.json"),
    logFolder: join(dataFolder, "logs"),
  };
}

function dataRoot({ platform, homeFolder, environment }: SystemFacts): string {
  switch (platform) {
    case "win32":
      return environment["APPDATA"] ?? join(homeFolder, "AppData", "Roaming");
    case "darwin":
      return join(homeFolder, "Library", "Application Support");
    default:
      return environment["XDG_CONFIG_HOME"] ?? join(homeFolder, ".config");
  }
}

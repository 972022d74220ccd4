// Everything real that both composition roots start from: clock, dice, environment, secrets, the scrubber, the log.

import { homedir } from "node:os";
import type { Clock, Timers } from "../ports/clock.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { Logger } from "../ports/logger.ts";
import type { Random } from "../ports/random.ts";
import type { SecretSource } from "../ports/secrets.ts";
import { appPaths } from "../platform/app-paths.ts";
import type { AppPaths } from "../platform/app-paths.ts";
import { openHttpClient } from "../platform/http-client.ts";
import { createSecretScrubber } from "../platform/secret-scrubber.ts";
import type { SecretScrubber } from "../platform/secret-scrubber.ts";
import { createSystemClock, createSystemRandom, createSystemTimers } from "../platform/system-clock.ts";

export interface Surroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly scrubber: SecretScrubber;
  readonly logger: Logger;
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly paths: AppPaths;
}

/** The usual places, or everything in one folder when `dataFolder` is given. */
export function pathsFor(dataFolder: string | undefined, environment: Readonly<Record<string, string | undefined>>): AppPaths {
  return appPaths({ platform: process.platform, homeFolder: homedir(), environment, ...(dataFolder === undefined ? {} : { dataFolder }) });
}

/** The real surroundings; `openLogger` gets the scrubber's function, so that no line escapes it. */
export function createSurroundings(options: {
  readonly paths: AppPaths;
  readonly secrets: SecretSource;
  readonly openLogger: (scrub: (text: string) => string) => Logger;
}): Surroundings {
  const clock = createSystemClock();
  const environment = process.env;
  const scrubber = createSecretScrubber();
  return {
    clock,
    timers: createSystemTimers(),
    random: createSystemRandom(),
    environment,
    scrubber,
    logger: options.openLogger((text) => scrubber.scrub(text)),
    secrets: options.secrets,
    http: openHttpClient({ clock, environment }),
    paths: options.paths,
  };
}

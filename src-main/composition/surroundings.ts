// Everything real that both composition roots start from: clock, dice, environment, secrets, the scrubber, the log.

import type { Clock, Timers } from "../ports/clock.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { Logger } from "../ports/logger.ts";
import type { Random } from "../ports/random.ts";
import type { SecretSource } from "../ports/secrets.ts";
import type { AppPaths } from "../platform/app-paths.ts";
import { createConfigSource } from "./config-source.ts";
import type { ConfigSource } from "./config-source.ts";
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
  readonly configs: ConfigSource;
}

export { pathsFor } from "./paths.ts";

export interface SurroundingsOptions {
  readonly paths: AppPaths;
  readonly secrets: SecretSource;
  /** Gets the scrubber's function, so that no line escapes it. */
  readonly openLogger: (scrub: (text: string) => string) => Logger;
  /** One that something else scrubs with already. */
  readonly scrubber?: SecretScrubber;
  /** The process' own, unless something else is given. */
  readonly environment?: Surroundings["environment"];
}

/** The real surroundings. */
export function createSurroundings(options: SurroundingsOptions): Surroundings {
  const { scrubber = createSecretScrubber(), environment = process.env } = options;
  const clock = createSystemClock();
  const logger = options.openLogger((text) => scrubber.scrub(text));
  return {
    clock,
    timers: createSystemTimers(),
    random: createSystemRandom(),
    environment,
    scrubber,
    logger,
    secrets: options.secrets,
    http: openHttpClient({ clock, environment }),
    paths: options.paths,
    configs: createConfigSource(logger),
  };
}

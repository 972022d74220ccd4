// Brings an older file to the format of this version, one numbered step after the other. A new format is a new file in
// migrations/, one line here, and a test that starts from the format before with rows in it. Steps are never edited.

import type { Connection } from "./connection.ts";
import { CREATE_RESULTS } from "./migrations/0001-results.ts";
import { CREATE_ALERTS } from "./migrations/0002-alerts.ts";

/** The scripts in order; the first makes format 1 from an empty file. */
export const MIGRATIONS: readonly string[] = [CREATE_RESULTS, CREATE_ALERTS];

/** The format that this version reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** From this format on results can be read where they are, without the steps since; a step that changes them changes this. */
export const OLDEST_READABLE_VERSION = 1;

/** Runs the steps that are missing, each in a transaction of its own. @param upTo stops at an older format, for tests of steps */
export function migrate(connection: Connection, applicationId: number, upTo: number = SCHEMA_VERSION): void {
  const version = Number(connection.pragma("user_version"));
  for (const [index, script] of MIGRATIONS.slice(0, upTo).entries()) {
    const target = index + 1;
    if (target <= version) continue;
    connection.transaction("full", () => {
      connection.script(script);
      connection.pragma(`application_id = ${applicationId}`);
      connection.pragma(`user_version = ${target}`);
    });
  }
}

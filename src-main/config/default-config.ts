// The configuration that a first start writes: short, commented, and watching nothing until somebody says what.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { say } from "../../shared/i18n/said.ts";
import type { Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";

/** The text of a new configuration. */
export const DEFAULT_CONFIG_TEXT = `# What Sentray watches. Changes are noticed within a second; mistakes are shown with their line and
# never stop what is running. The format is that of Gatus, so this file works there as well.

endpoints: []

# Replace the line above by something like this:
#
# endpoints:
#   - name: front-end
#     group: core
#     url: "https://example.org/health"
#     interval: 1m
#     conditions:
#       - "[STATUS] == 200"
#       - "[RESPONSE_TIME] < 500"
#       - "[CERTIFICATE_EXPIRATION] > 240h"
#
#   - name: router
#     url: "icmp://192.168.1.1"
#     interval: 30s
#     conditions:
#       - "[CONNECTED] == true"

# An endpoint without \`alerts\` shows a notification on this desktop when it fails three times in a row, and when it is well
# again. Other channels are set up here; \${NAME} is taken from the environment or from Sentray's secrets.
#
# alerting:
#   slack:
#     webhook-url: "\${SLACK_WEBHOOK_URL}"
#     default-alert:
#       failure-threshold: 3
#       send-on-resolved: true
`;

/**
 * Writes the first configuration where there is none, with the folders on the way. A file that exists is never touched.
 * @returns whether one was written; `config_unreadable` when it can't be
 */
export async function writeDefaultConfig(path: string): Promise<Result<{ readonly written: boolean }>> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    return notWritten(path, codeOf(error));
  }
  try {
    // Exclusive: asking first and writing then would leave a gap in which another one's file could be overwritten.
    await writeFile(path, DEFAULT_CONFIG_TEXT, { flag: "wx", mode: 0o600 });
    return ok({ written: true });
  } catch (error) {
    return codeOf(error) === "EEXIST" ? ok({ written: false }) : notWritten(path, codeOf(error));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}

function notWritten(path: string, code: string): Result<never> {
  return err("config_unreadable", say("errors.settings.firstNotWritten", { file: path, code }), { path });
}

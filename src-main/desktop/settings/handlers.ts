// All of the settings' requests.

import type { SettingsHandlers } from "../ipc/router.ts";
import { createConfigHandlers } from "./config-handlers.ts";
import { createMonitorHandlers } from "./monitor-handlers.ts";
import type { SettingsPorts } from "./ports.ts";
import { createSecretHandlers } from "./secret-handlers.ts";
import { createTransferHandlers } from "./transfer-handlers.ts";

export function createSettingsHandlers(ports: SettingsPorts): SettingsHandlers {
  return {
    ...createConfigHandlers(ports),
    ...createMonitorHandlers(ports),
    ...createSecretHandlers(ports),
    ...createTransferHandlers(ports),
  };
}

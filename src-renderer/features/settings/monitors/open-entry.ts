import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { showSettings } from "../settings-route.ts";

/** Opens the form of a monitor; a suite or an external endpoint is edited as text. */
export function open(entry: EntrySummary): void {
  if (entry.ref.list === "endpoints") showSettings({ section: "monitors", key: entry.key });
  else showSettings({ section: "yaml", file: entry.ref.file, line: entry.line });
}

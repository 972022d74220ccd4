// The settings' half of the contract: how the configuration is read, edited, tried, imported and exported by the window.

import type { z } from "zod";
import type { ImportPreview, GatusExport } from "../model/settings-import.ts";
import type {
  ConditionCheck,
  ConditionCompletion,
  MonitorProposal,
  ProviderForm,
  TestAlertReport,
  TryReport,
} from "../model/settings-monitor.ts";
import type {
  Backup,
  ConfigLocation,
  ConfigOverview,
  Draft,
  FileDiff,
  FileText,
  ConfigSaveOutcome,
  SecretsOverview,
  WrittenValue,
} from "../model/settings.ts";
import type { ConfigProblem } from "../model/config.ts";
import type { SettingsChannel } from "./settings-channels.ts";
import { nothingSchema } from "./schemas.ts";
import {
  acceptWeakSchema,
  applyEditsSchema,
  applyImportSchema,
  backupIdSchema,
  checkConditionSchema,
  checkTextSchema,
  chooseConfigSchema,
  chooseImportSchema,
  completionsSchema,
  draftIdSchema,
  draftSchema,
  fileRequestSchema,
  importUrlSchema,
  inferSchema,
  saveTextSchema,
  secretNameRequestSchema,
  setSecretSchema,
  testAlertSchema,
  tryIdSchema,
  trySchema,
  writtenValueSchema,
} from "./settings-schemas.ts";

/** What each of the settings' requests answers. */
export interface SettingsReplies {
  "settings:get-config": ConfigOverview;
  /** `not_found` when the entry is not there any more. */
  "settings:get-value": WrittenValue;
  "settings:get-file": FileText;
  /** Makes the edits and checks the result, writes nothing: never `saved`. */
  "settings:preview-edits": ConfigSaveOutcome;
  "settings:apply-edits": ConfigSaveOutcome;
  /** The YAML view's save. A file that changed since `base` is a `conflict`. */
  "settings:save-text": ConfigSaveOutcome;
  /** What is wrong with a file's text as it is being typed, the other files as they are. */
  "settings:check-text": readonly ConfigProblem[];
  /** Takes the last save back. `not_found` when there is none; `conflict` (outcome) when the file was changed since. */
  "settings:undo": ConfigSaveOutcome;
  /** Newest first. */
  "settings:list-backups": readonly Backup[];
  /** What restoring would change. */
  "settings:get-backup": readonly FileDiff[];
  /** Itself a save, with a backup of what it replaces. */
  "settings:restore-backup": ConfigSaveOutcome;
  /** Newest first. */
  "settings:list-drafts": readonly Draft[];
  "settings:keep-draft": null;
  "settings:drop-draft": null;
  /** One proposal for each thing in the text; empty for an empty text. */
  "settings:infer": readonly MonitorProposal[];
  /** `config_invalid` when it would be no valid entry; `cancelled`. Ends within the entry's own timeout and tries. */
  "settings:try": TryReport;
  "settings:cancel-try": null;
  "settings:check-condition": ConditionCheck;
  "settings:get-completions": readonly ConditionCompletion[];
  "settings:describe-providers": readonly ProviderForm[];
  /** `config_invalid` when nothing could be sent with this block. */
  "settings:test-alert": TestAlertReport;
  "settings:get-secrets": SecretsOverview;
  /** `unavailable` where there is no keyring and the weak protection was not accepted. Reloads the configuration. */
  "settings:set-secret": SecretsOverview;
  "settings:remove-secret": SecretsOverview;
  "settings:accept-weak-secrets": SecretsOverview;
  /** Asks for a file or folder; null = the user closed the dialog. Hostile or foreign files: `bad_request` with what is wrong. */
  "settings:choose-import": ImportPreview | null;
  "settings:import-url": ImportPreview;
  "settings:apply-import": ConfigSaveOutcome;
  "settings:preview-export": GatusExport;
  /** Asks where (a file; a folder for a configuration of several files), then writes. */
  "settings:export-gatus": { readonly saved: boolean };
  "settings:get-location": ConfigLocation;
  /** Asks where it is (not for `default`) and remembers it; read after a restart. */
  "settings:choose-config": ConfigLocation;
  "settings:restart-app": null;
}

/** What each of the settings' requests must carry. */
export const SETTINGS_SCHEMAS = {
  "settings:get-config": nothingSchema,
  "settings:get-value": writtenValueSchema,
  "settings:get-file": fileRequestSchema,
  "settings:preview-edits": applyEditsSchema,
  "settings:apply-edits": applyEditsSchema,
  "settings:save-text": saveTextSchema,
  "settings:check-text": checkTextSchema,
  "settings:undo": nothingSchema,
  "settings:list-backups": nothingSchema,
  "settings:get-backup": backupIdSchema,
  "settings:restore-backup": backupIdSchema,
  "settings:list-drafts": nothingSchema,
  "settings:keep-draft": draftSchema,
  "settings:drop-draft": draftIdSchema,
  "settings:infer": inferSchema,
  "settings:try": trySchema,
  "settings:cancel-try": tryIdSchema,
  "settings:check-condition": checkConditionSchema,
  "settings:get-completions": completionsSchema,
  "settings:describe-providers": nothingSchema,
  "settings:test-alert": testAlertSchema,
  "settings:get-secrets": nothingSchema,
  "settings:set-secret": setSecretSchema,
  "settings:remove-secret": secretNameRequestSchema,
  "settings:accept-weak-secrets": acceptWeakSchema,
  "settings:choose-import": chooseImportSchema,
  "settings:import-url": importUrlSchema,
  "settings:apply-import": applyImportSchema,
  "settings:preview-export": nothingSchema,
  "settings:export-gatus": nothingSchema,
  "settings:get-location": nothingSchema,
  "settings:choose-config": chooseConfigSchema,
  "settings:restart-app": nothingSchema,
} as const satisfies Record<SettingsChannel, z.ZodType>;

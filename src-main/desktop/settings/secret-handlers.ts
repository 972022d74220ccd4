// Secrets as the window may know them: names, where they are used, how they are kept. A value goes in and never comes out.

import type { AppError } from "../../../shared/errors.ts";
import type { SecretsOverview } from "../../../shared/model/settings.ts";
import { variableNames } from "../../config/source/expand.ts";
import type { SettingsHandlers } from "../ipc/router.ts";
import type { SettingsPorts } from "./ports.ts";
import { RequestError } from "../ipc/router.ts";

type SecretChannel = "settings:get-secrets" | "settings:set-secret" | "settings:remove-secret" | "settings:accept-weak-secrets";

export function createSecretHandlers(ports: SettingsPorts): Pick<SettingsHandlers, SecretChannel> {
  const { secrets, open } = ports;
  return {
    "settings:get-secrets": async () => await describeSecrets(ports),
    "settings:set-secret": async ({ name, value }) => {
      orThrow(secrets.set(name, value));
      await open.reload();
      return await describeSecrets(ports);
    },
    "settings:remove-secret": async ({ name }) => {
      orThrow(secrets.remove(name));
      await open.reload();
      return await describeSecrets(ports);
    },
    "settings:accept-weak-secrets": async ({ accepted }) => {
      orThrow(secrets.acceptWeak(accepted));
      return await describeSecrets(ports);
    },
  };
}

function orThrow(failure: AppError | null): void {
  if (failure !== null) throw new RequestError(failure);
}

async function describeSecrets({ secrets, session, environment }: SettingsPorts): Promise<SecretsOverview> {
  const { files } = await session.read();
  const uses = files.map(({ path, text }) => ({ path, names: new Set(variableNames(text)) }));
  const stored = secrets.list();
  const names = new Set(stored.map(({ name }) => name));
  const used = new Set(uses.flatMap((file) => [...file.names]));
  const isSet = (name: string): boolean => Object.hasOwn(environment, name) && environment[name] !== undefined;
  return {
    protection: secrets.protection,
    backend: secrets.backend,
    isWeakAccepted: secrets.isWeakAccepted,
    secrets: stored.map(({ name, isReadable }) => ({
      name,
      isReadable,
      isShadowed: isSet(name),
      usedInFiles: uses.filter((file) => file.names.has(name)).map(({ path }) => path),
    })),
    missing: [...used].filter((name) => !names.has(name) && !isSet(name)).toSorted(),
  };
}

// Secrets that were typed into a channel's form, and how they get into the keyring before the file is written.

import { useTranslation } from "react-i18next";
import type { PlainMapping } from "../../../../shared/model/settings.ts";
import type { ProviderForm } from "../../../../shared/model/settings-monitor.ts";
import { describeError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { isList, mappingsOf, textOf } from "../config/plain.ts";
import { secretNameFrom } from "../fields/secret-reference.ts";

/** Keys whose secret was typed anew and stands there in the clear. */
export function typedSecrets(provider: ProviderForm, before: PlainMapping, current: PlainMapping): readonly string[] {
  return provider.keys
    .filter(({ secret }) => secret)
    .map(({ key }) => key)
    .filter((key) => {
      const text = textOf(current[key]);
      return text !== "" && !text.includes("${") && text !== textOf(before[key]);
    });
}

/** The form without what was typed into it as a secret, in overrides neither: a draft lies on the disk in the clear. */
export function withoutTyped(provider: ProviderForm, before: PlainMapping, current: PlainMapping): PlainMapping {
  const typed = typedSecrets(provider, before, current);
  const plain = Object.fromEntries(Object.entries(current).filter(([key]) => !typed.includes(key)));
  if (!isList(current["overrides"])) return plain;
  const earlier = mappingsOf(before["overrides"]);
  const overrides = mappingsOf(current["overrides"]).map((override) => {
    const same = earlier.find(({ group }) => group === override["group"]) ?? {};
    const own = typedSecrets(provider, same, override);
    return Object.fromEntries(Object.entries(override).filter(([key]) => !own.includes(key)));
  });
  return { ...plain, overrides };
}

/** Stores what was typed and puts references in its place. Null when something could not be stored; the user knows why then. */
export function useKeepTyped(): (provider: ProviderForm, before: PlainMapping, current: PlainMapping) => Promise<PlainMapping | null> {
  const { client, toasts } = useServices();
  const { t } = useTranslation();
  const tell = useTell();
  return async (provider, before, current) => {
    const keys = typedSecrets(provider, before, current);
    if (keys.length === 0) return current;
    let value = current;
    try {
      const { secrets } = await client.request("settings:get-secrets", undefined);
      const taken = new Set(secrets.map(({ name }) => name));
      for (const key of keys) {
        const name = freeName(secretNameFrom(provider.type, key), taken);
        taken.add(name);
        await client.request("settings:set-secret", { name, value: textOf(current[key]) });
        value = { ...value, [key]: `\${${name}}` };
      }
      return value;
    } catch (error) {
      toasts.show({ tone: "failing", text: t("settings.secret.notKept", { message: tell(describeError(error)) }) });
      return null;
    }
  };
}

/** An earlier secret of the same name may be used elsewhere: it is never overwritten unasked. */
function freeName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

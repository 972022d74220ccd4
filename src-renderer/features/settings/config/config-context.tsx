// The configuration at a glance, and the one way to change it: every edit of the settings goes through `save`,
// which asks what has to be asked, shows what went wrong and offers to take it back.

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import type { ConfigOverview } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { SaveDialog } from "./save-dialog.tsx";
import { type SaveQuestion, type SaveWish, useSaver } from "./use-saver.ts";

export interface ConfigAccess {
  /** null until it is known. */
  readonly overview: ConfigOverview | null;
  readonly failure: string | null;
  readonly reload: () => void;
  /** Makes the edits; false when nothing was written, the user knows why then. */
  readonly save: (wish: SaveWish) => Promise<boolean>;
  /** Takes the last save back. */
  readonly undo: () => Promise<void>;
}

const ConfigContext = createContext<ConfigAccess | null>(null);

/** The configuration. @throws when used outside {@link ConfigProvider}. */
export function useConfig(): ConfigAccess {
  const access = use(ConfigContext);
  if (access === null) throw new Error("components live inside <ConfigProvider>");
  return access;
}

/** Keeps the overview current, whoever changes the files. */
export function ConfigProvider(props: { readonly children: ReactNode }): ReactNode {
  const { client } = useServices();
  const { data, failure, reload } = useRequest("settings:get-config", undefined);
  const [question, setQuestion] = useState<SaveQuestion | null>(null);
  useEffect(() => client.on("settings:config-changed", reload), [client, reload]);
  const ask = useCallback((next: Omit<SaveQuestion, "answer">): Promise<"this-one" | "all" | null> => {
    return new Promise((resolve) => {
      setQuestion({
        ...next,
        answer: (choice) => {
          setQuestion(null);
          resolve(choice);
        },
      });
    });
  }, []);
  const { save, undo } = useSaver({ revision: data?.revision ?? null, ask, reload });
  const access = useMemo<ConfigAccess>(() => ({ overview: data, failure, reload, save, undo }), [data, failure, reload, save, undo]);
  return (
    <ConfigContext value={access}>
      {props.children}
      {question !== null && <SaveDialog question={question} />}
    </ConfigContext>
  );
}

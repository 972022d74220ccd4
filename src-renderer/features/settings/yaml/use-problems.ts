// What is wrong with a text while it is written: asked of the main process, which checks it as it would load it.

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import { useServices } from "../../../app/services.ts";
import type { YamlEditor } from "./create-editor.ts";

/** Long enough that a fast writer is never waited for. */
const CHECK_AFTER_MS = 500;

export interface TextProblems {
  readonly problems: readonly ConfigProblem[];
  /** Asks again once the typing rests. */
  readonly check: () => void;
}

/** `known`: what is wrong with the file as it is saved, until the first answer. */
export function useProblems(editor: RefObject<YamlEditor | null>, file: string, known: readonly ConfigProblem[]): TextProblems {
  const { client } = useServices();
  const [problems, setProblems] = useState(() => known.filter((problem) => problem.file === file));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef(0);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      asked.current = -1;
    },
    [],
  );
  const ask = useCallback(async () => {
    const text = editor.current?.getText();
    if (text === undefined) return;
    asked.current += 1;
    const own = asked.current;
    const found = await client.request("settings:check-text", { file, text });
    if (asked.current !== own) return;
    const here = found.filter((problem) => problem.file === file);
    setProblems(here);
    editor.current?.showProblems(here.filter((problem) => problem.line > 0));
  }, [client, editor, file]);
  const check = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    // What could not be asked is asked again with the next key.
    timer.current = setTimeout(() => void ask().catch(() => undefined), CHECK_AFTER_MS);
  }, [ask]);
  return { problems, check };
}

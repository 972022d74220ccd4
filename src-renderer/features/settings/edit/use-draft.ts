// A half-filled form is kept while it is edited and offered again: after a click elsewhere, a quit or a crash.

import { useCallback, useEffect, useRef } from "react";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { Draft, EntryRef } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { useRequest } from "../../../hooks/use-request.ts";

const KEEP_AFTER_MS = 600;

/** What was left half filled under this id; null when there is nothing, undefined while that is not known. */
export function useKeptDraft(id: string): Draft | null | undefined {
  const { data, failure } = useRequest("settings:list-drafts", undefined, id);
  if (data === null) return failure === null ? undefined : null;
  return data.find((draft) => draft.id === id) ?? null;
}

/** Keeps `value` while it is not null; forgets it when it becomes null again. Returns the way to forget it for good. */
export function useKeepDraft(draft: {
  readonly id: string;
  readonly title: string;
  readonly entry: EntryRef | null;
  readonly value: PlainValue | null;
}): () => void {
  const { client } = useServices();
  const { id, value } = draft;
  const latest = useRef(draft);
  const isKept = useRef(false);
  useEffect(() => {
    latest.current = draft;
  });
  // The form goes on without it: a draft that cannot be kept is no reason to disturb.
  const keep = useCallback(() => {
    const { value: current, ...rest } = latest.current;
    if (current === null) return;
    isKept.current = true;
    client.request("settings:keep-draft", { ...rest, value: current }).catch(() => undefined);
  }, [client]);
  const drop = useCallback(() => {
    isKept.current = false;
    client.request("settings:drop-draft", { id }).catch(() => undefined);
  }, [client, id]);
  const text = JSON.stringify(value);
  useEffect(() => {
    if (text === "null") {
      if (isKept.current) drop();
      return undefined;
    }
    const timer = setTimeout(keep, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, keep, drop]);
  return drop;
}

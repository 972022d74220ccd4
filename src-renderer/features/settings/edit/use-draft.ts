// A half-filled form is kept while it is edited and offered again: after a click elsewhere, a quit or a crash.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { Draft, EntryRef } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { useRequest } from "../../../hooks/use-request.ts";

const KEEP_AFTER_MS = 400;

/** What was left half filled under this id; null when there is nothing, undefined while that is not known. */
export function useKeptDraft(id: string): Draft | null | undefined {
  const { data, failure } = useRequest("settings:list-drafts", undefined, id);
  if (data === null) return failure === null ? undefined : null;
  return data.find((draft) => draft.id === id) ?? null;
}

/** What a form would keep of itself. */
export interface DraftContent {
  readonly title: string;
  readonly entry: EntryRef | null;
  readonly value: PlainValue;
}

export interface DraftKeeper {
  /** Keeps it a little later, at the latest when the form goes. */
  readonly soon: () => void;
  /** Forgets it for good. */
  readonly drop: () => void;
}

/** Keeps what `read` gives when it is due; null = nothing is worth keeping. */
export function useDraftKeeper(id: string, read: () => DraftContent | null): DraftKeeper {
  const { client } = useServices();
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const cancel = useCallback((): boolean => {
    const wasDue = timer.current !== null;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    return wasDue;
  }, []);
  const keep = useCallback(() => {
    timer.current = null;
    const content = latest.current();
    // The form goes on without it: a draft that cannot be kept is no reason to disturb.
    if (content !== null) client.request("settings:keep-draft", { id, ...content }).catch(() => undefined);
  }, [client, id]);
  useEffect(() => {
    const flush = (): void => {
      if (cancel()) keep();
    };
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [cancel, keep]);
  return useMemo(
    () => ({
      soon: () => {
        cancel();
        timer.current = setTimeout(keep, KEEP_AFTER_MS);
      },
      drop: () => {
        cancel();
        client.request("settings:drop-draft", { id }).catch(() => undefined);
      },
    }),
    [cancel, client, id, keep],
  );
}

/** Keeps `value` while it is not null; forgets it when it becomes null again. Returns the way to forget it for good. */
export function useKeepDraft(draft: {
  readonly id: string;
  readonly title: string;
  readonly entry: EntryRef | null;
  readonly value: PlainValue | null;
}): () => void {
  const { id, title, entry, value } = draft;
  const { soon, drop } = useDraftKeeper(id, () => (value === null ? null : { title, entry, value }));
  const hasKept = useRef(false);
  const text = JSON.stringify(value);
  useEffect(() => {
    if (text !== "null") {
      hasKept.current = true;
      soon();
    } else if (hasKept.current) {
      hasKept.current = false;
      drop();
    }
  }, [text, soon, drop]);
  return drop;
}

export interface OfferedDraft {
  /** What was left half filled; null once it is decided upon, or when there is nothing. */
  readonly offered: Draft | null;
  /** It was taken over into the form. */
  readonly settle: () => void;
  /** Forgets it for good. */
  readonly drop: () => void;
}

/** Offers what was left half filled under this id, and once that is decided upon keeps `value` while it is not null. */
export function useOfferedDraft(draft: { readonly id: string; readonly title: string; readonly value: PlainValue | null }): OfferedDraft {
  const kept = useKeptDraft(draft.id);
  const [isSettled, setSettled] = useState(false);
  const isUndecided = !isSettled && kept !== null;
  const forget = useKeepDraft({ ...draft, entry: null, value: isUndecided ? null : draft.value });
  const settle = useCallback(() => setSettled(true), []);
  const drop = useCallback(() => {
    forget();
    setSettled(true);
  }, [forget]);
  return { offered: isSettled ? null : (kept ?? null), settle, drop };
}

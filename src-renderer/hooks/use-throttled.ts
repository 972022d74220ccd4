import { useEffect, useRef, useState } from "react";

/**
 * `value`, but renewed at most once in `intervalMs`; at once when `intervalMs` is 0 or `resetKey` changes, and when a hidden window,
 * which gets nothing new, is shown again.
 */
export function useThrottled<T>(value: T, intervalMs: number, resetKey: string): T {
  const [shown, setShown] = useState({ value, resetKey });
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  useEffect(() => {
    if (intervalMs === 0) return undefined;
    const renew = (): void =>
      setShown((before) =>
        before.resetKey === resetKey && Object.is(before.value, latest.current) ? before : { value: latest.current, resetKey },
      );
    let timer: ReturnType<typeof setInterval> | undefined;
    const follow = (): void => {
      clearInterval(timer);
      renew();
      timer = document.hidden ? undefined : setInterval(renew, intervalMs);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", follow);
    };
  }, [intervalMs, resetKey]);
  return intervalMs === 0 || shown.resetKey !== resetKey ? value : shown.value;
}

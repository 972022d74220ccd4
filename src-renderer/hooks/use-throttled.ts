import { useEffect, useRef, useState } from "react";

/** `value`, but renewed at most once in `intervalMs`; at once when `intervalMs` is 0 or `resetKey` changes. */
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
    const timer = setInterval(renew, intervalMs);
    renew();
    return () => clearInterval(timer);
  }, [intervalMs, resetKey]);
  return intervalMs === 0 || shown.resetKey !== resetKey ? value : shown.value;
}

// Channels that need one request for each receiver. Those that already have the message are left out of a later attempt.

import type { AttemptState } from "./message.ts";
import type { Exchange, HttpCall, ProviderReply, Verdict } from "./provider.ts";

/** Sends to one after the other; the first failure ends it. `judge` reads an answer that looks like a success. */
export function* tellEach(
  receivers: readonly string[],
  attempt: AttemptState,
  request: (receiver: string) => HttpCall,
  judge: (reply: ProviderReply) => Verdict = () => ({ kind: "delivered" }),
): Exchange {
  for (const receiver of receivers) {
    if (attempt.reached.includes(receiver)) continue;
    const reply = yield { ...request(receiver), receiver };
    const verdict = judge(reply);
    if (verdict.kind !== "delivered") return verdict;
  }
  return { kind: "delivered" };
}

// Sends one request of an endpoint over the right connection. Used by checks and by what they need first (tokens).

import type { Check } from "../check.ts";
import type { PreparedRequest } from "../pure/http-request.ts";
import type { ChooseSink } from "./exchange.ts";
import { isIdempotent, type LaneAnswer } from "./lane.ts";
import type { HttpSession } from "./session.ts";

/** One request, one answer; redirects are not followed. */
export function sendRequest(check: Check, session: HttpSession, request: PreparedRequest, chooseSink: ChooseSink): Promise<LaneAnswer> {
  const { lane, isKept } = session.laneTo(request, !isIdempotent(request.method));
  const answer = lane.send(check, request, chooseSink);
  return isKept ? answer : answer.finally(() => lane.destroy());
}

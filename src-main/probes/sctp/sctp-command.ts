// The programs that can open an SCTP connection for us: how they are asked, and what they say. Names and anything that could be an
// option must be kept out by the caller: only IP addresses are passed on.

import type { ResolvedAddress } from "../../ports/probe.ts";
import type { Program } from "../process/run-program.ts";
import { tidy } from "../pure/wording.ts";

/** Whether kernels of this platform (as Node names it) may have SCTP at all. */
export function hasSctp(platform: string): boolean {
  return platform !== "win32" && platform !== "darwin";
}

/** A program by its name. */
export type SctpTool = "socat" | "ncat";

/** In the order in which they are tried. */
export const SCTP_TOOLS: readonly SctpTool[] = ["socat", "ncat"];

/**
 * Connects, sends nothing, and ends at once.
 *
 * @param withinMs - the program's own bound; above 0
 */
export function sctpCommand(tool: SctpTool, { address, family }: ResolvedAddress, port: number, withinMs: number): Program {
  switch (tool) {
    case "socat": {
      const place = family === 6 ? `SCTP6-CONNECT:[${address}]` : `SCTP4-CONNECT:${address}`;
      // One way only, from a standard input that is at its end already.
      return { program: tool, arguments: ["-u", "STDIN", `${place}:${String(port)},connect-timeout=${(withinMs / 1_000).toFixed(3)}`] };
    }
    case "ncat":
      return {
        program: tool,
        arguments: [
          "--sctp",
          family === 6 ? "-6" : "-4",
          "-n",
          "-w",
          `${String(Math.ceil(withinMs))}ms`,
          "--send-only",
          address,
          String(port),
        ],
      };
  }
}

/**
 * What a program's end tells. `no-kernel-support`: the system cannot speak SCTP. `no-tool-support`: this build of the program cannot.
 * `failed`: the connection was not made, with Node's code for the reason. `unclear`: the program has words that nobody foresaw.
 */
export type SctpOutcome =
  | { readonly kind: "connected" | "no-kernel-support" | "no-tool-support" }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "unclear"; readonly text: string };

/** The C library's words for what can happen while connecting, in lower case. */
const REASONS: ReadonlyArray<readonly [words: string, code: string]> = [
  ["connection refused", "ECONNREFUSED"],
  ["connection reset", "ECONNRESET"],
  ["connection timed out", "ETIMEDOUT"],
  ["operation timed out", "ETIMEDOUT"],
  ["ncat: timeout", "ETIMEDOUT"],
  ["no route to host", "EHOSTUNREACH"],
  ["host is down", "EHOSTDOWN"],
  ["network is unreachable", "ENETUNREACH"],
  ["network is down", "ENETDOWN"],
  ["cannot assign requested address", "EADDRNOTAVAIL"],
  ["permission denied", "EACCES"],
  ["operation not permitted", "EPERM"],
  ["no buffer space", "ENOBUFS"],
  ["invalid argument", "EINVAL"],
];

const NO_KERNEL_SUPPORT = /protocol not supported|socket type not supported|address family not supported/;
const NO_TOOL_SUPPORT = /unknown (?:device|option)|unrecognized option|illegal option|invalid option/;

/** Reads a program's exit code and what it complained of. */
export function sctpOutcome(exitCode: number | null, complaint: string): SctpOutcome {
  if (exitCode === 0) {
    return { kind: "connected" };
  }
  const said = complaint.toLowerCase();
  if (NO_KERNEL_SUPPORT.test(said)) {
    return { kind: "no-kernel-support" };
  }
  if (NO_TOOL_SUPPORT.test(said)) {
    return { kind: "no-tool-support" };
  }
  const reason = REASONS.find(([words]) => said.includes(words));
  return reason === undefined ? { kind: "unclear", text: tidy(complaint) } : { kind: "failed", code: reason[1] };
}

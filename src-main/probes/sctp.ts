// SCTP through the kernel, where it has it: connect and close. The runtime has no SCTP sockets, so a program of the system opens the
// connection: one process for each check, bounded in number, time and output.

import type { ResolvedAddress } from "../ports/probe.ts";
import type { Check } from "./check.ts";
import { ProbeFailure } from "./failure.ts";
import { familyOf } from "./net/network.ts";
import { literalAddress } from "./net/resolver.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { Turns } from "./process/turns.ts";
import { hasSctp, SCTP_TOOLS, sctpCommand, type SctpOutcome, sctpOutcome } from "./sctp/sctp-command.ts";
import { targetAddress } from "./tcp.ts";

const NO_KERNEL_SUPPORT =
  "SCTP is not supported by this system's kernel (on Linux: load its module sctp, in Debian's kernels `modprobe sctp` does it)";
const NO_SYSTEM_SUPPORT = "SCTP is not supported by this system: of those that Sentray runs on only Linux has it";
const NO_PROGRAM = "SCTP cannot be checked: it needs the program socat or ncat, and neither can be run (in Debian: apt install socat)";
const NO_TOOL_SUPPORT = "SCTP cannot be checked: the installed socat or ncat was built without it";

/** The program's own bound where only the check's deadline shall count: later than that, in case it outlives us. */
const GRACE_MS = 1_000;

/** Asks the first program that knows SCTP. Throws where nothing on this system does: that says nothing about the server. */
async function connectOnce(
  check: Check,
  tools: ProbeTools,
  address: ResolvedAddress,
  port: number,
  withinMs: number,
): Promise<SctpOutcome> {
  let why = NO_PROGRAM;
  for (const tool of SCTP_TOOLS) {
    const ran = await tools.runProgram(sctpCommand(tool, address, port, withinMs), {
      scope: check.scope,
      environment: tools.context.environment,
    });
    if (ran.kind === "missing") {
      continue;
    }
    const outcome = sctpOutcome(ran.exitCode, ran.complaint);
    switch (outcome.kind) {
      case "connected":
      case "failed":
        return outcome;
      case "no-kernel-support":
        throw unsupported(check, NO_KERNEL_SUPPORT);
      case "unclear":
        throw unsupported(check, `SCTP cannot be checked: ${tool} failed${outcome.text === "" ? "" : ` (${outcome.text})`}`);
      case "no-tool-support":
        why = NO_TOOL_SUPPORT;
    }
  }
  throw unsupported(check, why);
}

/** Fails the check whatever its conditions say. */
function unsupported(check: Check, text: string): ProbeFailure {
  check.saw({ inconclusive: true });
  return new ProbeFailure("unsupported", text);
}

async function probe(check: Check, tools: ProbeTools, turns: Turns): Promise<void> {
  const target = targetAddress(check);
  if (!hasSctp(process.platform)) {
    throw unsupported(check, NO_SYSTEM_SUPPORT);
  }
  const addresses = literalAddress(target.host, familyOf(check.client)) ?? (await tools.network.resolve(check, target.host));
  check.stopwatch.enter("connect");
  const endTurn = await turns.take(check.deadline.signal);
  try {
    // One after the other, each with an equal share of the time that is left, as TCP does it.
    let first: Error | null = null;
    for (const [index, address] of addresses.entries()) {
      check.saw({ ip: address.address });
      const rest = addresses.length - index;
      const leftMs = check.deadline.remainingMs();
      const withinMs = rest === 1 ? leftMs + GRACE_MS : Math.max(1, leftMs / rest);
      const outcome = await connectOnce(check, tools, address, target.port, withinMs);
      if (outcome.kind === "connected") {
        check.stopwatch.leave();
        check.saw({ connected: true });
        return;
      }
      const code = outcome.kind === "failed" ? outcome.code : "";
      first ??= Object.assign(new Error("SCTP connection failed"), { code, address: address.address, port: target.port });
    }
    throw first ?? new ProbeFailure("address", `lookup of ${target.host} failed: the name has no address`);
  } finally {
    endTurn();
  }
}

export const sctpProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "RESPONSE_TIME", "PHASE.dns", "PHASE.connect"],
    clientOptions: ["timeout", "dns-resolver", "network"],
  },
  durationOnError: "kept",
  create: (tools) => {
    const turns = new Turns(tools.limits.processes);
    return { run: (check) => probe(check, tools, turns) };
  },
};

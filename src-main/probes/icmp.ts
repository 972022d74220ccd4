// ICMP echo through the system's own `ping`, which has the rights that a desktop program lacks. One process for each check, so they
// are bounded in number and in output.

import { ProbeFailure } from "./failure.ts";
import { parsePingOutput, pingCommand } from "./icmp/ping-command.ts";
import { familyOf } from "./net/network.ts";
import { literalAddress } from "./net/resolver.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { Turns } from "./process/turns.ts";
import { targetOf } from "./pure/target.ts";

async function ping(check: Check, tools: ProbeTools, turns: Turns): Promise<void> {
  const { host } = targetOf(check.endpoint);
  if (host === "") {
    throw new ProbeFailure("address", `address "${check.endpoint.url}" has no host`);
  }
  const [address] = literalAddress(host, familyOf(check.client)) ?? (await tools.network.resolve(check, host));
  if (address === undefined) {
    throw new ProbeFailure("address", `lookup of ${host} failed: the name has no address`);
  }
  check.saw({ ip: address.address });
  const endTurn = await turns.take(check.deadline.signal);
  try {
    const remainingMs = check.deadline.remainingMs();
    const command = pingCommand(address.address, address.family, remainingMs, process.platform);
    if (command === null) {
      throw new ProbeFailure("unsupported", `ping is not supported on ${process.platform}`);
    }
    check.stopwatch.enter("firstByte");
    // Until a reply comes, the response time is the timeout: that is what no reply counts as.
    check.saw({ durationMs: check.client.timeoutMs });
    const ran = await tools.runProgram(command, { scope: check.scope, environment: tools.context.environment });
    check.stopwatch.leave();
    if (ran.kind === "missing") {
      throw new ProbeFailure("unsupported", `ping cannot be run (${command.program} is missing or not permitted)`, { cause: ran.error });
    }
    const { alive, timeMs } = parsePingOutput(ran.output, address.address, process.platform);
    if (!alive) {
      throw new ProbeFailure("timeout", `no reply from ${address.address}`);
    }
    // The echo's own round trip, as ping measured it: the life of its process says nothing about the network.
    const roundTripMs = timeMs ?? check.stopwatch.phases().firstByteMs;
    check.stopwatch.correct("firstByte", roundTripMs);
    check.saw({ connected: true, durationMs: roundTripMs });
  } finally {
    endTurn();
  }
}

export const icmpProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "RESPONSE_TIME", "PHASE.dns", "PHASE.first_byte"],
    clientOptions: ["timeout", "dns-resolver", "network"],
  },
  durationOnError: "zero",
  create: (tools) => {
    const turns = new Turns(tools.limits.processes);
    return { run: (check) => ping(check, tools, turns) };
  },
};

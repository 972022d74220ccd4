// The system's `ping`: which program with which arguments, and what its output says. The `ping` package knows the three systems;
// it is kept on a short lead, because its parsers throw on output that they did not expect.

import type { Program } from "../process/run-program.ts";
import { builders, parsers } from "./ping-library.ts";

/** Bytes of payload, as Gatus sends. */
const PAYLOAD_BYTES = 24;

/**
 * One echo request to an IP address; names and anything that could be an option must be kept out by the caller.
 *
 * @param timeoutMs - how long to wait for the reply; systems count it in seconds, so it is rounded up and the caller must end the
 *   program itself
 */
export function pingCommand(address: string, family: 4 | 6, timeoutMs: number, platform: string): Program | null {
  if (!builders.isPlatformSupport(platform)) {
    return null;
  }
  const isLinux = builders.isLinux(platform);
  // Some Linux distributions have no ping6; macOS has no timeout for v6.
  const v6 = family === 6 && !isLinux;
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1_000));
  const built = builders.createBuilder(platform).getCommandArguments(address, {
    numeric: !builders.isWindow(platform),
    timeout: builders.isMacOS(platform) && v6 ? false : seconds,
    deadline: false,
    min_reply: 1,
    v6,
    sourceAddr: "",
    packetSize: PAYLOAD_BYTES,
    extra: isLinux && family === 6 ? ["-6"] : [],
  });
  return { program: builders.getExecutablePath(platform, v6), arguments: built };
}

/** Whether the output tells of a reply, and after how many milliseconds it came (null = it does not say). */
export function parsePingOutput(
  output: string,
  address: string,
  platform: string,
): { readonly alive: boolean; readonly timeMs: number | null } {
  try {
    const parser = parsers.createParser(address, platform, {});
    for (const line of output.split("\n")) {
      parser.eat(line);
    }
    const { alive, time } = parser.getResult();
    return { alive, timeMs: typeof time === "number" && Number.isFinite(time) && time >= 0 ? time : null };
  } catch {
    // Output that the parser does not know is no reply.
    return { alive: false, timeMs: null };
  }
}

// SSH: without credentials, is there a banner; with them, log in, run a command and keep its exit code.

import { constants } from "node:os";
import type { Client, ClientChannel } from "ssh2";
import type { SshLoginConfig } from "../../shared/model/endpoint.ts";
import { ProbeFailure } from "./failure.ts";
import { readSome } from "./net/streams.ts";
import { connectSsh } from "./net/ssh-client.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import type { HostPort } from "./pure/address.ts";
import { bodyToSend, targetAddress } from "./tcp.ts";

const SSH_PORT = 22;

interface CommandOutcome {
  readonly exitCode: number;
  readonly output: Uint8Array;
  readonly truncated: boolean;
}

/** `{"command": "…"}`. Throws what is wrong with it. */
export function commandIn(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (thrown) {
    throw new ProbeFailure("request", 'body must be JSON such as {"command": "uptime"}', { cause: thrown });
  }
  const command: unknown = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? Reflect.get(parsed, "command") : null;
  if (command !== undefined && typeof command !== "string") {
    throw new ProbeFailure("request", 'body must be a JSON object whose "command" is a text');
  }
  return command ?? "";
}

function exitCodeOf(code: number | null, signal: string | undefined): number {
  if (code !== null) {
    return code;
  }
  const name = `SIG${(signal ?? "").replace(/^SIG/, "")}` as keyof typeof constants.signals;
  // As shells report a command that was killed.
  return 128 + (constants.signals[name] ?? 0);
}

/** Runs the command; data may still come after its exit, so the end is the channel's close. */
function execute(client: Client, command: string, maxBytes: number): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    client.once("close", () => {
      reject(new ProbeFailure("closed", "server closed the SSH connection before the command ended"));
    });
    client.exec(command, (error: Error | undefined, channel: ClientChannel) => {
      if (error !== undefined) {
        reject(new ProbeFailure("protocol", "server refused to run the command", { cause: error }));
        return;
      }
      const parts: Buffer[] = [];
      let kept = 0;
      let truncated = false;
      let exitCode: number | null = null;
      channel.on("data", (chunk: Buffer) => {
        const part = chunk.subarray(0, maxBytes - kept);
        parts.push(part);
        kept += part.length;
        truncated ||= part.length < chunk.length;
      });
      channel.stderr.resume();
      channel.on("exit", (code: number | null, signal?: string) => {
        exitCode = exitCodeOf(code, signal);
      });
      channel.on("close", () => {
        if (exitCode === null) {
          reject(new ProbeFailure("closed", "server ended the session without an exit code"));
          return;
        }
        resolve({ exitCode, output: Buffer.concat(parts), truncated });
      });
      channel.end();
    });
  });
}

function hasCredentials(login: SshLoginConfig | null): login is SshLoginConfig {
  return login !== null && (login.username !== "" || login.password !== "" || login.privateKey !== "");
}

async function checkBanner(check: Check, tools: ProbeTools, target: HostPort): Promise<void> {
  check.saw({ status: 1 });
  const link = await tools.network.dial(check, target);
  check.saw({ ip: link.remoteAddress });
  check.stopwatch.enter("firstByte");
  await readSome(link.stream, tools.limits.replyBytes);
  check.saw({ connected: true, status: 0 });
}

async function checkCommand(check: Check, tools: ProbeTools, target: HostPort, credentials: SshLoginConfig): Promise<void> {
  const link = await tools.network.dial(check, target);
  check.saw({ ip: link.remoteAddress });
  check.stopwatch.enter("firstByte");
  const client = await connectSsh(link.stream, credentials, tools.limits.lineBytes);
  check.scope.own({ destroy: () => void client.destroy() });
  // Logged in: what goes wrong from here on fails the check whatever its conditions say.
  check.saw({ connected: true, inconclusive: true });
  const command = commandIn(bodyToSend(check, tools, link.localAddress));
  check.stopwatch.enter("transfer");
  const { exitCode, output, truncated } = await execute(client, command, check.needs.body ? tools.limits.bodyBytes : 0);
  const body = check.needs.body ? { body: output, bodyTruncated: truncated } : {};
  check.saw({ status: exitCode, inconclusive: false, ...body });
}

export const sshProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "STATUS", "BODY", "RESPONSE_TIME", "PHASE.dns", "PHASE.connect", "PHASE.first_byte", "PHASE.transfer"],
    clientOptions: ["timeout", "dns-resolver", "network", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({
    run: async (check) => {
      const target = targetAddress(check, SSH_PORT);
      const { ssh } = check.endpoint;
      await (hasCredentials(ssh) ? checkCommand(check, tools, target, ssh) : checkBanner(check, tools, target));
    },
  }),
};

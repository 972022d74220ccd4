// Servers from the distribution's packages, run in a folder of their own on loopback and thrown away afterwards.

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closedPort } from "./tcp-server.ts";

const PLACES = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

/** Debian keeps PostgreSQL's programs out of the way, by version. */
const POSTGRESQL = "/usr/lib/postgresql";

function places(): readonly string[] {
  const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL) : [];
  return [...PLACES, ...versions.map((version) => join(POSTGRESQL, version, "bin"))];
}

/** Whether this process may do what only the administrator may: change users, make networks. */
export const isRoot = process.getuid?.() === 0;

/** Where a program is; null = it is not installed. */
export function findProgram(name: string): string | null {
  for (const place of places()) {
    const path = join(place, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here; perhaps in the next place.
    }
  }
  return null;
}

/** A running server. */
export interface RealServer {
  readonly port: number;
  readonly folder: string;
  close(): Promise<void>;
}

/** How a server is set up. Everything may refer to its folder and port. */
export interface RealServerPlan {
  readonly program: string;
  readonly files?: (folder: string, port: number) => Readonly<Record<string, string>>;
  readonly arguments: (folder: string, port: number) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The network namespace to run it in, and the address to reach it at from outside. */
  readonly within?: { readonly namespace: string; readonly address: string };
}

const START_MS = 15_000;

function answers(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

async function untilAnswering(child: ChildProcess, port: number, address: string, said: () => string): Promise<void> {
  const end = Date.now() + START_MS;
  while (!(await answers(port, address))) {
    if (child.exitCode !== null || Date.now() > end) {
      throw new Error(`the server did not start: ${said()}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Starts a server and waits until it listens. It must stay in the foreground. */
export async function startReal(plan: RealServerPlan): Promise<RealServer> {
  const program = findProgram(plan.program);
  if (program === null) {
    throw new Error(`${plan.program} is not installed`);
  }
  const folder = await mkdtemp(join(tmpdir(), `sentray-${plan.program}-`));
  // Some servers give up their rights and must still write what is theirs.
  await chmod(folder, 0o777);
  const port = await closedPort();
  await Promise.all(
    Object.entries(plan.files?.(folder, port) ?? {}).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })),
  );
  const command = [program, ...plan.arguments(folder, port)];
  const [first = program, ...rest] = plan.within === undefined ? command : ["ip", "netns", "exec", plan.within.namespace, ...command];
  const child = spawn(first, rest, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...plan.environment },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2_000);
    });
  }
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await gone;
      clearTimeout(timer);
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswering(child, port, plan.within?.address ?? "127.0.0.1", () => said);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, folder, close };
}

// Runs a small program of the system for its answer: bounded in time and output, never through a shell.

import { spawn } from "node:child_process";

const WITHIN_MS = 4_000;
const OUTPUT_CHARACTERS = 16 * 1024;

/** What came of it; `missing` = there is no such program. */
export type BriefRun =
  | { readonly kind: "ended"; readonly code: number | null; readonly output: string }
  | { readonly kind: "missing" }
  | { readonly kind: "too-slow" };

/** Runs it with nothing on its standard input. Never rejects. */
export function runBriefly(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<BriefRun> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true, env: { ...environment, LC_ALL: "C" } });
    let output = "";
    const collect = (data: Buffer): void => {
      if (output.length < OUTPUT_CHARACTERS) output += data.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve({ kind: "too-slow" });
    }, WITHIN_MS);
    child.on("error", () => {
      clearTimeout(timer);
      resolve({ kind: "missing" });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ kind: "ended", code, output: output.slice(0, OUTPUT_CHARACTERS) });
    });
  });
}

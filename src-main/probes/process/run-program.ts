// Runs a small program of the system for a check: no shell, arguments as a list, bounded in output, gone when the check is over.

import { spawn } from "node:child_process";
import { codeOf } from "../failure.ts";
import type { Scope } from "../scope.ts";

/** A program to run. */
export interface Program {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** What came of it. `missing`: there is no such program, or this user may not run it. */
export type ProgramEnd =
  | { readonly kind: "ended"; readonly exitCode: number | null; readonly output: string; readonly complaint: string }
  | { readonly kind: "missing"; readonly error: Error };

/** What a program runs in. */
export interface RunOptions {
  /** Ends the program when it is closed. */
  readonly scope: Scope;
  /** Where `PATH` is taken from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs a program with nothing on its standard input. Rejects only if the system cannot start programs at all. */
export type RunProgram = (program: Program, options: RunOptions) => Promise<ProgramEnd>;

/** A program that says more than this has gone wrong, and is ended. */
const OUTPUT_CHARACTERS = 8 * 1024;

const MISSING_CODES = new Set(["ENOENT", "EACCES", "EPERM", "ENOTDIR"]);

/** Runs it in English, whatever the user speaks: its words are read by this program. */
export const runProgram: RunProgram = ({ program, arguments: words }, { scope, environment }) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      shell: false,
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: environment["PATH"], SystemRoot: environment["SystemRoot"], LC_ALL: "C", LANG: "C" },
    });
    const end = () => void child.kill("SIGKILL");
    const owned = scope.own({ destroy: end });
    const said = { output: "", complaint: "" };
    const listen = (stream: NodeJS.ReadableStream, to: keyof typeof said) => {
      stream.setEncoding("latin1");
      stream.on("data", (text: string) => {
        said[to] = (said[to] + text).slice(0, OUTPUT_CHARACTERS);
        if (said[to].length === OUTPUT_CHARACTERS) {
          end();
        }
      });
    };
    listen(child.stdout, "output");
    listen(child.stderr, "complaint");
    child.on("error", (error) => {
      scope.release(owned);
      if (MISSING_CODES.has(codeOf(error))) {
        resolve({ kind: "missing", error });
      } else {
        reject(error);
      }
    });
    child.on("close", (exitCode) => {
      scope.release(owned);
      resolve({ kind: "ended", exitCode, ...said });
    });
  });

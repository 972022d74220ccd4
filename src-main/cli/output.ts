// Where the command line writes. Passed in, so that tests read what a person would.

/** Two streams and what the terminal can do. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Resolves when all of `out` has been taken; false = nobody reads any more. Never rejects. */
  flushed(): Promise<boolean>;
  readonly isTerminal: boolean;
  /** Colours are wanted: a terminal, and NO_COLOR is not set. */
  readonly hasColour: boolean;
}

/** The exit codes of every command. */
export const EXIT = { ok: 0, unhealthy: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Text without control characters, so that nothing that a server said moves the cursor or colours the terminal. */
export function printable(text: string): string {
  let clean = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl =
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      code === 0x2028 ||
      code === 0x2029 ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069);
    clean += isControl ? "�" : character;
  }
  return clean;
}

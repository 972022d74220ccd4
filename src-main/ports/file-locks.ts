// Keeps the processes of ours from changing the same file at the same moment. Other programs know nothing of it.

import type { Result } from "../../shared/errors.ts";

/** Both forms reject or throw with Node's errors where no lock can be made, as in a folder that is not to be written to. */
export interface FileLocks {
  /**
   * Runs work that reads, compares and replaces these files, while no other process does. They need not exist; links count as what they
   * lead to. `unavailable`: another process held one of them for too long, and nothing was run.
   */
  readonly whileLocked: <T>(files: readonly string[], work: () => Promise<T>) => Promise<Result<T>>;
  /** The same for one file and short work; waits without letting anything else run, and not for long. */
  readonly whileLockedSync: <T>(file: string, work: () => T) => Result<T>;
}

// How an answer crosses the border between the processes: as a value, because a thrown Error keeps only its message.

import type { AppError, Result } from "../errors.ts";

/** What every request resolves to. */
export type IpcResult<T> = Result<T, AppError>;

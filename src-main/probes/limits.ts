// The bounds of what a check may hold in memory or run at once. Named here so that tests can lower them.

/** Limits of a probe set. */
export interface ProbeLimits {
  /** Bytes of an HTTP body after decompression, and of other streamed answers; the rest is not read. */
  readonly bodyBytes: number;
  /** Bytes of a body that nobody looks at which are still read so that the connection can be kept. */
  readonly drainBytes: number;
  /** Bytes of all headers of an HTTP answer. */
  readonly headerBytes: number;
  /** Bytes of the one read that TCP, UDP and TLS probes make. */
  readonly replyBytes: number;
  /** Bytes of one line, and of one reply, of a line protocol. */
  readonly lineBytes: number;
  readonly redirects: number;
  /** Programs of the system at once, for each protocol that needs one (`ping`, `socat`); further checks wait their turn. */
  readonly processes: number;
}

export const DEFAULT_LIMITS: ProbeLimits = {
  bodyBytes: 10 * 1024 * 1024,
  drainBytes: 256 * 1024,
  headerBytes: 64 * 1024,
  replyBytes: 1_024,
  lineBytes: 64 * 1024,
  redirects: 50,
  processes: 64,
};

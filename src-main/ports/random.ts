// Chance, passed in so that tests are repeatable.

/** A source of randomness; not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

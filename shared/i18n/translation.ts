// What a language must bring: every English key, except the plural forms that only some languages have.

/** The shape of a translation of `T`. Chinese has one plural form, so `…_one` is left out and `…_other` stays. */
export type Translation<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translation<T[K]>;
};

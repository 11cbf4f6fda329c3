/** Some of what there is, given over the rest. */

/** Any of the members; one that is given as undefined is not given. */
export type Given<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

export function over<T extends object>(all: T, given: Given<T> = {}): T {
  return { ...all, ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>) };
}

/** `expect` with `toBeWithin(least, most)`, for what is measured. */
import { expect } from 'vitest';

expect.extend({
  toBeWithin: (actual: number, least: number, most: number) => ({
    pass: actual >= least && actual <= most,
    message: () => `${String(actual)} is not within ${String(least)} and ${String(most)}`,
  }),
});

declare module 'vitest' {
  interface Matchers<T> {
    toBeWithin(least: number, most: number): T;
  }
}

export { expect };

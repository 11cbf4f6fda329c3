/** `import 'rollcall/testing/vitest'`: from then on Vitest's `expect(line)` can ask what is heard. Nothing else of the test kit knows Vitest. */
import { expect } from 'vitest';
import { lineMatchers, type LineMatchers } from './line-matchers.ts';

declare module 'vitest' {
  interface Matchers<T> extends LineMatchers {}
}

expect.extend({ ...lineMatchers });

export type { LineMatchers };

/** What `expect(line)` can ask when Vitest runs the test: each matcher is a verb of the line, and its failure is the line's own. */
import type { Duration } from '../duration.ts';
import { LabError, type LabErrorCode } from '../errors.ts';
import type { Listening } from '../people/hearing.ts';
import type { Hears } from '../people/hears-what.ts';
import type { Line } from '../people/line.ts';

type Within = { readonly within?: Duration | undefined };

/**
 * All of them are awaited. A `.not` before one that waits for something needs to know for how long: `{ within: '10 s' }`.
 *
 * @example
 * import 'rollcall/testing/vitest';
 * await expect(line).toHear(/press 1 for sales/i);
 * await expect(line).not.toHear(/sorry/i, { within: '10 s' });
 */
export interface LineMatchers {
  /** These words, or this sound, to the end of the sentence; with `.not` from now on, for as long as `within` says. */
  toHear: (what: Hears, options?: Listening) => Promise<void>;
  /** For so long nothing is heard; or nothing of these words. */
  toHearNothing: (duration: Duration, options?: { readonly of?: Hears | undefined }) => Promise<void>;
  /** These keys, as tones: `'12#'`. */
  toHearKeys: (keys: string, options?: Within) => Promise<void>;
  /** Somebody takes the call. */
  toBeAnswered: (options?: Within) => Promise<void>;
  /** The other side ends the call. */
  toBeHungUp: (options?: Within) => Promise<void>;
  /** Each of the two says something, and the other hears it. */
  toTalkTo: (name: string) => Promise<void>;
}

/** What Vitest's `expect.extend` wants of a matcher, and gives to it. */
type Verdict = { readonly pass: boolean; readonly message: () => string };
type Asking = { readonly isNot?: boolean | undefined };

/** Outcomes of a question. Anything else went wrong, and is no answer to it. */
const answers: readonly LabErrorCode[] = ['testing/not-heard', 'testing/not-done'];

/** For `expect.extend`. A matcher rejects with a `TypeError` for what is no line, and where a `.not` does not say for how long. */
export const lineMatchers: {
  readonly [Name in keyof LineMatchers]: (this: Asking, line: unknown, ...words: Parameters<LineMatchers[Name]>) => Promise<Verdict>;
} = {
  async toHear(received, what, options = {}) {
    const line = lineIn(received, 'hears', 'toHear');
    if (!this.isNot) return verdict(line.hears(what, options));
    return turned(await verdict(line.hearsNothing(lengthOf(options, 'toHear'), { of: what })));
  },

  async toHearNothing(received, duration, options) {
    return verdict(
      lineIn(received, 'hearsNothing', 'toHearNothing').hearsNothing(duration, options),
      'A sound was expected, and nothing was heard.',
    );
  },

  async toHearKeys(received, keys, options = {}) {
    if (this.isNot) lengthOf(options, 'toHearKeys');
    const line = lineIn(received, 'hearsKeys', 'toHearKeys');
    return verdict(line.hearsKeys(keys, options), `The keys ${keys} should not have been heard, and were.`);
  },

  async toBeAnswered(received, options = {}) {
    if (this.isNot) lengthOf(options, 'toBeAnswered');
    return verdict(lineIn(received, 'isAnswered', 'toBeAnswered').isAnswered(options), 'The call should not have been answered, and was.');
  },

  async toBeHungUp(received, options = {}) {
    if (this.isNot) lengthOf(options, 'toBeHungUp');
    const line = lineIn(received, 'isHungUpOn', 'toBeHungUp');
    return verdict(line.isHungUpOn(options), () => `The call should have gone on, and was ended: ${line.ended ?? ''}`);
  },

  async toTalkTo(received, name) {
    const line = lineIn(received, 'talksTo', 'toTalkTo');
    return verdict(line.talksTo(name), () => `${line.name} and ${name} should not have heard each other, and did.`);
  },
};

/** `otherwise`: what is told where a `.not` fails. */
async function verdict(asked: Promise<unknown>, otherwise: string | (() => string) = ''): Promise<Verdict> {
  try {
    await asked;
    return { pass: true, message: () => (typeof otherwise === 'string' ? otherwise : otherwise()) };
  } catch (error) {
    if (!(error instanceof LabError) || !answers.includes(error.code)) throw error;
    return { pass: false, message: () => error.message };
  }
}

function turned({ pass, message }: Verdict): Verdict {
  return { pass: !pass, message };
}

function lineIn(received: unknown, verb: keyof Line, matcher: string): Line {
  const isLine =
    typeof received === 'object' && received !== null && verb in received && typeof received[verb as keyof typeof received] === 'function';
  if (!isLine) throw new TypeError(`${matcher}() asks a line: expect(line), where line is what person.dial() or person.answers() gave`);
  return received as Line;
}

function lengthOf({ within }: Within, matcher: string): Duration {
  if (within === undefined) throw new TypeError(`not.${matcher}() wants to know for how long: { within: '10 s' }`);
  return within;
}

/** How the second pass over each recording stands, across runs of the program: owed, tried so often, over. In the register's stream, which names nobody. */
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { FactLog, StreamKey } from '../store/fact-log.ts';

type PassRegisterOptions = {
  readonly facts: Pick<FactLog, 'append'>;
  /** The register's. */
  readonly stream: StreamKey;
  readonly clock: Pick<Clock, 'wallMs'>;
};

export type PassStanding = {
  /** Tries that began and were not put off; one that was cut off by a kill is among them. */
  readonly tries: number;
  /** There is nothing to be done any more. */
  readonly isOver: boolean;
  /** Somebody asked for it: it is owed whatever is configured, and whether or not there was one before. */
  readonly isAsked: boolean;
  /** Why the last try failed; undefined where it was cut off. */
  readonly failure: PassFailure | undefined;
};

export type PassFailure = {
  /** Of the error. */
  readonly code: string;
  /** The same as a person says it, with nobody's name in it and nothing of what was said. */
  readonly words?: string | undefined;
};

/**
 * `asked`: by hand, and tried as often anew · `began` before anything else is done · `putOff`: the program ended in good order, and that was no try ·
 * `failed` · `done` for good.
 */
export type PassStep = 'asked' | 'began' | 'putOff' | 'failed' | 'done';

const types = {
  asked: 'secondPassAsked',
  began: 'secondPassBegan',
  putOff: 'secondPassPutOff',
  failed: 'secondPassFailed',
  done: 'secondPassDone',
} as const;
const steps: ReadonlyMap<string, PassStep> = new Map(
  (Object.entries(types) as readonly [PassStep, string][]).map(([step, type]) => [type, step]),
);
const VERSION = 1;
type Noted = { readonly recordingId: string; readonly code?: string | undefined; readonly words?: string | undefined };
const noted: z.ZodType<Noted> = z.object({
  recordingId: z.string(),
  code: z.string().optional(),
  words: z.string().optional(),
});
const fresh: PassStanding = { tries: 0, isOver: false, isAsked: false, failure: undefined };

export class PassRegister {
  readonly #options: PassRegisterOptions;
  readonly #standing = new Map<string, PassStanding>();

  constructor(options: PassRegisterOptions) {
    this.#options = options;
  }

  /** Undefined where none was ever owed or tried. */
  of(recordingId: string): PassStanding | undefined {
    return this.#standing.get(recordingId);
  }

  /** Those that are not over, those given up too; the oldest first. */
  owed(): readonly string[] {
    return [...this.#standing].filter(([, { isOver }]) => !isOver).map(([recordingId]) => recordingId);
  }

  /** Resolves when it would survive a crash; it holds from then on. */
  async note(recordingId: string, step: PassStep, failure?: PassFailure): Promise<void> {
    const { facts, stream, clock } = this.#options;
    const { code, words } = failure ?? {};
    const data = { recordingId, ...(code !== undefined && { code }), ...(words !== undefined && { words }) };
    await facts.append(stream, [{ type: types[step], version: VERSION, atMs: clock.wallMs(), data }]);
    this.#step(recordingId, step, failure);
  }

  /** There will be one, once the sound is saved. One that was made already stays so. */
  owe(recordingId: string): void {
    if (!this.#standing.has(recordingId)) this.#standing.set(recordingId, fresh);
  }

  forget(recordingId: string): void {
    this.#standing.delete(recordingId);
  }

  /** A fact of the register's stream; others than its own are passed over. */
  take(type: string, data: unknown): void {
    const step = steps.get(type);
    if (!step) return;
    const { recordingId, code, words } = noted.parse(data);
    this.#step(recordingId, step, code === undefined ? undefined : { code, words });
  }

  #step(recordingId: string, step: PassStep, failure: PassFailure | undefined): void {
    const before = this.#standing.get(recordingId) ?? fresh;
    this.#standing.set(recordingId, after(before, step, failure));
  }
}

function after(before: PassStanding, step: PassStep, failure: PassFailure | undefined): PassStanding {
  switch (step) {
    case 'asked':
      return { ...fresh, isAsked: true };
    case 'began':
      return { ...before, tries: before.tries + 1, isOver: false, failure: undefined };
    case 'putOff':
      return { ...before, tries: Math.max(0, before.tries - 1) };
    case 'failed':
      return { ...before, failure };
    case 'done':
      return { ...before, isOver: true, isAsked: false, failure: undefined };
  }
}

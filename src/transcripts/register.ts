/** Which entries have a transcript, and whether it is done: one stream of the event log, which names nobody. */
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { FactLog, StreamKey } from '../store/fact-log.ts';
import { PassRegister } from './pass-register.ts';

export type RegisterOptions = {
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly stream: StreamKey;
  readonly clock: Pick<Clock, 'wallMs'>;
};

type State = 'open' | 'done' | 'erased';
const types = { open: 'transcriptBegan', done: 'transcriptDone', erased: 'transcriptErased' } as const;
const states: ReadonlyMap<string, State> = new Map([
  ['transcriptBegan', 'open'],
  ['transcriptDone', 'done'],
  ['transcriptErased', 'erased'],
]);
const VERSION = 1;
type Registered = { readonly recordingId: string; readonly secondPass?: boolean | undefined };
const registered: z.ZodType<Registered> = z.object({ recordingId: z.string(), secondPass: z.boolean().optional() });

export class Register {
  readonly #options: RegisterOptions;
  /** Those erased are not in it. */
  readonly #known = new Map<string, 'open' | 'done'>();
  readonly passes: PassRegister;

  private constructor(options: RegisterOptions) {
    this.#options = options;
    this.passes = new PassRegister(options);
  }

  /** Reads what earlier runs left. */
  static async open(options: RegisterOptions): Promise<Register> {
    const register = new Register(options);
    for (let after = 0; ;) {
      const page = await options.facts.read({ ...options.stream, after });
      for (const { type, data } of page) {
        const state = states.get(type);
        if (state) register.#set(registered.parse(data), state);
        else register.passes.take(type, data);
      }
      const last = page.at(-1)?.sequence;
      if (last === undefined || last <= after) return register;
      after = last;
    }
  }

  /** Undefined where there is none, and where it was erased. */
  stateOf(recordingId: string): 'open' | 'done' | undefined {
    return this.#known.get(recordingId);
  }

  recordingIds(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** Resolves when it would survive a crash; it holds from then on. `secondPass`: one is owed from now on. */
  async put(recordingId: string, state: State, { secondPass = false }: { readonly secondPass?: boolean } = {}): Promise<void> {
    const { facts, stream, clock } = this.#options;
    const data: Registered = { recordingId, ...(secondPass && { secondPass }) };
    await facts.append(stream, [{ type: types[state], version: VERSION, atMs: clock.wallMs(), data }]);
    this.#set(data, state);
  }

  /** As if it were on record, where the log takes nothing: until the next start. */
  imagine(recordingId: string, state: State): void {
    this.#set({ recordingId }, state);
  }

  #set({ recordingId, secondPass = false }: Registered, state: State): void {
    if (secondPass) this.passes.owe(recordingId);
    if (state !== 'erased') return void this.#known.set(recordingId, state);
    this.#known.delete(recordingId);
    this.passes.forget(recordingId);
  }
}

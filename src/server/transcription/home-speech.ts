/** What pages show at home of speech: who turns it into text and who translates it, what is missing for them, and how much goes on in both halves. */
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { TranscriberLoad } from '../../speech/transcriber/port.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { Home, SpeechProvider } from '../../wire/live/page-event.ts';

export type HomeSpeechOptions = {
  readonly recognisers: readonly SpeechToText[];
  readonly translators: readonly Translator[];
  /** Of every transcriber of the house; undefined of one that has heard nothing yet. */
  readonly loads: () => readonly (TranscriberLoad | undefined)[];
  /** Who recognises at present in each half, by name. */
  readonly current: () => readonly (string | undefined)[];
  /** Second passes that are not tried again by themselves, and why the newest of them failed. */
  readonly passesGivenUp?: (() => { readonly count: number; readonly why: string | undefined }) | undefined;
};

export class HomeSpeech {
  readonly #options: HomeSpeechOptions;
  #recognisers: readonly SpeechProvider[];
  #translators: readonly SpeechProvider[];

  constructor(options: HomeSpeechOptions) {
    this.#options = options;
    this.#recognisers = options.recognisers.map((each) => shown(each, undefined));
    this.#translators = options.translators.map((each) => shown(each, undefined));
  }

  /** As it is now; what is missing as it was when it was looked for last. */
  get now(): NonNullable<Home['speech']> {
    const loads = this.#options.loads().filter((load) => load !== undefined);
    const sum = (of: (load: TranscriberLoad) => number): number => loads.reduce((all, load) => all + of(load), 0);
    const last = Math.max(-1, ...this.#options.current().map((name) => this.#recognisers.findIndex((each) => each.name === name)));
    const { count: passesGivenUp = 0, why } = this.#options.passesGivenUp?.() ?? {};
    return {
      recognisers: this.#recognisers.map((each, at) => (at < last ? passedOver(each, this.#recognisers[last]?.name ?? '') : each)),
      translators: this.#translators,
      speaking: sum(({ speaking }) => speaking),
      waiting: sum(({ waiting }) => waiting),
      waitingMs: sum(({ waitingMs }) => waitingMs),
      droppedMs: sum(({ droppedMs }) => droppedMs),
      ...(passesGivenUp > 0 && { passesGivenUp, passesProblem: why }),
    };
  }

  /** Looks what is missing; true if it is otherwise than before. */
  async look(): Promise<boolean> {
    const before = JSON.stringify([this.#recognisers, this.#translators]);
    this.#recognisers = await this.#all(this.#options.recognisers);
    this.#translators = await this.#all(this.#options.translators);
    return JSON.stringify([this.#recognisers, this.#translators]) !== before;
  }

  #all(providers: readonly (SpeechToText | Translator)[]): Promise<readonly SpeechProvider[]> {
    return Promise.all(
      providers.map(async (each) => {
        const missing = await each.missing().catch((error: unknown) => String(error));
        return shown(each, missing);
      }),
    );
  }
}

/** Those before the one that recognises now have failed. */
function passedOver(provider: SpeechProvider, by: string): SpeechProvider {
  return { ...provider, problem: provider.problem ?? `It failed a short while ago: ${by} recognises in its place until it is back.` };
}

function shown({ name, leavesMachine, sendsTo }: SpeechToText | Translator, problem: string | undefined): SpeechProvider {
  return { name, leavesMachine, sendsTo, problem };
}

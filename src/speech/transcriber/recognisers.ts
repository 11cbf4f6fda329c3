/** Those who can recognise, in the order of preference: who is to be asked next, and who recognises now. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { SpeechToText } from '../recognition/speech-to-text.ts';
import type { TranscriberFacts, TranscribingProvider } from './port.ts';
import { ProviderStanding } from './provider-standing.ts';

export type RecognisersOptions = {
  readonly providers: readonly SpeechToText[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly facts: Facts<TranscriberFacts>;
  readonly retryMs: number;
  /** Somebody may be asked now who could not. */
  readonly onChange: () => void;
};

export type Choice =
  | { readonly kind: 'ask'; readonly standing: ProviderStanding }
  | { readonly kind: 'wait' }
  | { readonly kind: 'nobody'; readonly problem: string };

/** So often one provider is asked for the same utterance. */
const MOST_TRIES = 2;
/** Whoever is tried again within that is waited for; otherwise what is said meanwhile is a gap. */
const WAIT_MS = 10_000;

export class Recognisers {
  readonly #standings: readonly ProviderStanding[];
  readonly #options: RecognisersOptions;
  #current: TranscribingProvider;

  constructor(options: RecognisersOptions) {
    this.#options = options;
    this.#current = options.providers[0] ? shown(options.providers[0]) : NOBODY;
    this.#standings = options.providers.map((provider) => {
      const { clock, random, retryMs } = options;
      return new ProviderStanding(provider, { clock, random, retryMs, onChange: (why) => this.#changed(provider.name, why) });
    });
  }

  get current(): TranscribingProvider {
    return this.#current;
  }

  /** For an utterance that some have failed at before, so many times each. */
  choose(language: string | undefined, tries: ReadonlyMap<ProviderStanding, number>): Choice {
    let mayWait = false;
    const problems: string[] = [];
    for (const standing of this.#standings) {
      const { provider, state, isFree } = standing;
      if (!standing.knows(language)) problems.push(`${provider.name} does not know ${String(language)}`);
      else if ((tries.get(standing) ?? 0) >= MOST_TRIES) problems.push(`${provider.name}: ${standing.problem ?? 'it failed at this'}`);
      else if (isFree) return { kind: 'ask', standing };
      // Another one is for when this one fails, not for when it has much to do: it may cost more, or be somebody else's.
      else if (state === 'up' || state === 'looking') return { kind: 'wait' };
      else if (state === 'trying' || standing.retryInMs <= WAIT_MS) mayWait = true;
      else problems.push(`${provider.name}: ${standing.problem ?? 'it failed'}`);
    }
    if (mayWait) return { kind: 'wait' };
    return { kind: 'nobody', problem: problems.length > 0 ? problems.join('; ') : (NOBODY.problem ?? '') };
  }

  end(): void {
    for (const standing of this.#standings) standing.end();
  }

  #changed(name: string, why: string): void {
    const from = this.#current;
    const inOrder = this.#standings;
    const standing = inOrder.find(({ state }) => state === 'up' || state === 'looking');
    const problem = inOrder.map((each) => `${each.provider.name}: ${each.problem ?? ''}`).join('; ');
    const first = inOrder[0]?.provider;
    const to = standing ? shown(standing.provider) : first ? { ...shown(first), problem } : NOBODY;
    this.#current = to;
    if (from.name !== to.name || (from.problem === undefined) !== (to.problem === undefined)) {
      const about = { from: from.name, to: to.name, because: name, why };
      // What is not installed is shown where somebody looks for it, and is nothing to be warned of at every start.
      if (from.name === to.name) this.#options.log.info('speech cannot be turned into text at present, or can again', about);
      else this.#options.log.warn('another recogniser is asked from now on', about);
      this.#options.facts.tell('providerChanged', { from, to, why: `${name}: ${why}` });
    }
    this.#options.onChange();
  }
}

function shown({ name, leavesMachine, sendsTo }: SpeechToText): TranscribingProvider {
  return { name, leavesMachine, ...(sendsTo !== undefined && { sendsTo }) };
}

const NOBODY: TranscribingProvider = {
  name: 'none',
  leavesMachine: false,
  problem: 'nobody recognises speech here: set up a provider of speech to text, or install pocketsphinx',
};

/** Which captions and spoken languages people are told that they can have, and into which it is translated because somebody has chosen them. */
import { nothingOffered, type LanguageWants, type ProviderNote } from '../../call/media.ts';
import type { Transcribes } from '../../speech/transcriber/port.ts';
import type { TranscribeOptions } from './port.ts';
import type { TranscribedCall } from './transcribed-call.ts';
import type { Translating } from './translating.ts';

export type OfferingOptions = {
  readonly call: Pick<TranscribedCall, 'media' | 'facts' | 'signal'>;
  readonly wanted: Pick<TranscribeOptions, 'language' | 'translate' | 'voices' | 'captions'>;
  readonly transcriber: Pick<Transcribes, 'facts' | 'provider'>;
  readonly translating: Pick<Translating, 'targets' | 'want' | 'provider'>;
};

export class Offering {
  readonly #options: OfferingOptions;
  readonly #done = new AbortController();
  /** Languages that are wanted whoever asks, and by how many. */
  readonly #held = new Map<string, number>();
  #captions: readonly string[] = [];

  constructor(options: OfferingOptions) {
    this.#options = options;
  }

  begin(): void {
    const { call, transcriber } = this.#options;
    const { signal } = this.#done;
    if (signal.aborted) return;
    call.facts.on('wantsChanged', () => this.#want(), { signal });
    transcriber.facts.on('providerChanged', () => this.#offer(), { signal });
    this.#want();
    this.#offer();
    void this.#findTargets();
  }

  /** Until it is disposed of; doing so twice is calm. */
  hold(language: string): Disposable {
    let isHeld = true;
    this.#held.set(language, (this.#held.get(language) ?? 0) + 1);
    this.#want();
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (this.#held.get(language) ?? 1) - 1;
        if (left === 0) this.#held.delete(language);
        else this.#held.set(language, left);
        this.#want();
      },
    };
  }

  /** It could not begin: the carrier is not told. */
  abandon(): void {
    this.#done.abort();
  }

  /** Nothing is to be had any more. */
  end(): void {
    const { call } = this.#options;
    this.#done.abort();
    if (!call.signal.aborted) call.media.offer?.(nothingOffered);
  }

  async #findTargets(): Promise<void> {
    const { wanted, translating } = this.#options;
    if (wanted.translate === undefined) return;
    const always = wanted.translate === 'asked' ? [] : wanted.translate;
    const targets = await translating.targets();
    if (this.#done.signal.aborted) return;
    this.#captions = [...new Set([...always, ...targets])];
    this.#offer();
  }

  #offer(): void {
    const { call, wanted, transcriber, translating } = this.#options;
    const { language = 'und', voices = [], captions } = wanted;
    if (captions === false && voices.length === 0) return;
    const { provider } = translating;
    call.media.offer?.({
      spoken: language,
      captions: captions === false ? [] : this.#captions,
      voices,
      transcriber: noteOf(transcriber.provider),
      ...(provider ? { translator: noteOf(provider) } : {}),
    });
  }

  #want(): void {
    const { call, wanted, translating } = this.#options;
    const { translate, voices = [] } = wanted;
    const always = translate === undefined || translate === 'asked' ? [] : translate;
    const asked = chosenIn(call.media.wants, { captions: translate !== undefined, voices });
    translating.want([...new Set([...always, ...this.#held.keys(), ...asked])]);
  }
}

/** Of what this bot offers: somebody may still have chosen what it no longer does. */
function chosenIn(
  wants: LanguageWants | undefined,
  offered: { readonly captions: boolean; readonly voices: readonly string[] },
): readonly string[] {
  if (!wants) return [];
  const voices = wants.voices.filter(({ language, participantIds }) => participantIds.length > 0 && offered.voices.includes(language));
  return [...(offered.captions ? wants.captions : []), ...voices.map(({ language }) => language)];
}

function noteOf({ name, leavesMachine, sendsTo }: ProviderNote): ProviderNote {
  return { name, leavesMachine, ...(sendsTo === undefined ? {} : { sendsTo }) };
}

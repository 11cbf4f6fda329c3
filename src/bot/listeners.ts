/** Those who have chosen to hear an interpreter: it speaks to them alone, from the moment at which they choose. */
import type { Log } from '../base/log.ts';
import type { CarrierMedia } from '../call/media.ts';
import type { CarrierRoster } from '../call/roster.ts';
import type { Transcription } from '../services/transcription/port.ts';
import { isSameLanguage } from '../speech/translation/language-names.ts';

export type ListenersOptions = {
  readonly media: Pick<CarrierMedia, 'wants'>;
  /** Where the languages are offered as well: people choose of one offer or the other. */
  readonly from: Pick<Transcription, 'wants'>;
  readonly roster: Pick<CarrierRoster, 'speakTo'>;
  readonly language: string;
  readonly duckDb: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly onChange: (participantIds: readonly string[]) => void;
};

export class Listeners {
  readonly #options: ListenersOptions;
  #now: readonly string[] = [];
  #isTelling = false;
  #telling: Promise<void> = Promise.resolve();

  constructor(options: ListenersOptions) {
    this.#options = options;
  }

  get now(): readonly string[] {
    return this.#now;
  }

  /** What people have chosen may be otherwise. */
  look(): void {
    const { media, from, language, onChange } = this.#options;
    const voices = [...(media.wants?.voices ?? []), ...(from.wants?.voices ?? [])].filter((voice) =>
      isSameLanguage(voice.language, language),
    );
    const chosen = [...new Set(voices.flatMap(({ participantIds }) => participantIds))];
    if (chosen.length === this.#now.length && chosen.every((id) => this.#now.includes(id))) return;
    this.#now = chosen;
    onChange(chosen);
    if (!this.#isTelling) this.#telling = this.#tell();
  }

  settled(): Promise<void> {
    return this.#telling;
  }

  /** One after the other: the carrier ends with those who are listeners now. */
  async #tell(): Promise<void> {
    const { roster, duckDb, signal, log } = this.#options;
    this.#isTelling = true;
    let told: readonly string[] | undefined;
    try {
      while (told !== this.#now && !signal.aborted) {
        told = this.#now;
        await roster.speakTo?.(told, { signal, duckDb });
      }
    } catch (error) {
      if (!signal.aborted) log.warn('the carrier was not told who hears an interpreter', { error });
    } finally {
      this.#isTelling = false;
    }
  }
}

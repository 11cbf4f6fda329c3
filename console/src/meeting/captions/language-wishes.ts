/** What this person wants to read and hear: kept in this browser, and said again whenever the line is there anew. */
import type { LineLanguages } from '../../../../src/wire/live/page-event.ts';
import { remember, remembered } from '../../phone/remembered.ts';

export type Wishes = {
  readonly hasCaptions: boolean;
  /** Undefined: as spoken. */
  readonly language?: string | undefined;
  /** Whose interpreter is heard; undefined: the original. Of one meeting, unlike the others. */
  readonly voice?: string | undefined;
};

export type WishCommand =
  | { readonly kind: 'captions'; readonly isOn: boolean; readonly language?: string | undefined }
  | { readonly kind: 'interpretation'; readonly language: string | null };

type WishOptions = {
  /** `isAsked`: somebody has just pressed for it and wants to know whether it works. */
  readonly say: (command: WishCommand, isAsked: boolean) => void;
  readonly onChange: () => void;
};

export class LanguageWishes {
  readonly #options: WishOptions;
  #wishes: Wishes = { hasCaptions: remembered('captions') === 'on', language: remembered('caption-language') };
  #legId: string | undefined;
  #isThere = false;
  #offered: LineLanguages | undefined;
  /** What the switchboard was told last; as JSON. */
  #saidCaptions = '';
  #saidVoice = '';

  constructor(options: WishOptions) {
    this.#options = options;
  }

  get wishes(): Wishes {
    return this.#wishes;
  }

  /** `isThere`: the line is up, and commands get through. */
  follow(legId: string | undefined, isThere: boolean): void {
    if (legId !== this.#legId) {
      this.#legId = legId;
      this.#offered = undefined;
      this.#isThere = false;
      if (this.#wishes.voice !== undefined) this.#wishes = { ...this.#wishes, voice: undefined };
    }
    if (isThere && !this.#isThere) {
      // A line that is there anew has forgotten what it was told; what it does by itself is: nothing.
      this.#saidCaptions = JSON.stringify(off);
      this.#saidVoice = JSON.stringify(original);
    }
    this.#isThere = isThere;
    this.#settle(false);
  }

  offer(offered: LineLanguages): void {
    this.#offered = offered;
    this.#settle(false);
  }

  wish(change: Partial<Wishes>): void {
    this.#wishes = { ...this.#wishes, ...change };
    remember('captions', this.#wishes.hasCaptions ? 'on' : undefined);
    remember('caption-language', this.#wishes.language);
    this.#settle(true);
    this.#options.onChange();
  }

  /** What one reads in: the wish where it can be had here, else as spoken. */
  get language(): string | undefined {
    const { language } = this.#wishes;
    return language !== undefined && this.#offered?.captions.includes(language) === true ? language : undefined;
  }

  #settle(isAsked: boolean): void {
    if (!this.#isThere) return;
    const { hasCaptions, voice } = this.#wishes;
    // Where it cannot be had the page says so; it is asked for once it can.
    if (this.#offered?.canCaption !== false) {
      const wanted: WishCommand = hasCaptions ? { kind: 'captions', isOn: true, language: this.language } : off;
      const text = JSON.stringify(wanted);
      if (text !== this.#saidCaptions) {
        this.#saidCaptions = text;
        this.#options.say(wanted, isAsked);
      }
    }
    const heard: WishCommand =
      voice !== undefined && this.#offered?.voices.includes(voice) === true ? { kind: 'interpretation', language: voice } : original;
    const text = JSON.stringify(heard);
    if (text === this.#saidVoice) return;
    this.#saidVoice = text;
    this.#options.say(heard, isAsked);
  }
}

const off: WishCommand = { kind: 'captions', isOn: false };
const original: WishCommand = { kind: 'interpretation', language: null };

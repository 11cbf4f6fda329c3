/** What is said in one call of the switchboard, as text: an ear for each who is heard, without what is to be taken out, in the languages that are wanted. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { EngineFacts } from '../../engine/port.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../../media/frame.ts';
import { captionOf, PacedCaptions, translatedCaption, type PacedCaption } from '../../speech/paced-captions.ts';
import { LiveRedaction } from '../../speech/redaction/live-redaction.ts';
import type { Redactor } from '../../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { SpeakerEar, Transcribes } from '../../speech/transcriber/port.ts';
import type { Translations } from '../../speech/translation/translations.ts';
import type { HeardCall, HeardPerson, HouseSpeechFacts } from '../../switchboard/transcribing/house-speech.ts';
import type { WordsKept } from './kept-words.ts';

export type HeardWordsOptions = {
  readonly callId: string;
  readonly transcriber: Pick<Transcribes, 'open'>;
  readonly redactor: Redactor | undefined;
  /** Tells what it has translated. */
  readonly translate: (onTranslated: (translated: TranslatedSegment) => void) => Translations;
  readonly hints: readonly string[] | undefined;
  readonly caption: (caption: HouseSpeechFacts['caption']) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** All of it is over. */
  readonly onOver: () => void;
};

/** What was said last is still on its way from the media process. */
const LAST_PIECES_MS = 300;
/** Segments that may still be revised. */
const MOST_KNOWN = 1_000;

export class HeardWords {
  readonly #options: HeardWordsOptions;
  readonly #translations: Translations;
  readonly #ears = new Map<string, SpeakerEar>();
  readonly #people = new Map<string, HeardPerson>();
  readonly #ending = new Set<Promise<void>>();
  /** Who said each segment, by the leg. */
  readonly #legOf = new Map<string, string>();
  readonly #kept = new Set<WordsKept>();
  readonly #redaction: LiveRedaction;
  readonly #captions: PacedCaptions<PacedCaption>;
  #wanted: HeardCall | undefined;
  #going: Timer | undefined;

  constructor(options: HeardWordsOptions) {
    this.#options = options;
    const { redactor, clock } = options;
    this.#translations = options.translate((translated) => this.#translated(translated));
    this.#captions = new PacedCaptions(clock, (caption) => this.#tell(caption));
    this.#redaction = new LiveRedaction({ redactor, clock, nowMs: () => clock.wallMs(), onSettled: (segments) => this.#settled(segments) });
  }

  want(wanted: HeardCall | undefined): void {
    this.#wanted = wanted;
    this.#translations.want(wanted?.languages ?? []);
    this.#going?.[Symbol.dispose]();
    this.#going = undefined;
    if (!wanted) {
      this.#goWhenDone();
      return;
    }
    const there = new Set(wanted.people.map(({ legId }) => legId));
    for (const person of wanted.people) this.#people.set(person.legId, person);
    for (const legId of this.#ears.keys()) if (!there.has(legId)) this.#end(legId);
  }

  /** A piece of what a leg says. */
  hear({ legId, atMs, samples }: EngineFacts['heard']): void {
    const person = this.#people.get(legId);
    if (!person) return;
    let ear = this.#ears.get(legId);
    if (!ear) this.#ears.set(legId, (ear = this.#open(person)));
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
      ear.push(samples.subarray(at, at + FRAME_SAMPLES), atMs + (at * 1_000) / SAMPLE_RATE);
    }
  }

  keep(words: WordsKept): void {
    this.#kept.add(words);
  }

  /** Resolves when all that was said until now is written to it. */
  async stop(words: WordsKept): Promise<void> {
    const { clock } = this.#options;
    words.stopAt(clock.wallMs());
    await clock.sleep(LAST_PIECES_MS);
    await this.#drain();
    this.#kept.delete(words);
    this.#goWhenDone();
  }

  /** Ends at once what goes on; resolves when all that was said has become text. */
  async end(): Promise<void> {
    this.#wanted = undefined;
    this.#going?.[Symbol.dispose]();
    await this.#drain();
    this.#redaction[Symbol.dispose]();
    await this.#translations.end();
    this.#captions.end();
  }

  /** All that was said has become text; who goes on speaking is heard by a new ear. */
  async #drain(): Promise<void> {
    for (const legId of this.#ears.keys()) this.#end(legId);
    while (this.#ending.size > 0) await Promise.all(this.#ending);
    this.#redaction.settleAll();
  }

  #goWhenDone(): void {
    if (this.#wanted || this.#kept.size > 0 || this.#going) return;
    const { clock, log, onOver } = this.#options;
    this.#going = clock.after(LAST_PIECES_MS, () => {
      onOver();
      this.end().catch((error: unknown) => log.error('what was said in a call could not be brought to its end', { error }));
    });
  }

  #open({ legId, personId, name }: HeardPerson): SpeakerEar {
    const { transcriber, hints } = this.#options;
    return transcriber.open({ speakerId: personId, name }, { hints, onSegment: (segment) => this.#said(legId, segment) });
  }

  #end(legId: string): void {
    const ear = this.#ears.get(legId);
    if (!ear) return;
    this.#ears.delete(legId);
    const { log } = this.#options;
    const ending = ear
      .end()
      .catch((error: unknown) => log.warn('what somebody said could not be turned into text', { error }))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #said(legId: string, segment: Segment): void {
    this.#legOf.set(segment.segmentId, legId);
    if (this.#legOf.size > MOST_KNOWN) {
      for (const [oldest] of this.#legOf) {
        this.#legOf.delete(oldest);
        break;
      }
    }
    for (const shown of this.#redaction.take(segment)) this.#show(shown);
  }

  #settled(segments: readonly Segment[]): void {
    for (const segment of segments) this.#show(segment);
    for (const words of this.#kept) words.writeSpans(this.#redaction.spans);
  }

  #show(segment: Segment): void {
    for (const words of this.#kept) words.write(segment);
    // Before the gap that is shown to all: its translation has no text.
    this.#translations.take(segment);
    this.#caption(captionOf(segment));
  }

  #translated(translated: TranslatedSegment): void {
    for (const words of this.#kept) words.writeTranslation(translated);
    this.#caption(translatedCaption(translated));
  }

  #caption(caption: PacedCaption): void {
    // Nobody reads.
    if (caption.isFinal || this.#wanted?.hasCaptions) this.#captions.put(caption);
  }

  #tell(caption: PacedCaption): void {
    const { callId } = this.#options;
    const legId = this.#legOf.get(caption.captionId);
    if (legId !== undefined && this.#wanted?.hasCaptions) this.#options.caption({ callId, legId, ...caption });
  }
}

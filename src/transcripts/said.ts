/** A transcript as its items tell of it: the latest of each segment, all revisions before it, translations, names. In memory, derived. */
import type { RedactedSpan, RedactionOptions } from '../speech/redaction/redaction.ts';
import type { Segment, Speaker, TranslatedSegment } from '../speech/segment.ts';
import type { KeptTranscript, TranscriptAbout } from './port.ts';
import type { TranscriptItem } from './transcript-item.ts';

/** For whom nobody has a name. */
const NAMELESS = 'Unknown speaker';

type SpeakerLine = KeptTranscript['speakers'][number];

/** What speakers are called: by hand, and as the stream has it. By their ids. */
export type Names = { readonly renamed: ReadonlyMap<string, string>; readonly named: ReadonlyMap<string, string> };

export class Said {
  readonly #revisions = new Map<string, Segment[]>();
  /** Segments in the order in which they became known, which is always the same. */
  readonly #places = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #translations = new Map<string, Map<string, TranslatedSegment>>();
  /** As they were called by hand. */
  readonly #renamed = new Map<string, string>();
  readonly #named = new Map<string, string>();
  readonly #spans = new Map<string, RedactedSpan>();
  #about: Omit<TranscriptAbout, 'recordingId'> = { madeBy: { id: '', name: '' } };
  /** By time; made when somebody asks. */
  #inOrder: readonly Segment[] | undefined;
  durationMs = 0;

  get about(): Omit<TranscriptAbout, 'recordingId'> {
    return this.#about;
  }

  get spans(): readonly RedactedSpan[] {
    return [...this.#spans.values()];
  }

  /** How many there are, removed ones too. */
  get size(): number {
    return this.#revisions.size;
  }

  /** Languages that there are translations into. */
  get languages(): readonly string[] {
    return [...this.#translations.keys()];
  }

  take(item: TranscriptItem): void {
    switch (item.kind) {
      case 'begun':
        // Who began it first has made it; where it is gone on with, the language may become known.
        this.#about =
          this.#about.madeBy.name === ''
            ? item.about
            : { ...item.about, ...withoutNothing(this.#about), redact: stricter(this.#about.redact, item.about.redact) };
        return;
      case 'segment':
        return this.#segment(item.segment);
      case 'translated':
        return this.#translated(item.translated);
      case 'speakerRenamed':
        this.#renamed.set(item.speakerId, item.name);
        this.#inOrder = undefined;
        return;
      case 'redacted':
        this.#spans.set(spanKey(item.span), item.span);
    }
  }

  hasSpan(span: RedactedSpan): boolean {
    return this.#spans.has(spanKey(span));
  }

  /** The revision that holds, under the name that its speaker has now; also of one that was removed. */
  latest(segmentId: string): Segment | undefined {
    const last = this.#revisions.get(segmentId)?.at(-1);
    return last && this.#withName(last);
  }

  /** As `latest`, of the segment that became known as that one, counted from 0. */
  at(place: number): Segment | undefined {
    return this.latest(this.#ids[place] ?? '');
  }

  /** -1 where there is none. */
  placeOf(segmentId: string): number {
    return this.#places.get(segmentId) ?? -1;
  }

  /** Oldest first; what holds is last. What was there before something was taken out of it is not to be seen, nor what a person made of that. */
  revisions(segmentId: string): readonly Segment[] {
    const all = this.#revisions.get(segmentId) ?? [];
    const from = all.at(-1)?.isRedacted === true ? all.length - 1 : Math.max(0, all.findLastIndex((each) => each.isRedacted === true)); // prettier-ignore
    return all.slice(from).map((each) => this.#withName(each));
  }

  /** Without those removed, by the time at which they begin. */
  segments(): readonly Segment[] {
    if (this.#inOrder) return this.#inOrder;
    const all: Segment[] = [];
    for (const revisions of this.#revisions.values()) {
      const last = revisions.at(-1);
      if (last && last.state !== 'removed') all.push(this.#withName(last));
    }
    this.#inOrder = all.sort((a, b) => a.startMs - b.startMs || (a.segmentId < b.segmentId ? -1 : 1));
    return this.#inOrder;
  }

  /** Of what is there still and says what was translated, by time. What is of an earlier text is not shown: it may have what was corrected away. */
  translation(language: string): readonly TranslatedSegment[] {
    const all = this.#translations.get(language);
    if (!all) return [];
    return this.segments().flatMap((segment) => {
      const translated = all.get(segment.segmentId);
      return translated && this.#isOf(translated, segment) ? [translated] : [];
    });
  }

  /** What has to be translated into that language again, and of `changed` what never was. */
  untranslated(language: string, changed: ReadonlySet<string>): readonly Segment[] {
    const all = this.#translations.get(language);
    return this.segments().filter((segment) => {
      const translated = all?.get(segment.segmentId);
      return translated ? !this.#isOf(translated, segment) : changed.has(segment.segmentId);
    });
  }

  hasSpeaker(speakerId: string): boolean {
    return this.segments().some(({ speaker }) => speaker.speakerId === speakerId);
  }

  get names(): Names {
    return { renamed: this.#renamed, named: this.#named };
  }

  nameOf(speaker: Speaker): string {
    return nameAmong(this.names, speaker);
  }

  /** In the order in which they first spoke. */
  speakers(): readonly SpeakerLine[] {
    const all = new Map<string, { speakerId: string; name: string; spokenMs: number; words: number }>();
    for (const { speaker, startMs, endMs, text } of this.segments()) {
      const { speakerId } = speaker;
      const line = all.get(speakerId) ?? { speakerId, name: this.nameOf(speaker), spokenMs: 0, words: 0 };
      all.set(speakerId, line);
      line.spokenMs += Math.max(0, endMs - startMs);
      line.words += wordsIn(text);
    }
    return [...all.values()];
  }

  #segment(segment: Segment): void {
    const { segmentId, speaker } = segment;
    if (speaker.name !== undefined && speaker.speakerId !== '') this.#named.set(speaker.speakerId, speaker.name);
    this.durationMs = Math.max(this.durationMs, segment.endMs);
    const known = this.#revisions.get(segmentId);
    this.#inOrder = undefined;
    if (!known) {
      this.#places.set(segmentId, this.#ids.length);
      this.#ids.push(segmentId);
      this.#revisions.set(segmentId, [segment]);
      return;
    }
    const last = known.at(-1);
    if (last?.made.by === 'person' && segment.made.by !== 'person') {
      // What a person has said of it holds: it stays the highest, whatever a recogniser finds out later.
      known.splice(-1, 0, segment);
      const revision = Math.max(last.revision, segment.revision + 1);
      known[known.length - 1] = { ...last, revision };
      this.#raise(segmentId, last.revision, revision);
      return;
    }
    // Of what comes late, or twice, the highest holds.
    if (last && segment.made.by !== 'person' && segment.revision < last.revision) return void known.splice(-1, 0, segment);
    known.push(segment);
  }

  #translated(translated: TranslatedSegment): void {
    const { language, segmentId, revision } = translated;
    let all = this.#translations.get(language);
    if (!all) this.#translations.set(language, (all = new Map()));
    if ((all.get(segmentId)?.revision ?? 0) <= revision) all.set(segmentId, translated);
  }

  /** Of a revision that holds now, or of one before that says the same. */
  #isOf({ revision }: TranslatedSegment, { segmentId, revision: latest, text }: Segment): boolean {
    if (revision >= latest) return true;
    return this.#revisions.get(segmentId)?.some((each) => each.revision === revision && each.text === text) === true;
  }

  /** What a person has said of it goes by another number now, and its translations with it. */
  #raise(segmentId: string, from: number, to: number): void {
    for (const all of this.#translations.values()) {
      const translated = all.get(segmentId);
      if (translated?.revision === from) all.set(segmentId, { ...translated, revision: to });
    }
  }

  #withName(segment: Segment): Segment {
    const { speaker } = segment;
    const name = this.#renamed.get(speaker.speakerId) ?? speaker.name ?? this.#named.get(speaker.speakerId);
    return name === speaker.name ? segment : { ...segment, speaker: { ...speaker, name } };
  }
}

export function nameAmong({ renamed, named }: Names, { speakerId, name }: Speaker): string {
  return renamed.get(speakerId) ?? name ?? named.get(speakerId) ?? NAMELESS;
}

/** Words of a text, where they are parted by spaces. */
function wordsIn(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}

function spanKey({ speakerId, startMs, endMs, rule }: RedactedSpan): string {
  return JSON.stringify([speakerId, startMs, endMs, rule]);
}

/** What either of them takes out. */
function stricter(one: TranscriptAbout['redact'], other: TranscriptAbout['redact']): RedactionOptions | false | undefined {
  if (!one || !other) return one || (other ?? one);
  const rules = one.rules && other.rules && [...new Set([...one.rules, ...other.rules])];
  return { rules, words: [...new Set([...(one.words ?? []), ...(other.words ?? [])])] };
}

function withoutNothing<T extends object>(of: T): Partial<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Partial<T>;
}

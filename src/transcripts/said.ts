/** A transcript as its items tell of it: the latest of each segment, all revisions before it, translations, names. In memory, derived. */
import { REDACTED, type RedactedSpan } from '../speech/redaction/redaction.ts';
import type { Segment, Speaker, TranslatedSegment } from '../speech/segment.ts';
import { goneOnWith, NOTHING_KNOWN, type About } from './about.ts';
import { firstToBeSeen, isOfHidden, withoutHidden } from './hidden-text.ts';
import type { KeptTranscript } from './port.ts';
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
  /** Those of which a revision, or a translation, is hidden by redaction. */
  readonly #hiding = new Set<string>();
  /** A name that was typed lost something, and the one before may have it still. */
  #hidesName = false;
  #about: About = NOTHING_KNOWN;
  /** By time; made when somebody asks. */
  #inOrder: readonly Segment[] | undefined;
  durationMs = 0;

  get about(): About {
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
        this.#about = goneOnWith(this.#about, item.about);
        return;
      case 'segment':
        return this.#segment(item.segment);
      case 'translated':
        return this.#translated(item.translated);
      case 'speakerRenamed':
        this.#hidesName ||= this.#renamed.has(item.speakerId) && item.name.includes(REDACTED);
        this.#renamed.set(item.speakerId, item.name);
        this.#inOrder = undefined;
        return;
      case 'redacted':
        this.#spans.set(spanKey(item.span), item.span);
        return;
      case 'anew':
        return this.#begin(item.durationMs);
      case 'kept':
        this.#revisionsOf(item.segment.segmentId).push(item.segment);
        return this.#noteHidden(item.segment.segmentId);
      case 'named':
        this.#named.set(item.speakerId, item.name);
    }
  }

  /** Whether there is text that redaction took out late: in revisions that are not to be seen any more, or in translations of those. */
  get hides(): boolean {
    return this.#hiding.size > 0 || this.#hidesName;
  }

  /** Rids itself of that text; everything else stays as it is. The segments that it was of. */
  forgetHidden(): readonly string[] {
    const forgotten = [...this.#hiding];
    for (const segmentId of forgotten) {
      const kept = withoutHidden(this.#revisions.get(segmentId) ?? []);
      this.#revisions.set(segmentId, [...kept]);
      for (const all of this.#translations.values()) {
        const translated = all.get(segmentId);
        // That there was one is known on, so that it is translated again.
        if (translated && isOfHidden(translated, kept)) all.set(segmentId, { ...translated, text: '' });
      }
    }
    this.#hiding.clear();
    this.#hidesName = false;
    return forgotten;
  }

  /** What makes it anew, as it is. */
  items(): readonly TranscriptItem[] {
    const segments = this.#ids.flatMap((segmentId) => this.#revisions.get(segmentId) ?? []);
    const translations = [...this.#translations.values()].flatMap((all) => [...all.values()]);
    return [
      { kind: 'anew', durationMs: this.durationMs },
      { kind: 'begun', about: this.#about },
      ...segments.map((segment) => ({ kind: 'kept', segment }) as const),
      ...translations.map((translated) => ({ kind: 'translated', translated }) as const),
      ...[...this.#named].map(([speakerId, name]) => ({ kind: 'named', speakerId, name }) as const),
      ...[...this.#renamed].map(([speakerId, name]) => ({ kind: 'speakerRenamed', speakerId, name }) as const),
      ...[...this.#spans.values()].map((span) => ({ kind: 'redacted', span }) as const),
    ];
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
    return all.slice(firstToBeSeen(all)).map((each) => this.#withName(each));
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

  /** As if nothing had been known of it. */
  #begin(durationMs: number): void {
    for (const each of [this.#revisions, this.#places, this.#translations, this.#renamed, this.#named, this.#spans, this.#hiding])
      each.clear();
    this.#ids.length = 0;
    this.#hidesName = false;
    this.#about = NOTHING_KNOWN;
    this.#inOrder = undefined;
    this.durationMs = durationMs;
  }

  #segment(segment: Segment): void {
    const { segmentId, speaker } = segment;
    if (speaker.name !== undefined && speaker.speakerId !== '') this.#named.set(speaker.speakerId, speaker.name);
    this.durationMs = Math.max(this.durationMs, segment.endMs);
    const known = this.#revisionsOf(segmentId);
    const last = known.at(-1);
    if (last?.made.by === 'person' && segment.made.by !== 'person') {
      // What a person has said of it holds: it stays the highest, whatever a recogniser finds out later.
      known.splice(-1, 0, segment);
      const revision = Math.max(last.revision, segment.revision + 1);
      known[known.length - 1] = { ...last, revision };
      this.#raise(segmentId, last.revision, revision);
      // Of what comes late, or twice, the highest holds.
    } else if (last && segment.made.by !== 'person' && segment.revision < last.revision) known.splice(-1, 0, segment);
    else known.push(segment);
    this.#noteHidden(segmentId);
  }

  /** To be added to: what is in order by time is so no more. */
  #revisionsOf(segmentId: string): Segment[] {
    this.#inOrder = undefined;
    let known = this.#revisions.get(segmentId);
    if (!known) {
      this.#places.set(segmentId, this.#ids.length);
      this.#ids.push(segmentId);
      this.#revisions.set(segmentId, (known = []));
    }
    return known;
  }

  #noteHidden(segmentId: string): void {
    const all = this.#revisions.get(segmentId) ?? [];
    if (!all.some((each) => each.isRedacted === true)) return;
    const kept = withoutHidden(all);
    let isHiding = kept.length < all.length;
    for (const translations of this.#translations.values()) {
      const translated = translations.get(segmentId);
      isHiding ||= translated !== undefined && isOfHidden(translated, kept);
    }
    if (isHiding) this.#hiding.add(segmentId);
    else this.#hiding.delete(segmentId);
  }

  #translated(translated: TranslatedSegment): void {
    const { language, segmentId, revision } = translated;
    let all = this.#translations.get(language);
    if (!all) this.#translations.set(language, (all = new Map()));
    if ((all.get(segmentId)?.revision ?? 0) <= revision) all.set(segmentId, translated);
    this.#noteHidden(segmentId);
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

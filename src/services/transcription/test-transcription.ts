/** A service whose recogniser hears tones, and a call of people who sound them, in virtual time; captions, offers and what is kept can be looked at. */
import type { OpenRecording, RecordingAbout } from '../../archive/port.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { Facts } from '../../base/facts.ts';
import { FrameQueue } from '../../call/frame-queue.ts';
import type {
  Caption,
  CarrierMedia,
  FrameStream,
  LanguageOffer,
  LanguageWants,
  ListenOptions,
  MediaNeed,
  SoundFrame,
} from '../../call/media.ts';
import type { CallFacts, RecordingStatus } from '../../call/platform.ts';
import { OTHER_SIDE, type DoneOutcome, type Participant } from '../../call/roster.ts';
import { FRAME_MS } from '../../media/frame.ts';
import { sine } from '../../media/tones.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { TranscriptAbout } from '../../transcripts/port.ts';
import type { CallRecording, TranscribedCall } from './transcribed-call.ts';
import { TranscriptionService, type TranscriptionServiceOptions } from './transcription-service.ts';

/** What a tone of so many hertz says. */
const SAID: ReadonlyMap<number, string> = new Map([
  [300, 'Good morning.'],
  [500, 'The card is 4111 1111 1111 1111.'],
  [700, 'Goodbye.'],
]);

/** Hears by the crossings of zero. */
function toneRecogniser(): SpeechToText {
  return {
    name: 'tones',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: false, words: false, confidence: false },
    atOnce: 4,
    missing: () => Promise.resolve(undefined),
    async *recognise(sound) {
      let [samples, crossings, last, loud] = [0, 0, 0, 0];
      for await (const piece of sound) {
        for (const sample of piece) {
          samples++;
          if (Math.abs(sample) < 300) continue;
          loud++;
          if (Math.sign(sample) !== Math.sign(last)) crossings++;
          last = sample;
        }
      }
      // Near each crossing a few samples are too faint to count.
      const hertz = (crossings / 2) * (16_000 / (loud * 1.03));
      const [nearest] = [...SAID].toSorted(([one], [other]) => Math.abs(one - hertz) - Math.abs(other - hertz));
      if (nearest && loud > 0) yield { kind: 'final', text: nearest[1], startMs: 0, endMs: samples / 16 };
    },
  };
}

const upperCase: Translator = {
  name: 'upper case',
  leavesMachine: true,
  sendsTo: 'translate.example',
  missing: () => Promise.resolve(undefined),
  targets: () => Promise.resolve(['es', 'fr']),
  translate: (text, { to }) => Promise.resolve(to.map((language) => `${language} ${text.toUpperCase()}`)),
};

export class SpokenCall implements TranscribedCall {
  readonly info: TranscribedCall['info'] = {
    id: 'call-1',
    chainId: 'chain-1',
    direction: 'incoming',
    from: { kind: 'user', id: 'id-Adele', name: 'Adele' },
    to: { kind: 'app', id: 'bot-1', name: 'Scribe' },
  };
  readonly self = { id: 'bot-1', name: 'Scribe' };
  readonly facts: Facts<CallFacts> = new Facts<CallFacts>();
  readonly media: CarrierMedia;
  readonly captions: Caption[] = [];
  readonly offers: LanguageOffer[] = [];
  readonly told: RecordingStatus[] = [];
  readonly participants: Participant[] = [];
  wants: LanguageWants | undefined;
  shows: 'shown' | 'refused' = 'shown';
  recorded: CallRecording | undefined;
  /** The carrier's own clock. */
  mediaOffsetMs = 5_000_000;
  readonly #clock: VirtualClock;
  readonly #life = new AbortController();
  readonly #streams = new Set<{ readonly id: string; readonly queue: FrameQueue<SoundFrame> }>();
  #visits = 0;

  constructor(
    clock: VirtualClock,
    { has = ['sound', 'soundApart'], isBetweenTwo = false }: { readonly has?: readonly MediaNeed[]; readonly isBetweenTwo?: boolean } = {},
  ) {
    this.#clock = clock;
    if (!isBetweenTwo) this.participants.push(participant('self', this.self.id, 'Scribe', { isSelf: true }));
    const cannot = (): never => {
      throw new Error('this test has no use for it');
    };
    const wants = (): LanguageWants | undefined => this.wants;
    this.media = {
      has: new Set(has),
      hear: (options) => this.#stream('mix', options),
      hearOne: (id, options) => this.#stream(id, options),
      hearSelf: (options) => this.#stream('self', options),
      watch: cannot,
      speak: cannot,
      said: cannot,
      hush: cannot,
      show: cannot,
      hide: cannot,
      caption: (caption) => void this.captions.push(caption),
      offer: (offer) => void this.offers.push(offer),
      get wants() {
        return wants();
      },
      speaking: new Set(),
      dominantSpeaker: undefined,
      shown: [],
    };
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get roster(): { readonly participants: readonly Participant[] } {
    return { participants: this.participants };
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  meeting(): ReturnType<TranscribedCall['meeting']> {
    return Promise.resolve({ subject: 'Weekly', threadId: 'thread-1' });
  }

  tellRecording(status: RecordingStatus): Promise<DoneOutcome> {
    if (this.shows === 'refused') return Promise.reject(new Error('403: not for bots that came by link'));
    this.told.push(status);
    return Promise.resolve({ kind: 'done' });
  }

  recording(): CallRecording | undefined {
    return this.recorded;
  }

  join(name: string, more: Partial<Participant> = {}): string {
    const id = `visit-${String(++this.#visits)}`;
    const who = participant(id, `id-${name}`, name, more);
    this.participants.push(who);
    this.facts.tell('participantJoined', { participant: who });
    return id;
  }

  leave(id: string): void {
    const [who] = this.participants.splice(this.participants.findIndex((each) => each.id === id), 1); // prettier-ignore
    for (const stream of this.#streams) if (stream.id === id) stream.queue.end();
    if (who) this.facts.tell('participantLeft', { participant: who });
  }

  /** Sounds that tone for a second, and is silent for another. `id`: whose stream it comes in. */
  async says(hertz: number, id: string = OTHER_SIDE, ms: number = 1_000, silentMs: number = 1_000): Promise<void> {
    const sound = sine({ hertz: [hertz], ms }, 0.3);
    for (let at = 0; at < sound.length; at += 320) await this.#frame(sound.subarray(at, at + 320), id);
    for (let silent = 0; silent < silentMs; silent += FRAME_MS) await this.#frame(new Int16Array(320), id);
  }

  /** Says that while time passes: each frame comes when it was said. */
  async hands(sound: Int16Array, id: string): Promise<void> {
    for (let at = 0; at < sound.length; at += 320) {
      await this.#clock.sleep(FRAME_MS);
      this.#push(sound.subarray(at, at + 320), id);
    }
  }

  want(wants: LanguageWants): void {
    this.wants = wants;
    this.facts.tell('wantsChanged', { wants });
  }

  /** The call is over. */
  end(): void {
    for (const { queue } of this.#streams) queue.end();
    this.#life.abort(new Error('the call is over'));
  }

  async #frame(samples: Int16Array, id: string): Promise<void> {
    this.#push(samples, id);
    await this.#clock.advance(FRAME_MS);
  }

  #push(samples: Int16Array, id: string): void {
    const frame = { samples, atMs: this.#clock.now() + this.mediaOffsetMs, isSpeech: true, isGap: false };
    for (const stream of this.#streams) if (stream.id === id || (stream.id === 'mix' && id !== 'self')) stream.queue.push(frame);
  }

  #stream(id: string, { signal }: ListenOptions = {}): FrameStream<SoundFrame> {
    const entry = { id, queue: new FrameQueue<SoundFrame>({ limit: 500, signal, onLeft: () => void this.#streams.delete(entry) }) };
    this.#streams.add(entry);
    return entry.queue;
  }
}

function participant(id: string, userId: string, name: string, more: Partial<Participant>): Participant {
  return { id, party: { kind: 'user', id: userId, name }, isMuted: false, isInLobby: false, isSelf: false, ...more };
}

/** What is kept, in memory. */
class KeptWords {
  readonly entries: RecordingAbout[] = [];
  readonly about: TranscriptAbout[] = [];
  readonly segments: Map<string, Segment> = new Map<string, Segment>();
  readonly translations: TranslatedSegment[] = [];
  readonly ends: string[] = [];
  failure: Error | undefined;
  /** Once an entry is there. */
  onBegun: (() => void) | undefined;

  get said(): readonly string[] {
    return [...this.segments.values()].filter(({ state }) => state !== 'removed').map(({ speaker, text }) => `${speaker.name ?? '?'}: ${text}`); // prettier-ignore
  }

  readonly archive: NonNullable<TranscriptionServiceOptions['archive']> = {
    begin: (about) => {
      if (this.failure) return Promise.reject(this.failure);
      this.entries.push(about);
      this.onBegun?.();
      const discard = (): Promise<void> => Promise.resolve(void this.ends.push('discarded'));
      const finish = (why: string): Promise<never> => {
        this.ends.push(why);
        return Promise.resolve(undefined as never);
      };
      const entry = { recordingId: 'entry-1', write: () => true, dropped: 0, finish, signal: new AbortController().signal };
      return Promise.resolve({ ...entry, flush: () => Promise.resolve(), discard } satisfies OpenRecording);
    },
  };

  readonly transcripts: NonNullable<TranscriptionServiceOptions['transcripts']> = {
    begin: (about) => {
      this.about.push(about);
      return Promise.resolve({
        recordingId: about.recordingId,
        write: (segment) => void (segment.state !== 'interim' && this.segments.set(segment.segmentId, segment)),
        writeTranslation: (translated) => void this.translations.push(translated),
        writeSpans: () => undefined,
        flush: () => Promise.resolve(),
        finish: () => {
          this.ends.push('transcript');
          return Promise.resolve();
        },
      });
    },
  };
}

export type SpokenWorld = {
  readonly clock: VirtualClock;
  readonly call: SpokenCall;
  readonly kept: KeptWords;
  readonly service: TranscriptionService;
};

export function spokenWorld(
  about: ConstructorParameters<typeof SpokenCall>[1] = {},
  more: Partial<TranscriptionServiceOptions> = {},
): SpokenWorld {
  const clock = virtualClock();
  const kept = new KeptWords();
  const service = new TranscriptionService({
    providers: [toneRecogniser()],
    translators: [upperCase],
    archive: kept.archive,
    transcripts: kept.transcripts,
    clock,
    random: seededRandom(7),
    ...more,
  });
  return { clock, kept, service, call: new SpokenCall(clock, about) };
}

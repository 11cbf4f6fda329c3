/** One ear for each who is there: opened as they come, ended as they go, and opened anew when they come again. */
import type { Log } from '../../base/log.ts';
import type { FrameStream, ListenOptions, SoundFrame } from '../../call/media.ts';
import type { StreamPlace } from '../../call/media-timeline.ts';
import type { Segment } from '../../speech/segment.ts';
import type { SpeakerEar, Transcribes } from '../../speech/transcriber/port.ts';
import type { TimeLine } from './time-line.ts';
import type { TranscribedCall } from './transcribed-call.ts';
import { isSame, nameOf, voicesOf, type Voice } from './voices.ts';

export type EarsOptions = {
  readonly call: Pick<TranscribedCall, 'info' | 'self' | 'media' | 'roster'>;
  readonly transcriber: Pick<Transcribes, 'open'>;
  readonly timeLine: TimeLine;
  readonly ownVoice: boolean;
  readonly language: string | undefined;
  readonly hints: readonly string[] | undefined;
  /** Somebody begins to say something at that moment of the time line. */
  readonly onUtterance: (voice: Voice, atMs: number) => void;
  readonly onSegment: (voice: Voice, segment: Segment) => void;
  readonly log: Log;
};

type Open = { voice: Voice; readonly ear: SpeakerEar; readonly stop: AbortController };

export class Ears {
  readonly #options: EarsOptions;
  readonly #open = new Map<string, Open>();
  readonly #ending = new Set<Promise<void>>();
  #isOver = false;

  constructor(options: EarsOptions) {
    this.#options = options;
  }

  /** Those who are there from now on have an ear, and no others; nobody has while it `isPaused`. */
  look(isPaused: boolean): void {
    if (this.#isOver) return;
    const voices = isPaused ? [] : voicesOf(this.#options);
    const wanted = new Map(voices.map((voice) => [nameOf(voice), voice]));
    for (const [name, open] of this.#open) if (!wanted.has(name)) this.#close(name, open, isPaused);
    for (const [name, voice] of wanted) {
      const open = this.#open.get(name);
      if (!open) this.#begin(name, voice);
      else if (!isSame(open.voice.speaker, voice.speaker)) this.#rename(open, voice);
    }
  }

  /** No more is heard; of a call that is over the streams end by themselves. Resolves when all that was said has become text. */
  async end(isCallOver: boolean): Promise<void> {
    this.#isOver = true;
    if (!isCallOver) for (const [name, open] of this.#open) this.#close(name, open, true);
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  #begin(name: string, voice: Voice): void {
    const { transcriber, timeLine, language, hints, onUtterance, onSegment, log } = this.#options;
    const stop = new AbortController();
    let stream: FrameStream<SoundFrame> | undefined;
    try {
      stream = this.#streamOf(voice, { gaps: 'left', signal: stop.signal });
    } catch (error) {
      log.warn('somebody who is to be transcribed cannot be heard', { participantId: voice.participantId, error });
    }
    if (!stream) return;
    let ear: SpeakerEar;
    try {
      ear = transcriber.open(voice.speaker, {
        language,
        hints,
        timeOf: (atMs) => {
          const momentMs = timeLine.momentOf(atMs);
          onUtterance(open.voice, momentMs);
          return momentMs;
        },
        onSegment: (segment) => onSegment(open.voice, segment),
      });
    } catch (error) {
      stop.abort(ENOUGH);
      throw error;
    }
    const open: Open = { voice, stop, ear };
    this.#open.set(name, open);
    const ending = this.#heard(stream, open)
      .catch((error: unknown) =>
        log.warn('what somebody said could not be turned into text', { participantId: voice.participantId, error }),
      )
      .finally(() => {
        this.#ending.delete(ending);
        if (this.#open.get(name) === open) this.#open.delete(name);
      });
    this.#ending.add(ending);
  }

  #streamOf({ from, participantId }: Voice, options: ListenOptions): FrameStream<SoundFrame> | undefined {
    const { media } = this.#options.call;
    if (from === 'self') return media.hearSelf?.(options);
    return from === 'apart' && participantId !== undefined ? media.hearOne(participantId, options) : media.hear(options);
  }

  #rename(open: Open, voice: Voice): void {
    open.voice = voice;
    open.ear.rename(voice.speaker);
  }

  /** Whoever has left has a stream that ends by itself: what waits in it was said by them. */
  #close(name: string, { voice, stop }: Open, isCutOff: boolean): void {
    const { roster } = this.#options.call;
    this.#open.delete(name);
    const hasLeft = voice.from === 'apart' && roster.participants.every(({ id }) => id !== voice.participantId);
    if (isCutOff || !hasLeft) stop.abort(ENOUGH);
  }

  /** Resolves when all that came of it has become text. */
  async #heard(stream: FrameStream<SoundFrame>, { ear, stop }: Open): Promise<void> {
    try {
      await pump(stream, ear, this.#options.timeLine);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      if (stream.lostFrames > 0) this.#options.log.warn('frames of sound were not read in time', { frames: stream.lostFrames });
      await ear.end();
    }
  }
}

const ENOUGH = new Error('nobody listens any more');

async function pump(stream: FrameStream<SoundFrame>, ear: SpeakerEar, timeLine: TimeLine): Promise<void> {
  const place: StreamPlace = { carrierMs: 0, reading: undefined };
  for await (const { samples, atMs, isGap } of stream) {
    if (isGap) continue;
    timeLine.read(place, atMs);
    ear.push(samples, atMs);
  }
}

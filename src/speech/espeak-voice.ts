/** Speaks with the separate program `rollcall-voice-espeak`, kept warm in a process of its own and started again when it dies. */
import { createRequire } from 'node:module';
import type { Cancel } from '../base/cancel.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { Resampler } from '../media/resample.ts';
import { SAMPLE_RATE } from '../media/frame.ts';
import { voiceFor } from './voice-for.ts';
import { SpeechError } from './errors.ts';
import { inSentences } from './in-sentences.ts';
import { plainText } from './plain-text.ts';
import { sentencesOf } from './sentences.ts';
import { SoundQueue } from './sound-queue.ts';
import type { SpeakOptions, TextToSpeech, Voice } from './text-to-speech.ts';
import { VoiceProcess } from './voice-process.ts';

export type EspeakVoiceOptions = {
  readonly clock: Clock;
  /** The file to start, as `findEspeakVoice` finds it. */
  readonly program: string;
  readonly voice?: string;
};

const FIRST_REST_MS = 100;
const LONGEST_REST_MS = 5_000;

/** Where the voice program is installed, if it is. Looked for, never loaded. */
export function findEspeakVoice(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('rollcall-voice-espeak');
  } catch {
    return undefined;
  }
}

/**
 * Starts warm: make it early, and the first sentence will not wait. What is being said when the program dies is rejected; the next
 * sentence finds a new one. Aborting stops the sound at once; the program finishes at most the sentence it is making.
 */
export class EspeakVoice implements TextToSpeech, AsyncDisposable {
  readonly name = 'espeak-voice';
  readonly leavesMachine = false;
  readonly #options: EspeakVoiceOptions;
  #process: VoiceProcess;
  #rest: Timer | undefined;
  #restMs = FIRST_REST_MS;
  #isClosed = false;

  constructor(options: EspeakVoiceOptions) {
    this.#options = options;
    this.#process = this.#started();
  }

  /** The process id of the program that speaks now. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  async voices(): Promise<readonly Voice[]> {
    const process = this.#living();
    return (await this.#options.clock.hold(() => process.ready)).voices;
  }

  async *speak(text: string, options: SpeakOptions = {}): AsyncGenerator<Int16Array, void, undefined> {
    options.signal?.throwIfAborted();
    const pieces = sentencesOf(plainText(text), options.language);
    const voice = voiceFor('the voice program', await this.voices(), options, this.#options.voice ?? 'en-gb');
    options.signal?.throwIfAborted();
    yield* inSentences(pieces, (piece, { signal }) => this.#speakPiece(piece, voice.id, { signal }), { signal: options.signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#rest?.[Symbol.dispose]();
    const process = this.#process;
    process.kill();
    await this.#options.clock.hold(() => process.ended);
  }

  async *#speakPiece(piece: string, voice: string, { signal }: Cancel): AsyncGenerator<Int16Array, void, undefined> {
    const { clock } = this.#options;
    const process = this.#living();
    const { sampleRate } = await clock.hold(() => process.ready);
    const resampler = sampleRate === SAMPLE_RATE ? undefined : new Resampler(sampleRate, SAMPLE_RATE);
    const queue = new SoundQueue();
    const forget = process.say(piece, voice, queue);
    const stop = (): void => queue.failed(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      for (let chunk = await clock.hold(() => queue.next()); chunk; chunk = await clock.hold(() => queue.next())) {
        const into = new Int16Array(Math.ceil((chunk.length * SAMPLE_RATE) / sampleRate) + 1);
        yield resampler ? into.subarray(0, resampler.process(chunk, chunk.length, into)) : chunk;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      forget();
    }
  }

  /** Somebody wants to speak: that is worth a start before the rest is over. */
  #living(): VoiceProcess {
    if (this.#isClosed) throw new SpeechError('speech/provider-failed', 'the voice program was closed by its owner');
    if (this.#process.isDead) {
      this.#rest?.[Symbol.dispose]();
      this.#process = this.#started();
    }
    return this.#process;
  }

  #started(): VoiceProcess {
    const process = new VoiceProcess(this.#options.program);
    process.ready.then(
      () => (this.#restMs = FIRST_REST_MS),
      () => undefined,
    );
    void process.ended.then(() => this.#restart(process));
    return process;
  }

  /** A program that dies again and again is given ever longer rests. */
  #restart(dead: VoiceProcess): void {
    if (this.#isClosed || this.#process !== dead) return;
    this.#rest?.[Symbol.dispose]();
    this.#rest = this.#options.clock.after(this.#restMs, () => (this.#process = this.#started()));
    this.#restMs = Math.min(LONGEST_REST_MS, this.#restMs * 2);
  }
}

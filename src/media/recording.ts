/**
 * One recording of what the others in a call say: a machine that hears frames and keys, and says when it is over.
 *
 *     prompt ──▶ beep ──▶ listening ──▶ ended        (barge-in by key: prompt → beep; by voice: prompt → listening)
 *
 * It holds only what others said, and a silence in which nothing came is kept as long as it lasted.
 * One that is cancelled keeps what somebody has said until then: most callers end a message by hanging up.
 */
import type { TelephoneKey } from '../wire/rtp/telephone-event.ts';
import { FRAME_MS, FRAME_SAMPLES, msOf, SAMPLE_RATE } from './frame.ts';
import { FrameRing } from './frame-ring.ts';
import { toneOf } from './tones.ts';
import { VoiceActivity } from './voice-activity.ts';
import { writeWav } from './wav.ts';
import { Playback } from './playback.ts';

/** No recording is longer, whatever is asked for. */
const LONGEST_RECORDING_MS = 120_000;
/** What was said just before a voice ended the prompt. */
const BEFORE_BARGE_IN_FRAMES = 15;

export type RecordingRules = {
  /** Whether a key or speech during the prompt ends the prompt and begins the recording. */
  readonly bargeIn: boolean;
  readonly beep: boolean;
  /** Counted from the end of prompt and beep; 0 for none. */
  readonly initialSilenceMs: number;
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  readonly stopTones: readonly TelephoneKey[];
};

/** `wav` is absent from what was cancelled before anybody had spoken. */
export type RecordingEnd = {
  readonly outcome: 'stopTone' | 'maxDuration' | 'maxSilence' | 'initialSilence' | 'cancelled';
  readonly wav?: Uint8Array;
  readonly durationMs: number;
  readonly stopTone?: TelephoneKey;
};
type Stage = 'prompt' | 'beep' | 'listening' | 'ended';

export class Recording {
  readonly #options: RecordingRules;
  readonly #voice = new VoiceActivity();
  /** Over a prompt, only clear speech counts: a breath must not stop it. */
  readonly #bargeIn = new VoiceActivity({ quietestDb: -40, beginFrames: 6 });
  readonly #before = new FrameRing({ limit: BEFORE_BARGE_IN_FRAMES });
  readonly #limit: number;
  #playback: Playback;
  #stage: Stage;
  #samples = new Int16Array(SAMPLE_RATE * 5);
  #length = 0;
  /** The tick whose frame comes next, while listening. */
  #nextTick = 0;
  #heardUntil = 0;
  #hasSpoken = false;
  #end: RecordingEnd | undefined;

  constructor(options: RecordingRules, prompt: Int16Array | undefined) {
    this.#options = options;
    this.#limit = Math.round((Math.min(LONGEST_RECORDING_MS, Math.max(FRAME_MS, options.maxDurationMs)) * SAMPLE_RATE) / 1000);
    this.#playback = new Playback(prompt ? [prompt] : []);
    this.#stage = prompt ? 'prompt' : 'beep';
    if (!prompt) this.#beginBeep();
  }

  /** How it ended, once it has. */
  get end(): RecordingEnd | undefined {
    return this.#end;
  }

  /** What it says to the others at this tick: its prompt and its beep. */
  says(into: Int16Array, tick: number): boolean {
    if (this.#stage === 'prompt' && this.#playback.hasEnded) this.#beginBeep();
    if (this.#stage === 'beep' && this.#playback.hasEnded) this.#listen(tick);
    return this.#stage !== 'listening' && this.#stage !== 'ended' && this.#playback.frame(into);
  }

  /** What the others said at this tick, or nothing. */
  hears(frame: Int16Array | undefined, tick: number): void {
    if (this.#stage === 'prompt' && this.#options.bargeIn && frame) this.#overPrompt(frame, tick);
    else if (this.#stage === 'listening') this.#take(frame, tick);
  }

  /** Somebody pressed a key, told at the tick that is due by now. */
  key(key: TelephoneKey, tick: number): void {
    if (this.#stage === 'prompt' && this.#options.bargeIn) return this.#beginBeep();
    if (this.#stage !== 'listening' || !this.#options.stopTones.includes(key)) return;
    this.#silenceUntil(tick);
    this.#finish({ outcome: 'stopTone', stopTone: key });
  }

  /** The tick at which it must be asked even if nothing comes. */
  nextTick(after: number): number {
    if (this.#stage === 'ended') return Number.POSITIVE_INFINITY;
    if (this.#stage !== 'listening') return after;
    const ticksTo = (samples: number): number => Math.ceil((samples - this.#length) / FRAME_SAMPLES) - 1;
    const silence = this.#silenceLimit();
    return Math.max(
      after,
      this.#nextTick + Math.min(ticksTo(this.#limit), silence === undefined ? Number.POSITIVE_INFINITY : ticksTo(silence)),
    );
  }

  /** Ends it now; what was said until then, if anybody spoke, is in its end. */
  cancel(): void {
    if (this.#hasSpoken) return this.#finish({ outcome: 'cancelled' });
    this.#stage = 'ended';
    this.#end ??= { outcome: 'cancelled', durationMs: msOf(this.#length) };
  }

  #beginBeep(): void {
    this.#stage = 'beep';
    this.#playback = new Playback(this.#options.beep ? [toneOf('beep')] : []);
  }

  #listen(tick: number): void {
    this.#stage = 'listening';
    this.#nextTick = tick;
  }

  #overPrompt(frame: Int16Array, tick: number): void {
    this.#before.push(frame);
    if (!this.#bargeIn.push(frame)) return;
    this.#listen(tick + 1);
    this.#before.drain((earlier) => this.#append(earlier));
  }

  #take(frame: Int16Array | undefined, tick: number): void {
    this.#silenceUntil(tick);
    if (tick < this.#nextTick) return;
    this.#nextTick = tick + 1;
    if (frame) this.#append(frame);
    else this.#silence(1);
    this.#decide();
  }

  #silenceUntil(tick: number): void {
    const gap = tick - this.#nextTick;
    if (gap <= 0) return;
    this.#nextTick = tick;
    this.#silence(gap);
    this.#decide();
  }

  #append(frame: Int16Array): void {
    const length = Math.min(this.#limit, this.#length + FRAME_SAMPLES);
    this.#reserve(length);
    this.#samples.set(frame.subarray(0, length - this.#length), this.#length);
    this.#length = length;
    if (!this.#voice.push(frame)) return;
    this.#hasSpoken = true;
    this.#heardUntil = length;
  }

  #silence(frames: number): void {
    this.#length = Math.min(this.#limit, this.#length + frames * FRAME_SAMPLES);
    this.#reserve(this.#length);
    this.#voice.silence(frames);
  }

  /** Room for a few seconds at a time, so that a tick hardly ever allocates. */
  #reserve(length: number): void {
    if (length <= this.#samples.length) return;
    const longer = new Int16Array(Math.min(this.#limit, Math.max(length, this.#samples.length * 2)));
    longer.set(this.#samples);
    this.#samples = longer;
  }

  /** The length at which silence ends the recording; none if the limit is 0. */
  #silenceLimit(): number | undefined {
    const ms = this.#hasSpoken ? this.#options.maxSilenceMs : this.#options.initialSilenceMs;
    return ms > 0 ? this.#heardUntil + Math.round((ms * SAMPLE_RATE) / 1000) : undefined;
  }

  #decide(): void {
    if (this.#end) return;
    const silence = this.#silenceLimit();
    if (silence !== undefined && silence <= this.#limit && this.#length >= silence) {
      this.#length = silence;
      this.#finish({ outcome: this.#hasSpoken ? 'maxSilence' : 'initialSilence' });
    } else if (this.#length >= this.#limit) {
      this.#finish({ outcome: 'maxDuration' });
    }
  }

  #finish(end: Pick<RecordingEnd, 'outcome' | 'stopTone'>): void {
    if (this.#end) return;
    this.#stage = 'ended';
    this.#end = { ...end, wav: writeWav(this.#samples.subarray(0, this.#length)), durationMs: msOf(this.#length) };
  }
}

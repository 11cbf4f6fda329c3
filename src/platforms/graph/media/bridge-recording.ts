/** Recording the mix of a media bridge by the rules of Graph's recordings: silences, the longest time, keys that stop it, a voice over the prompt. */
import type { Clock, Timer } from '../../../base/clock.ts';
import type { SoundFrame } from '../../../call/media.ts';
import type { RecordingOptions, RecordOutcome } from '../../../call/platform.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../../media/frame.ts';
import { Recording, type RecordingEnd } from '../../../media/recording.ts';
import { VoiceActivity } from '../../../media/voice-activity.ts';
import type { TelephoneKey } from '../../../media/dtmf.ts';
import type { CallLife } from '../call-life.ts';
import type { BridgeMedia } from './bridge-media.ts';

type Hearing = { readonly media: BridgeMedia; readonly life: CallLife; readonly clock: Clock };

/** Frames that were sent just before may still be on their way for so long. */
const ON_THE_WAY_MS = 60;
/** What was said just before a voice ended the prompt. */
const BEFORE_FRAMES = 15;

/** Records until its rules end it, the call ends, or the signal aborts. `before` is what was said already. */
export async function recordMix({
  media,
  life,
  clock,
  options,
  before,
  signal,
}: Hearing & {
  readonly options: RecordingOptions;
  readonly before: readonly SoundFrame[];
  readonly signal: AbortSignal | undefined;
}): Promise<RecordOutcome> {
  const { prompt: _, stopKeys, ...rules } = options;
  const recording = new Recording({ ...rules, bargeIn: false, beep: false, stopTones: stopKeys as readonly TelephoneKey[] }, undefined);
  const nowMs = (): number => media.time.nowMs() ?? 0;
  recording.says(new Int16Array(FRAME_SAMPLES), tickOf(before[0]?.atMs ?? nowMs()));
  const done = new AbortController();
  let timer: Timer | undefined;
  let armedTick = 0;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      timer?.[Symbol.dispose]();
      if (recording.end) return resolve();
      armedTick = recording.nextTick(tickOf(nowMs() - ON_THE_WAY_MS));
      const dueMs = media.time.here(armedTick * FRAME_MS) + ON_THE_WAY_MS + FRAME_MS - clock.now();
      if (Number.isFinite(dueMs)) timer = clock.after(Math.max(FRAME_MS, dueMs), quiet);
    };
    const quiet = (): void => {
      recording.hears(undefined, tickOf(nowMs() - ON_THE_WAY_MS));
      look();
    };
    const push = ({ samples, atMs }: SoundFrame): void => {
      recording.hears(samples, tickOf(atMs));
      // What may end it once somebody has spoken is due sooner than what may if nobody does.
      if (recording.end || recording.nextTick(0) < armedTick) look();
    };
    before.forEach(push);
    const tap = media.in.tap({ push, end: resolve });
    done.signal.addEventListener('abort', () => tap[Symbol.dispose](), { once: true });
    life.facts.on(
      'keyPressed',
      ({ key }) => {
        recording.key(key as TelephoneKey, tickOf(nowMs()));
        if (recording.end) resolve();
      },
      { signal: done.signal },
    );
    life.signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
    signal?.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
    look();
  });
  timer?.[Symbol.dispose]();
  done.abort();
  if (!recording.end) recording.cancel();
  return outcomeOf(recording.end, { life, isStopped: signal?.aborted ?? false });
}

/** Listens while a prompt is played: a key or a clear voice aborts the signal; `spoken` is what the voice had said until then. */
export function overPrompt({
  media,
  life,
}: Hearing): Disposable & { readonly signal: AbortSignal; readonly spoken: readonly SoundFrame[] | undefined } {
  const stop = new AbortController();
  const done = new AbortController();
  const voice = new VoiceActivity({ quietestDb: -40, beginFrames: 6 });
  const frames: SoundFrame[] = [];
  let spoken: readonly SoundFrame[] | undefined;
  const tap = media.in.tap({
    push(frame) {
      if (stop.signal.aborted) return;
      frames.push(frame);
      if (frames.length > BEFORE_FRAMES) frames.shift();
      if (!voice.push(frame.samples)) return;
      spoken = frames;
      stop.abort();
    },
  });
  life.facts.on('keyPressed', () => stop.abort(), { signal: done.signal });
  return {
    signal: stop.signal,
    get spoken() {
      return spoken;
    },
    [Symbol.dispose]() {
      done.abort();
      tap[Symbol.dispose]();
    },
  };
}

function outcomeOf(
  end: RecordingEnd | undefined,
  { life, isStopped }: { readonly life: CallLife; readonly isStopped: boolean },
): RecordOutcome {
  if (isStopped) return life.ended ?? { kind: 'stopped' };
  const { outcome = 'cancelled', wav, durationMs = 0 } = end ?? {};
  if (outcome === 'initialSilence') return { kind: 'silent' };
  if (outcome === 'cancelled' && (!wav || !life.ended)) return life.ended ?? { kind: 'stopped' };
  if (!wav) return { kind: 'silent' };
  return { kind: 'recorded', wav, durationMs: Math.round(durationMs), endedBy: ENDS[outcome] };
}

const ENDS = { stopTone: 'stopKey', maxDuration: 'maxDuration', maxSilence: 'silence', cancelled: 'unknown' } as const;

function tickOf(ms: number): number {
  return Math.round(ms / FRAME_MS);
}

/** What each person said in a recording, as frames: for whoever listens to it again. */
import { realClock, type Clock } from '../../base/clock.ts';
import type { SoundDecoder } from '../codec.ts';
import { Withdrawals } from './withdrawals.ts';
import { FRAME_MS, FRAME_SAMPLES, MAX_PACKET_SAMPLES } from '../frame.ts';
import { opusDecoder } from '../opus.ts';
import type { LogSummary } from '../segments/log-summary.ts';
import type { SegmentRecord } from '../segments/record.ts';

/** 20 ms of 16 kHz of one track. `samples` hold until the next frame is asked for. */
export type VoiceFrame = { readonly track: number; readonly atMs: number; readonly samples: Int16Array };

export type VoiceFramesOptions = {
  /** Of the same records: nothing is given of what somebody took consent back for. */
  readonly summary: Pick<LogSummary, 'tracks' | 'withdrawn'>;
  readonly clock?: Clock | undefined;
};

/** So much is nothing but the word that nothing is sent. */
const DISCONTINUED_BYTES = 2;

type Voice = { readonly decoder: SoundDecoder; tick: number };

/** Of all voices, in the order of the log; for each of them in order of time, and nothing where nothing was said. */
export async function* voiceFrames(
  records: AsyncIterable<SegmentRecord>,
  { summary, clock = realClock() }: VoiceFramesOptions,
): AsyncGenerator<VoiceFrame, void, undefined> {
  const withdrawals = new Withdrawals(summary);
  const isVoice = new Set(summary.tracks.flatMap(({ track, info }) => (info?.kind === 'voice' ? [track] : [])));
  const voices = new Map<number, Voice>();
  const decoded = new Int16Array(MAX_PACKET_SAMPLES);
  try {
    for await (const record of records) {
      if (record.kind !== 'sound' || !isVoice.has(record.track) || withdrawals.covers(record)) continue;
      const { track, packet } = record;
      let voice = voices.get(track);
      if (!voice) voices.set(track, (voice = { decoder: await clock.hold(() => opusDecoder()), tick: -1 }));
      const tick = Math.round(record.atMs / FRAME_MS);
      // What comes twice, or after what is later, is left out of every file as well.
      if (tick <= voice.tick || packet.length <= DISCONTINUED_BYTES) continue;
      voice.tick = tick;
      const count = Math.min(FRAME_SAMPLES, voice.decoder.decode(packet, decoded));
      yield { track, atMs: tick * FRAME_MS, samples: decoded.subarray(0, count) };
    }
  } finally {
    for (const { decoder } of voices.values()) decoder.free();
  }
}

/** A call whose carrier delivers three voices in real time, 20 ms after 20 ms, each saying which moment it is; and the picture of one, where wanted. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/base/clock.ts';
import { Facts } from '../../src/base/facts.ts';
import { FrameQueue } from '../../src/call/frame-queue.ts';
import type { CarrierMedia, FrameStream, ListenOptions, PictureFrame, SoundFrame } from '../../src/call/media.ts';
import type { CallFacts } from '../../src/call/platform.ts';
import type { DoneOutcome, Participant } from '../../src/call/roster.ts';
import { FRAME_MS } from '../../src/media/frame.ts';
import type { RecordedCall } from '../../src/services/recording/recorded-call.ts';
import { frameAt, VOICES } from './told-tones.ts';

export type ToneCallOptions = {
  readonly clock: Clock;
  /** Bytes of each picture of the first voice, ten a second; nobody shows anything, unless given. */
  readonly pictureBytes?: number | undefined;
};

/** The carrier counts from somewhere else. */
const CARRIER_MS = 5_000_000;

export class ToneCall implements RecordedCall {
  readonly info: RecordedCall['info'] = {
    id: 'call-1',
    chainId: 'chain-1',
    direction: 'incoming',
    from: { kind: 'user', id: 'id-Ada', name: 'Ada' },
    to: { kind: 'app', id: 'bot-1', name: 'Recorder' },
  };
  readonly self = { id: 'bot-1', name: 'Recorder' };
  readonly facts: Facts<CallFacts> = new Facts<CallFacts>();
  readonly signal: AbortSignal = new AbortController().signal;
  readonly tellsWhoPresses = true;
  readonly roster: RecordedCall['roster'];
  readonly media: CarrierMedia;
  readonly #options: ToneCallOptions;
  readonly #voices = VOICES.map(() => new Set<FrameQueue<SoundFrame>>());
  readonly #watched = new Set<FrameQueue<PictureFrame>>();

  constructor(options: ToneCallOptions) {
    this.#options = options;
    this.roster = { participants: VOICES.map((name, voice) => participant(`visit-${String(voice)}`, name)) };
    this.media = this.#media();
  }

  meeting(): ReturnType<RecordedCall['meeting']> {
    return Promise.resolve({ subject: 'Weekly', organizer: { id: 'id-Ada', name: 'Ada' }, threadId: 'thread-1' });
  }

  tellRecording(): Promise<DoneOutcome> {
    return Promise.resolve({ kind: 'done' });
  }

  say(): Promise<void> {
    return Promise.resolve();
  }

  /** Delivers until the program ends; `onHanded` is told of each 20 ms when all voices have been handed over. A carrier that is late catches up. */
  async speak(onHanded: (toneMs: number) => void): Promise<never> {
    const { clock, pictureBytes } = this.#options;
    const began = clock.now();
    for (let toneMs = 0; ; toneMs += FRAME_MS) {
      // In turns of its own, as messages come from a network.
      await clock.sleep(Math.max(0, toneMs - (clock.now() - began)));
      const atMs = CARRIER_MS + toneMs;
      for (const [voice, queues] of this.#voices.entries()) {
        const frame: SoundFrame = { samples: frameAt(voice, toneMs), atMs, isSpeech: true, isGap: false };
        for (const queue of queues) queue.push(frame);
      }
      if (pictureBytes !== undefined && toneMs % 100 === 0) {
        const data = new Uint8Array(randomBytes(pictureBytes));
        for (const queue of this.#watched) queue.push({ codec: 'vp8', data, isKeyFrame: true, atMs, width: 640, height: 360 });
      }
      onHanded(toneMs);
    }
  }

  #media(): CarrierMedia {
    const cannot = (): never => {
      throw new Error('this call has no use for it');
    };
    return {
      has: new Set(['sound', 'soundApart', 'pictures']),
      hear: cannot,
      hearOne: (id, options) => this.#hearOne(Number(id.slice('visit-'.length)), options),
      watch: (_, __, { signal } = {}) => {
        const queue: FrameQueue<PictureFrame> = new FrameQueue({ limit: 60, signal, onLeft: () => this.#watched.delete(queue) });
        this.#watched.add(queue);
        return queue;
      },
      speak: cannot,
      said: cannot,
      hush: cannot,
      show: cannot,
      hide: cannot,
      caption: cannot,
      speaking: new Set(),
      dominantSpeaker: undefined,
      shown: this.#options.pictureBytes === undefined ? [] : [{ participantId: 'visit-0', of: 'camera' }],
    };
  }

  #hearOne(voice: number, { signal }: ListenOptions = {}): FrameStream<SoundFrame> {
    const queue: FrameQueue<SoundFrame> = new FrameQueue({ limit: 500, signal, onLeft: () => this.#voices[voice]?.delete(queue) });
    this.#voices[voice]?.add(queue);
    return queue;
  }
}

function participant(id: string, name: string): Participant {
  return { id, party: { kind: 'user', id: `id-${name}`, name }, isMuted: false, isInLobby: false, isSelf: false };
}

/** The sound that comes in over a media bridge: asked for as long as somebody reads it, and given to all who do. */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../../base/clock.ts';
import type { ListenOptions, SoundFrame } from '../../../call/media.ts';
import { SoundStream } from '../../../call/sound-stream.ts';
import { FRAME_SAMPLES } from '../../../media/frame.ts';
import type { FrameHeader } from '../../../wire/bridge/frame.ts';
import type { BridgeLine } from './bridge-line.ts';
import type { BridgeTime } from './media-time.ts';
import type { Sources } from './sources.ts';

export type SoundInOptions = {
  readonly line: BridgeLine;
  readonly sources: Sources;
  readonly time: BridgeTime;
  readonly clock: Clock;
};

/** Takes frames within the turn in which they come; may keep them, and must not write to them. */
export type SoundSink = { push(frame: SoundFrame): void; end?(): void };

const MIXED = '';

export class SoundIn {
  readonly #options: SoundInOptions;
  /** By participant; under the empty name the mix of all. */
  readonly #sinks = new Map<string, Set<SoundSink>>();
  /** Of the participants who are listened to apart, by source. */
  #bySource = new Map<number, Set<SoundSink>>();
  #asked = '';
  #isOver = false;

  constructor(options: SoundInOptions) {
    this.#options = options;
  }

  stream(participantId: string | undefined, options: ListenOptions = {}): SoundStream {
    const { clock, time } = this.#options;
    options.signal?.throwIfAborted();
    if (options.signal) setMaxListeners(0, options.signal);
    const stream: SoundStream = new SoundStream({ ...options, clock, time, onLeft: () => this.#leave(participantId ?? MIXED, stream) });
    this.#add(participantId ?? MIXED, stream);
    return stream;
  }

  /** The mix, frame by frame as it comes, with no gaps filled. */
  tap(sink: SoundSink): Disposable {
    this.#add(MIXED, sink);
    return { [Symbol.dispose]: () => this.#leave(MIXED, sink) };
  }

  frame(header: FrameHeader, media: Uint8Array): void {
    const sinks = header.kind === 'mixed' ? this.#sinks.get(MIXED) : this.#bySource.get(header.sourceId);
    const atMs = this.#options.time.seen(header.timestampUs / 1000);
    if (!sinks || media.length !== FRAME_SAMPLES * 2) return;
    const frame = { samples: samplesOf(media), atMs, isSpeech: header.isSpeech, isGap: false };
    for (const sink of sinks) sink.push(frame);
  }

  /** The bridge is there (again), and knows of nothing. */
  ready(): void {
    this.#asked = '';
    this.refresh();
  }

  /** Who takes part, or who is listened to, may have changed. */
  refresh(): void {
    const { sources, line } = this.#options;
    this.#bySource = new Map();
    for (const [participantId, sinks] of this.#sinks) {
      const id = participantId === MIXED ? undefined : sources.idOf(participantId, 'sound');
      if (id !== undefined) this.#bySource.set(id, sinks);
    }
    const apart = [...this.#bySource.keys()].sort((a, b) => a - b);
    const mixed = this.#sinks.has(MIXED);
    const asking = `${String(mixed)} ${apart.join(' ')}`;
    if (asking === this.#asked || (this.#asked === '' && !mixed && apart.length === 0)) return;
    if (line.order({ kind: 'hear', mixed, apart: apart.length === 0 ? 'none' : apart })) this.#asked = asking;
  }

  /** A participant has left: whoever listens to them alone has come to the end. */
  gone(participantId: string): void {
    const sinks = this.#sinks.get(participantId);
    if (!sinks || participantId === MIXED) return;
    this.#sinks.delete(participantId);
    for (const sink of sinks) sink.end?.();
    this.refresh();
  }

  end(): void {
    this.#isOver = true;
    for (const sink of [...this.#sinks.values()].flatMap((sinks) => [...sinks])) sink.end?.();
    this.#sinks.clear();
    this.#bySource.clear();
  }

  #add(name: string, sink: SoundSink): void {
    if (this.#isOver) return sink.end?.();
    const sinks = this.#sinks.get(name) ?? new Set();
    this.#sinks.set(name, sinks.add(sink));
    this.refresh();
  }

  #leave(name: string, sink: SoundSink): void {
    const sinks = this.#sinks.get(name);
    sinks?.delete(sink);
    if (sinks?.size !== 0) return;
    this.#sinks.delete(name);
    this.refresh();
  }
}

/** A copy: the message it came in may be a part of a far larger one, and lie askew. */
function samplesOf(media: Uint8Array): Int16Array {
  const samples = new Int16Array(FRAME_SAMPLES);
  for (let i = 0; i < FRAME_SAMPLES; i++) samples[i] = (media[2 * i] ?? 0) | ((media[2 * i + 1] ?? 0) << 8);
  return samples;
}

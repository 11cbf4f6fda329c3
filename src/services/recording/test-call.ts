/** A call for tests of recording: people who sound their own tones at their own times, on a media clock that a test can turn. */
import { Facts } from '../../base/facts.ts';
import type { VirtualClock } from '../../base/virtual-clock.ts';
import { FrameQueue } from '../../call/frame-queue.ts';
import type { CarrierMedia, FrameStream, ListenOptions, MediaNeed, PictureFrame, PictureKind, SoundFrame } from '../../call/media.ts';
import type { CallFacts, RecordingStatus } from '../../call/platform.ts';
import { OTHER_SIDE, type DoneOutcome, type Participant } from '../../call/roster.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { Mixer } from '../../media/mixer.ts';
import type { RecordedCall } from './recorded-call.ts';

export type TestCallOptions = {
  readonly clock: VirtualClock;
  readonly has?: readonly MediaNeed[];
  /** Between two: no roster, and the other side sounds. */
  readonly between?: 'two' | 'several';
  /** What becomes of `tellRecording`: it is shown. */
  readonly shows?: 'shown' | 'refused';
  readonly tellsWhoPresses?: boolean;
  readonly words?: RecordedCall['words'];
};

type HeldBack = {
  readonly id: string | undefined;
  readonly frames: { readonly id: string | undefined; readonly frame: SoundFrame }[];
  readonly isBack: Set<string | undefined>;
};
type Queue = { readonly queue: FrameQueue<SoundFrame>; readonly participantId: string | undefined };
type Watched = { readonly queue: FrameQueue<PictureFrame>; readonly participantId: string; readonly of: PictureKind };

/** Frames of a tone that is a multiple of 50 Hz join without a seam. */
export function toneFrame(hertz: number, amplitude: number = 0.2): Int16Array {
  return Int16Array.from({ length: FRAME_SAMPLES }, (_, i) =>
    Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * hertz * i) / 16_000)),
  );
}

export class TestCall implements RecordedCall {
  readonly info: RecordedCall['info'] = {
    id: 'call-1',
    chainId: 'chain-1',
    direction: 'incoming',
    from: { kind: 'user', id: 'id-Adele', name: 'Adele' },
    to: { kind: 'app', id: 'bot-1', name: 'Recorder' },
  };
  readonly self = { id: 'bot-1', name: 'Recorder' };
  readonly facts: Facts<CallFacts> = new Facts<CallFacts>();
  readonly tellsWhoPresses: boolean;
  readonly words?: NonNullable<RecordedCall['words']>;
  /** What was said by the bot, and what was told of recording. */
  readonly said: string[] = [];
  readonly told: RecordingStatus[] = [];
  readonly media: CarrierMedia;
  shows: 'shown' | 'refused';
  /** Added to the clock: the carrier's own. */
  mediaOffsetMs = 5_000_000;
  /** Runs when something is said by the bot, while it is being said. */
  onSay: (text: string) => void = () => undefined;
  leads: string | undefined;
  hearSelf?: NonNullable<RecordedCall['hearSelf']>;
  readonly #clock: VirtualClock;
  readonly #life = new AbortController();
  readonly #participants: Participant[] = [];
  readonly #speaking = new Map<string, Int16Array>();
  readonly #queues = new Set<Queue>();
  readonly #watched = new Set<Watched>();
  readonly #shown: { participantId: string; of: PictureKind }[] = [];
  readonly #mixer = new Mixer();
  #isTicking = false;
  #heldBack: HeldBack | undefined;
  #visits = 0;
  /** Streams that were ever opened, by participant; `mix` for the mix. */
  readonly opened: string[] = [];

  constructor({
    clock,
    has = ['sound', 'soundApart'],
    between = 'several',
    shows = 'shown',
    tellsWhoPresses = true,
    words,
  }: TestCallOptions) {
    this.#clock = clock;
    this.shows = shows;
    this.tellsWhoPresses = tellsWhoPresses;
    if (words) this.words = words;
    if (between === 'several') this.#participants.push(participant('self', this.self.id, 'Recorder', { isSelf: true }));
    this.media = this.#mediaWith(new Set(has));
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get roster(): { readonly participants: readonly Participant[] } {
    return { participants: this.#participants };
  }

  meeting(): ReturnType<RecordedCall['meeting']> {
    return Promise.resolve({ subject: 'Weekly', organizer: { id: 'id-Olga', name: 'Olga' }, threadId: 'thread-1' });
  }

  tellRecording(status: RecordingStatus): Promise<DoneOutcome> {
    if (this.shows === 'refused') return Promise.reject(new Error('403: not for bots that came by link'));
    this.told.push(status);
    return Promise.resolve({ kind: 'done' });
  }

  async say(text: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    this.said.push(text);
    this.onSay(text);
    await this.#clock.sleep(1_000, { signal });
  }

  /** Of sound and pictures, that somebody reads now. */
  get openStreams(): number {
    return this.#queues.size + this.#watched.size;
  }

  /** Comes (again); gives the id of this visit. */
  join(name: string, more: Partial<Participant> = {}): string {
    const id = `visit-${String(++this.#visits)}`;
    const who = participant(id, `id-${name}`, name, more);
    this.#participants.push(who);
    this.facts.tell('participantJoined', { participant: who });
    return id;
  }

  leave(id: string): void {
    const index = this.#participants.findIndex((each) => each.id === id);
    const [who] = this.#participants.splice(index, 1);
    this.#speaking.delete(id);
    for (const { queue, participantId } of this.#queues) if (participantId === id) queue.end();
    if (who) this.facts.tell('participantLeft', { participant: who });
  }

  change(id: string, more: Partial<Participant>): void {
    const index = this.#participants.findIndex((each) => each.id === id);
    const from = this.#participants[index];
    if (!from) return;
    const to = { ...from, ...more };
    this.#participants[index] = to;
    this.facts.tell('participantChanged', { from, to });
  }

  press(key: string, participantId?: string): void {
    this.facts.tell('keyPressed', { key, participantId });
  }

  /** Sounds a tone from now on; without one falls silent. */
  sounds(id: string = OTHER_SIDE, hertz?: number): void {
    if (hertz === undefined) this.#speaking.delete(id);
    else this.#speaking.set(id, toneFrame(hertz));
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#clock.after(0, this.#tick);
  }

  /** From now on nothing comes (of that participant): it is all there at once, later. */
  holdBack(id?: string): void {
    this.#heldBack = { id, frames: [], isBack: new Set() };
  }

  /** What was held back, in the order in which it was said, or that of one participant after the other; `between` them something may happen. */
  async letGo(order: 'as said' | 'one by one', between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const held = this.#heldBack;
    const ids = order === 'as said' ? [] : [...new Set(held?.frames.map(({ id }) => id))];
    for (const one of ids) {
      for (const { id, frame } of held?.frames ?? []) if (id === one) this.#push(id, frame);
      held?.isBack.add(one);
      await between();
    }
    this.#heldBack = undefined;
    for (const { id, frame } of held?.frames ?? []) if (!held?.isBack.has(id)) this.#push(id, frame);
  }

  lead(participantId: string | undefined): void {
    this.leads = participantId;
    this.facts.tell('dominantSpeakerChanged', { participantId });
  }

  turn(participantId: string, of: PictureKind, isOn: boolean): void {
    const index = this.#shown.findIndex((each) => each.participantId === participantId && each.of === of);
    if (isOn && index < 0) this.#shown.push({ participantId, of });
    if (!isOn && index >= 0) this.#shown.splice(index, 1);
    this.facts.tell('picturesChanged', { participantId, of, isOn });
  }

  /** Shows one frame to whoever watches; says how many do. */
  picture(participantId: string, of: PictureKind, isKeyFrame: boolean, data: Uint8Array = new Uint8Array([1, 2, 3])): number {
    const frame = { codec: 'vp8', data, isKeyFrame, atMs: this.#clock.now() + this.mediaOffsetMs, width: 640, height: 360 } as const;
    const watching = [...this.#watched].filter((each) => each.participantId === participantId && each.of === of);
    for (const { queue } of watching) queue.push(frame);
    return watching.length;
  }

  /** The call is over. */
  end(): void {
    this.#life.abort(new Error('the call is over'));
    for (const { queue } of this.#queues) queue.end();
  }

  readonly #tick = (): void => {
    this.#isTicking = this.#speaking.size > 0;
    if (!this.#isTicking) return;
    // A frame has been said when it is sent.
    const atMs = this.#clock.now() + this.mediaOffsetMs - FRAME_MS;
    this.#mixer.begin();
    for (const [id, samples] of this.#speaking) {
      this.#mixer.add(samples);
      this.#give(id, samples, atMs);
    }
    const mix = new Int16Array(FRAME_SAMPLES);
    this.#mixer.all(mix);
    this.#give(undefined, mix, atMs);
    this.#clock.after(FRAME_MS, this.#tick);
  };

  #give(id: string | undefined, samples: Int16Array, atMs: number): void {
    const frame: SoundFrame = { samples, atMs, isSpeech: true, isGap: false };
    const held = this.#heldBack;
    if (held && !held.isBack.has(id) && (held.id === undefined || held.id === id)) held.frames.push({ id, frame });
    else this.#push(id, frame);
  }

  #push(id: string | undefined, frame: SoundFrame): void {
    for (const { queue, participantId } of this.#queues) if (participantId === id) queue.push(frame);
  }

  #stream(participantId: string | undefined, { signal }: ListenOptions = {}): FrameStream<SoundFrame> {
    this.opened.push(participantId ?? 'mix');
    const entry: Queue = {
      participantId,
      queue: new FrameQueue<SoundFrame>({ limit: 500, signal, onLeft: () => this.#queues.delete(entry) }),
    };
    this.#queues.add(entry);
    return entry.queue;
  }

  #watch(participantId: string, of: PictureKind, signal: AbortSignal | undefined): FrameStream<PictureFrame> {
    this.opened.push(`${of} ${participantId}`);
    const queue = new FrameQueue<PictureFrame>({ limit: 60, signal, onLeft: () => this.#watched.delete(entry) });
    const entry: Watched = { participantId, of, queue };
    this.#watched.add(entry);
    return queue;
  }

  #mediaWith(has: ReadonlySet<MediaNeed>): CarrierMedia {
    const cannot = (): never => {
      throw new Error('this test has no use for it');
    };
    const dominant = (): string | undefined => this.leads;
    return {
      has,
      hear: (options) => this.#stream(undefined, options),
      hearOne: (id, options) => this.#stream(id, options),
      watch: (participantId, of, { signal } = {}) => this.#watch(participantId, of, signal),
      speak: cannot,
      said: cannot,
      hush: cannot,
      show: cannot,
      hide: cannot,
      caption: cannot,
      speaking: new Set(),
      get dominantSpeaker() {
        return dominant();
      },
      shown: this.#shown,
    };
  }
}

function participant(id: string, userId: string, name: string, more: Partial<Participant>): Participant {
  return { id, party: { kind: 'user', id: userId, name }, isMuted: false, isInLobby: false, isSelf: false, ...more };
}

/** A call whose ten people talk as in `SpokenMeeting`, its sound in frames of each alone: what a media bridge gives a recorder, without the bridge. */
import { Facts } from '../../src/base/facts.ts';
import type { Clock } from '../../src/base/clock.ts';
import { FrameQueue } from '../../src/call/frame-queue.ts';
import type { CarrierMedia, MediaNeed, SoundFrame } from '../../src/call/media.ts';
import type { CallFacts } from '../../src/call/platform.ts';
import type { Participant } from '../../src/call/roster.ts';
import { FRAME_MS } from '../../src/media/frame.ts';
import type { RecordedCall } from '../../src/services/recording/recorded-call.ts';
import { PEOPLE, SpokenMeeting } from './spoken-meeting.ts';

const QUEUE_FRAMES = 500;
const SELF = { id: 'bot', name: 'Recorder' };

export class SpokenCall implements RecordedCall {
  readonly info: RecordedCall['info'];
  readonly self: typeof SELF = SELF;
  readonly facts: Facts<CallFacts> = new Facts<CallFacts>();
  readonly tellsWhoPresses = true;
  readonly media: CarrierMedia;
  readonly roster: RecordedCall['roster'];
  readonly #meeting: SpokenMeeting;
  readonly #life = new AbortController();
  readonly #streams = new Map<string, FrameQueue<SoundFrame>>();
  readonly #ids: readonly string[] = Array.from({ length: PEOPLE }, (_, person) => `visit-${String(person)}`);

  constructor(number: number) {
    const [first = '', second = ''] = this.#ids;
    this.#meeting = new SpokenMeeting(number + 1);
    this.info = {
      id: `call-${String(number)}`,
      chainId: `chain-${String(number)}`,
      direction: 'incoming',
      from: { kind: 'user', id: first },
      to: { kind: 'user', id: second },
    };
    const self: Participant = { ...seat('self'), party: { kind: 'app', ...SELF }, isSelf: true };
    this.roster = { participants: [self, ...this.#ids.map(seat)] };
    this.media = mediaOf((id, signal) => {
      const stream = new FrameQueue<SoundFrame>({ limit: QUEUE_FRAMES, signal, onLeft: () => this.#streams.delete(id) });
      this.#streams.set(id, stream);
      return stream;
    });
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** The next 20 ms, which were said from `atMs` on by the carrier's clock. */
  tick(atMs: number): void {
    const said = this.#meeting.next();
    for (let person = 0; person < PEOPLE; person++) {
      const samples = said[person];
      if (samples) this.#streams.get(this.#ids[person] ?? '')?.push({ samples, atMs, isSpeech: true, isGap: false });
    }
  }

  meeting(): ReturnType<RecordedCall['meeting']> {
    return Promise.resolve({ subject: 'Weekly', organizer: { id: 'organizer', name: 'Organizer' } });
  }

  tellRecording(): ReturnType<RecordedCall['tellRecording']> {
    return Promise.resolve({ kind: 'done' });
  }

  say(): Promise<void> {
    return Promise.resolve();
  }
}

/** Frames of a call each 20 ms, as a network brings them: those that are late come together. `late` is told of each beat by how much. */
export function keepTalking(clock: Clock, call: SpokenCall, late: (ms: number) => void = () => undefined): Disposable {
  const beganMs = clock.now();
  let [number, isOver] = [0, false];
  const beat = (): void => {
    if (isOver) return;
    // A frame is there when its last sample was said.
    for (const due = Math.floor((clock.now() - beganMs) / FRAME_MS); number < due; number++) {
      late(clock.now() - beganMs - (number + 1) * FRAME_MS);
      call.tick(number * FRAME_MS);
    }
    clock.after((number + 1) * FRAME_MS - (clock.now() - beganMs), beat);
  };
  clock.after(FRAME_MS, beat);
  return { [Symbol.dispose]: () => void (isOver = true) };
}

function seat(id: string): Participant {
  return { id, party: { kind: 'user', id: `id of ${id}`, name: `Name of ${id}` }, isMuted: false, isInLobby: false, isSelf: false };
}

function mediaOf(open: (id: string, signal: AbortSignal | undefined) => FrameQueue<SoundFrame>): CarrierMedia {
  const cannot = (): never => {
    throw new Error('a recorder of sound has no use for it');
  };
  return {
    has: new Set<MediaNeed>(['sound', 'soundApart']),
    hear: cannot,
    hearOne: (id, { signal } = {}) => open(id, signal),
    watch: cannot,
    speak: cannot,
    said: cannot,
    hush: cannot,
    show: cannot,
    hide: cannot,
    caption: cannot,
    speaking: new Set(),
    dominantSpeaker: undefined,
    shown: [],
  };
}

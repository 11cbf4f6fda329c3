/** The pictures of the others: one connection with a row of slots, each shows whom the page wishes to see. */
import type { ShownSlot } from '../../../src/wire/live/page-command.ts';
import { after } from '../app/time.ts';
import { FirstFrames, keyFramesOf } from './first-frames.ts';
import { KeptPeer, type PeerState } from './kept-peer.ts';
import type { Wish } from './meeting-view.ts';
import { preferVp8 } from './picture-codec.ts';
import { assigned, keyOf, type Slots } from './slots.ts';

/** Nine cameras and a screen. */
export const slotCount = 10;
const tellAfterMs = 100;

type ViewPicturesOptions = {
  readonly open: () => RTCPeerConnection;
  readonly ask: (offer: string) => Promise<string>;
  /** Tells the switchboard what is to be shown where. */
  readonly tell: (slots: readonly ShownSlot[]) => Promise<void>;
  readonly onState: (state: PeerState) => void;
  readonly isFinal: (error: unknown) => boolean;
  readonly onFailed: (error: unknown) => void;
  /** Other pictures can be shown. */
  readonly onChange: () => void;
};

export class ViewPictures {
  readonly #options: ViewPicturesOptions;
  readonly #kept: KeptPeer;
  readonly #frames: FirstFrames;
  /** One for each slot, the same for good: tracks come and go in it. */
  readonly #streams: readonly MediaStream[] = Array.from({ length: slotCount }, () => new MediaStream());
  #slots: Slots = Array.from({ length: slotCount }, () => undefined);
  /** What each slot shows by now, by `keyOf`. */
  readonly #shown = new Map<number, string>();
  /** What the switchboard was told last, by `keyOf`. */
  #told: readonly (string | undefined)[] = [];
  #stopTelling: (() => void) | undefined;

  constructor(options: ViewPicturesOptions) {
    this.#options = options;
    this.#frames = new FirstFrames({
      count: async (slot) => {
        const receiver = this.#kept.peer?.getReceivers()[slot];
        return receiver && keyFramesOf(receiver);
      },
      onShown: (slot) => this.#comesUp(slot),
    });
    this.#kept = new KeptPeer({
      open: () => this.#open(),
      ask: options.ask,
      isFinal: options.isFinal,
      onFailed: options.onFailed,
      onState: (state) => {
        if (state === 'up') this.#tellSoon(0);
        options.onState(state);
      },
    });
  }

  get state(): PeerState {
    return this.#kept.state;
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#kept.peer;
  }

  /** Shows these; the connection is made with the first. */
  show(granted: readonly Wish[]): void {
    const slots = assigned(this.#slots, granted);
    if (slots === this.#slots) return;
    this.#slots = slots;
    if (granted.length > 0) this.#kept.keep();
    this.#tellSoon(tellAfterMs);
    this.#options.onChange();
  }

  /** The picture of this source, once it is there. */
  stream(wish: Pick<Wish, 'participantId' | 'of'>): MediaStream | undefined {
    const slot = this.#slots.findIndex((each) => each !== undefined && keyOf(each) === keyOf(wish));
    return this.#shown.get(slot) === keyOf(wish) ? this.#streams[slot] : undefined;
  }

  renew(): void {
    this.#kept.renew();
  }

  /** Says again what is to be shown: the word may have been lost. */
  tellAgain(): void {
    this.#tellSoon(0);
  }

  drop(): void {
    this.#stopTelling?.();
    this.#slots = this.#slots.map(() => undefined);
    this.#frames.forget([...this.#slots.keys()]);
    this.#shown.clear();
    this.#told = [];
    this.#kept.drop();
    for (const stream of this.#streams) empty(stream);
  }

  #open(): RTCPeerConnection {
    const peer = this.#options.open();
    this.#shown.clear();
    this.#told = [];
    for (const stream of this.#streams) {
      const transceiver = peer.addTransceiver('video', { direction: 'recvonly' });
      preferVp8(transceiver);
      empty(stream);
      stream.addTrack(transceiver.receiver.track);
    }
    return peer;
  }

  #tellSoon(ms: number): void {
    this.#stopTelling?.();
    this.#stopTelling = after(ms, () => void this.#tell());
  }

  async #tell(): Promise<void> {
    if (this.#kept.state !== 'up') return;
    const slots = this.#slots;
    const keys = slots.map((wish) => wish && keyOf(wish));
    const changed = [...keys.keys()].filter((slot) => keys[slot] !== this.#told[slot]);
    this.#told = keys;
    for (const slot of changed) this.#shown.delete(slot);
    this.#frames.forget(changed);
    // Counted before it is told: a key frame that comes from now on is the new source's.
    await this.#frames.expect(changed.filter((slot) => keys[slot] !== undefined));
    if (this.#slots !== slots) return;
    await this.#options.tell(slots.flatMap((wish, slot) => (wish === undefined ? [] : [{ slot, ...wish }])));
  }

  #comesUp(slot: number): void {
    const key = this.#told[slot];
    if (key === undefined) return;
    this.#shown.set(slot, key);
    this.#options.onChange();
  }
}

function empty(stream: MediaStream): void {
  for (const track of stream.getTracks()) stream.removeTrack(track);
}

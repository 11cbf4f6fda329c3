/** All pictures of one meeting: my camera, my screen, and those of the others. */
import type { PageCommand, ShownSlot } from '../../../src/wire/live/page-command.ts';
import type { PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import { LiveError } from '../live/live-error.ts';
import { troubleOf, type Trouble } from '../phone/trouble.ts';
import { picturesCannotGetThrough } from './device-words.ts';
import type { Tile, Wish } from './meeting-view.ts';
import { SendPictures } from './send-pictures.ts';
import { grantedOf, keyOf } from './slots.ts';
import { slotCount, ViewPictures } from './view-pictures.ts';

export type PicturesKind = Extract<PageCommand, { kind: 'connectPictures' }>['what'];

type PicturesOptions = {
  readonly open: () => RTCPeerConnection;
  readonly connect: (what: PicturesKind, offer: string) => Promise<string>;
  readonly end: (what: 'camera' | 'screen') => Promise<void>;
  readonly tell: (slots: readonly ShownSlot[]) => Promise<void>;
  readonly onChange: () => void;
  readonly onTrouble: (trouble: Trouble) => void;
  /** I may not show this: it is to be switched off. */
  readonly onRefused: (what: PicturesKind) => void;
};

/** The connections are up only while they are allowed; tracks and wishes are remembered over that. */
export class Pictures {
  readonly #options: PicturesOptions;
  readonly #sending: Readonly<Record<'camera' | 'screen', SendPictures>>;
  readonly #viewing: ViewPictures;
  readonly #tracks: Partial<Record<'camera' | 'screen', MediaStreamTrack>> = {};
  #isAllowed = false;
  #granted: readonly Wish[] = [];

  constructor(options: PicturesOptions) {
    this.#options = options;
    this.#sending = { camera: new SendPictures(this.#peer('camera')), screen: new SendPictures(this.#peer('screen')) };
    this.#viewing = new ViewPictures({ ...this.#peer('view'), tell: options.tell, onChange: options.onChange });
  }

  /** A connection that was up is being made anew. */
  get isLost(): boolean {
    return [this.#sending.camera, this.#sending.screen, this.#viewing].some(({ state }) => state === 'lost');
  }

  /** Nothing of this is on its way to being connected. */
  isSettled(what: 'camera' | 'screen'): boolean {
    return this.#sending[what].isSettled;
  }

  /** The connection on which the pictures of the others come. */
  get viewPeer(): RTCPeerConnection | undefined {
    return this.#viewing.peer;
  }

  /** Sends this track, or none any more. The track is the caller's to stop. */
  async send(what: 'camera' | 'screen', track: MediaStreamTrack | undefined): Promise<void> {
    const before = this.#tracks[what];
    if (track === before) return;
    if (track === undefined) delete this.#tracks[what];
    else this.#tracks[what] = track;
    if (!this.#isAllowed) return;
    if (track !== undefined) return this.#sending[what].send(track);
    this.#sending[what].drop();
    await this.#options.end(what);
  }

  show(wishes: readonly Wish[], participants: readonly PhoneParticipant[]): void {
    this.#granted = grantedOf(wishes, participants, slotCount);
    if (this.#isAllowed) this.#viewing.show(this.#granted);
  }

  /** Connects what is to be connected; or ends all connections, without a word: the switchboard knows. */
  allow(isAllowed: boolean): void {
    if (isAllowed === this.#isAllowed) return;
    this.#isAllowed = isAllowed;
    if (!isAllowed) return this.#drop();
    for (const what of ['camera', 'screen'] as const) {
      const track = this.#tracks[what];
      if (track !== undefined) void this.#sending[what].send(track);
    }
    this.#viewing.show(this.#granted);
  }

  /** Makes all connections anew. */
  renew(): void {
    this.#sending.camera.renew();
    this.#sending.screen.renew();
    this.#viewing.renew();
  }

  /** Says again what is to be shown. */
  tellAgain(): void {
    this.#viewing.tellAgain();
  }

  /** Screens first, then in the order of the wishes. */
  tiles(participants: readonly PhoneParticipant[]): readonly Tile[] {
    const byId = new Map(participants.map((each) => [each.participantId, each]));
    const tiles = this.#granted.flatMap((wish): Tile[] => {
      const participant = byId.get(wish.participantId);
      return participant === undefined ? [] : [{ key: keyOf(wish), participant, of: wish.of, stream: this.#viewing.stream(wish) }];
    });
    return [...tiles.filter(({ of }) => of === 'screen'), ...tiles.filter(({ of }) => of === 'camera')];
  }

  /** The meeting is over: nothing is remembered. */
  leave(): void {
    this.#isAllowed = false;
    delete this.#tracks.camera;
    delete this.#tracks.screen;
    this.#granted = [];
    this.#drop();
  }

  #drop(): void {
    this.#sending.camera.drop();
    this.#sending.screen.drop();
    this.#viewing.drop();
  }

  #peer<What extends PicturesKind>(what: What): PeerOptions<What> {
    const { open, connect, onChange } = this.#options;
    return {
      what,
      open,
      ask: (offer) => connect(what, offer),
      onState: onChange,
      isFinal: isRefusal,
      onFailed: (error) => this.#failed(what, error),
    };
  }

  #failed(what: PicturesKind, error: unknown): void {
    const { onTrouble, onRefused } = this.#options;
    if (!isRefusal(error)) return onTrouble(picturesCannotGetThrough[what]);
    onTrouble(troubleOf(error, what === 'view' ? 'Seeing the others failed' : `Showing your ${what} failed`));
    onRefused(what);
  }
}

type PeerOptions<What extends PicturesKind> = {
  readonly what: What;
  readonly open: () => RTCPeerConnection;
  readonly ask: (offer: string) => Promise<string>;
  readonly onState: () => void;
  readonly isFinal: (error: unknown) => boolean;
  readonly onFailed: (error: unknown) => void;
};

/** Trying again would not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof LiveError && error.code === 'switchboard/not-allowed';
}

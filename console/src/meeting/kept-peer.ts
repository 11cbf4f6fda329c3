/** A connection of pictures that keeps itself up: made anew when it fails, when it stays silent, and when it is asked to. */
import { unit } from '../app/chance.ts';
import { after } from '../app/time.ts';
import { backoffMs } from '../live/backoff.ts';
import { offerOf } from '../phone/offer.ts';

/**
 *     idle ──► connecting ──► up ◄──► lost
 *                  └───────────┴───────┴──► failed      (any) ──► idle
 *
 * `lost` was up and is being made anew; `failed` is left until `renew`.
 */
export type PeerState = 'idle' | 'connecting' | 'up' | 'lost' | 'failed';

type KeptPeerOptions = {
  /** Opens a connection with its transceivers in it. */
  readonly open: () => RTCPeerConnection;
  /** Takes the offer to the switchboard, for its answer. */
  readonly ask: (offer: string) => Promise<string>;
  readonly onState: (state: PeerState) => void;
  /** A refusal that will not change is not tried again. */
  readonly isFinal: (error: unknown) => boolean;
  /** It was tried for the last time. */
  readonly onFailed: (error: unknown) => void;
};

const connectWithinMs = 12_000;
const interruptedMs = 3_000;
const triesAtMost = 6;

export class KeptPeer {
  readonly #options: KeptPeerOptions;
  #state: PeerState = 'idle';
  #peer: RTCPeerConnection | undefined;
  #wasUp = false;
  #tries = 0;
  #isBeingMade = false;
  #stopTimer: (() => void) | undefined;

  constructor(options: KeptPeerOptions) {
    this.#options = options;
  }

  get state(): PeerState {
    return this.#state;
  }

  /** An offer is on its way, or a connection is coming up. */
  get isBeingMade(): boolean {
    return this.#isBeingMade;
  }

  /** The connection as it is now. */
  get peer(): RTCPeerConnection | undefined {
    return this.#peer;
  }

  /** Connects, and stays connected until `drop`. */
  keep(): void {
    if (this.#state === 'idle') this.#begin();
  }

  /** Connects anew at once, if it is to be kept. */
  renew(): void {
    if (this.#state === 'idle') return;
    this.#tries = 0;
    this.#begin();
  }

  drop(): void {
    this.#close();
    this.#wasUp = false;
    this.#tries = 0;
    this.#set('idle');
  }

  #begin(): void {
    this.#close();
    this.#set(this.#wasUp ? 'lost' : 'connecting');
    this.#isBeingMade = true;
    const peer = this.#options.open();
    this.#peer = peer;
    peer.addEventListener('connectionstatechange', () => this.#moved(peer));
    this.#wait(connectWithinMs, () => this.#again(new Error('no connection came up within 12 s')));
    void this.#connect(peer);
  }

  async #connect(peer: RTCPeerConnection): Promise<void> {
    try {
      const offer = await offerOf(peer);
      if (peer !== this.#peer) return;
      const sdp = await this.#options.ask(offer);
      if (peer === this.#peer) await peer.setRemoteDescription({ type: 'answer', sdp });
    } catch (error) {
      if (peer === this.#peer) this.#again(error);
    }
  }

  #moved(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    switch (peer.connectionState) {
      case 'connected':
        this.#stopTimer?.();
        this.#isBeingMade = false;
        this.#tries = 0;
        this.#wasUp = true;
        return this.#set('up');
      case 'disconnected':
        this.#set('lost');
        return this.#wait(interruptedMs, () => this.#begin());
      case 'failed':
      case 'closed':
        return this.#again(new Error(`the connection is ${peer.connectionState}`));
      case 'new':
      case 'connecting':
    }
  }

  /** Tries once more, after a while that grows. */
  #again(error: unknown): void {
    this.#close();
    this.#tries += 1;
    if (this.#tries >= triesAtMost || this.#options.isFinal(error)) {
      this.#set('failed');
      return this.#options.onFailed(error);
    }
    this.#set(this.#wasUp ? 'lost' : 'connecting');
    this.#wait(backoffMs(this.#tries, unit()), () => this.#begin());
  }

  #wait(ms: number, task: () => void): void {
    this.#stopTimer?.();
    this.#stopTimer = after(ms, task);
  }

  #close(): void {
    this.#stopTimer?.();
    this.#peer?.close();
    this.#peer = undefined;
    this.#isBeingMade = false;
  }

  #set(state: PeerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

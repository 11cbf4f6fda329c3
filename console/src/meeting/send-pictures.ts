/** My camera, or my screen, on its way to the switchboard: one connection of video alone, kept up for as long as there is a track. */
import { KeptPeer, type PeerState } from './kept-peer.ts';
import { cameraEncodings, preferVp8, screenEncodings } from './picture-codec.ts';

type SendPicturesOptions = {
  readonly what: 'camera' | 'screen';
  readonly open: () => RTCPeerConnection;
  readonly ask: (offer: string) => Promise<string>;
  readonly onState: (state: PeerState) => void;
  readonly isFinal: (error: unknown) => boolean;
  readonly onFailed: (error: unknown) => void;
};

export class SendPictures {
  readonly #kept: KeptPeer;
  #track: MediaStreamTrack | undefined;

  constructor({ what, open, ...rest }: SendPicturesOptions) {
    this.#kept = new KeptPeer({
      ...rest,
      open: () => {
        const peer = open();
        const sendEncodings = [...(what === 'camera' ? cameraEncodings : screenEncodings)];
        preferVp8(peer.addTransceiver(this.#track ?? 'video', { direction: 'sendonly', sendEncodings }));
        return peer;
      },
    });
  }

  get state(): PeerState {
    return this.#kept.state;
  }

  /** Nothing is on its way to being connected: it is up, off, or waits to be tried again. */
  get isSettled(): boolean {
    return !this.#kept.isBeingMade;
  }

  /** Sends this track, in place of the one before. */
  async send(track: MediaStreamTrack): Promise<void> {
    this.#track = track;
    const sender = this.#kept.peer?.getSenders()[0];
    if (sender === undefined) this.#kept.keep();
    else await sender.replaceTrack(track);
  }

  renew(): void {
    this.#kept.renew();
  }

  /** Ends the connection; the track is the caller's to stop. */
  drop(): void {
    this.#track = undefined;
    this.#kept.drop();
  }
}

/** One call's sound: a WebRTC connection from this browser to the switchboard. Knows nothing of pages or commands. */
import { after } from '../app/time.ts';
import { offerOf } from './offer.ts';

/**
 * Whether sound gets through:
 *
 *     preparing ──► connecting ──► flowing ◄──► interrupted
 *                       └─────────────┴──────────────┴──► failed      (any) ──► closed
 */
export type Sound = 'preparing' | 'connecting' | 'flowing' | 'interrupted' | 'failed' | 'closed';

type PeerLineOptions = {
  readonly iceServers: readonly { readonly urls: string }[];
  readonly microphone: MediaStream;
  readonly onSound: (sound: Sound) => void;
};

const connectWithinMs = 12_000;
const keyMs = 140;
const gapMs = 70;

export class PeerLine {
  readonly remote: MediaStream = new MediaStream();
  readonly #peer: RTCPeerConnection;
  readonly #sender: RTCRtpSender;
  readonly #onSound: (sound: Sound) => void;
  #microphone: MediaStream;
  #ownsMicrophone = true;
  #isMuted = false;
  #sound: Sound = 'preparing';
  #stopDeadline: (() => void) | undefined;

  constructor({ iceServers, microphone, onSound }: PeerLineOptions) {
    this.#onSound = onSound;
    this.#microphone = microphone;
    this.#peer = new RTCPeerConnection({ iceServers: iceServers.map(({ urls }) => ({ urls })) });
    this.#peer.addEventListener('track', ({ track }) => this.remote.addTrack(track));
    this.#peer.addEventListener('connectionstatechange', () => this.#moved());
    const [track] = microphone.getAudioTracks();
    if (track === undefined) throw new TypeError('a line wants a microphone with a track');
    this.#sender = this.#peer.addTrack(track, microphone);
  }

  get sound(): Sound {
    return this.#sound;
  }

  get microphone(): MediaStream {
    return this.#microphone;
  }

  /** The offer with its candidates; what has not been found within a second is left out. */
  offer(): Promise<string> {
    return offerOf(this.#peer);
  }

  /** Takes the switchboard's answer; sound should flow within seconds. */
  async accept(answer: string): Promise<void> {
    if (this.#sound === 'closed') return;
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    if (this.#sound === 'preparing') this.#set('connecting');
    this.#stopDeadline = after(connectWithinMs, () => {
      if (this.#sound === 'connecting') this.#set('failed');
    });
  }

  /** Sends a key in the sound (RFC 4733). False where this browser or connection cannot. */
  sendKey(key: string): boolean {
    const { dtmf } = this.#sender;
    if (dtmf === null || !dtmf.canInsertDTMF) return false;
    // insertDTMF replaces what still waits to be sent, so what waits goes first.
    dtmf.insertDTMF(dtmf.toneBuffer + key, keyMs, gapMs);
    return true;
  }

  mute(isMuted: boolean): void {
    this.#isMuted = isMuted;
    for (const track of this.#microphone.getAudioTracks()) track.enabled = !isMuted;
  }

  /** Speaks through another microphone; the one before is let go. */
  async changeMicrophone(microphone: MediaStream): Promise<void> {
    if (this.#sound === 'closed') return release(microphone);
    await this.#sender.replaceTrack(microphone.getAudioTracks()[0] ?? null);
    release(this.#microphone);
    this.#microphone = microphone;
    this.mute(this.#isMuted);
  }

  /** False once it was silenced or closed. */
  get isOpen(): boolean {
    return this.#sound !== 'closed';
  }

  /** Leaves the microphone to another connection: closing this one does not stop it. */
  leaveMicrophone(): void {
    this.#ownsMicrophone = false;
  }

  /** Closes a connection that never took over: the microphone is another's. */
  abandon(): void {
    this.leaveMicrophone();
    this.close();
  }

  /** Nothing is said or heard from here on; the connection stays, so that the switchboard hears of a hang-up before it sees it gone. */
  silence(): void {
    this.#stopDeadline?.();
    if (this.#ownsMicrophone) release(this.#microphone);
    release(this.remote);
    this.#set('closed');
  }

  /** Lets the microphone and the connection go at once; closing twice is calm. */
  close(): void {
    this.silence();
    this.#peer.close();
  }

  #moved(): void {
    const sounds: Partial<Record<RTCPeerConnectionState, Sound>> = { connected: 'flowing', disconnected: 'interrupted', failed: 'failed' };
    const sound = sounds[this.#peer.connectionState];
    if (sound !== undefined) this.#set(sound);
  }

  #set(sound: Sound): void {
    if (this.#sound === sound || this.#sound === 'closed') return;
    this.#sound = sound;
    this.#onSound(sound);
  }
}

/** Stops a stream; of a microphone, the browser's sign that it is open disappears. */
export function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

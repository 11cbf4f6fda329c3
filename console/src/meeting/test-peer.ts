/** Test aid: an RTCPeerConnection that connects nothing, tells what was done to it, and becomes what the test says. */
export class TestPeer extends EventTarget {
  readonly iceGatheringState = 'complete';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: { readonly sdp: string } | undefined;
  answer: string | undefined;
  isClosed = false;
  readonly transceivers: TestTransceiver[] = [];

  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: `offer of ${String(this.transceivers.length)}` });
  }

  setLocalDescription(description: { readonly sdp: string }): Promise<void> {
    this.localDescription = description;
    return Promise.resolve();
  }

  setRemoteDescription({ sdp }: { readonly sdp: string }): Promise<void> {
    this.answer = sdp;
    return Promise.resolve();
  }

  addTransceiver(track: unknown, { direction, sendEncodings }: RTCRtpTransceiverInit): TestTransceiver {
    const transceiver = new TestTransceiver(track, direction, sendEncodings ?? []);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getSenders(): readonly TestTransceiver['sender'][] {
    return this.transceivers.map(({ sender }) => sender);
  }

  getReceivers(): readonly TestTransceiver['receiver'][] {
    return this.transceivers.map(({ receiver }) => receiver);
  }

  getStats(): Promise<ReadonlyMap<string, unknown>> {
    return Promise.resolve(new Map());
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close(): void {
    this.isClosed = true;
  }
}

export class TestTransceiver {
  keyFrames = 0;
  readonly direction: RTCRtpTransceiverDirection | undefined;
  readonly encodings: readonly RTCRtpEncodingParameters[];
  readonly sender: { track: unknown; replaceTrack: (track: unknown) => Promise<void> };
  readonly receiver: { readonly track: object; getStats: () => Promise<ReadonlyMap<string, unknown>> };

  constructor(track: unknown, direction: RTCRtpTransceiverDirection | undefined, encodings: readonly RTCRtpEncodingParameters[]) {
    this.direction = direction;
    this.encodings = encodings;
    this.sender = {
      track,
      replaceTrack: (next) => {
        this.sender.track = next;
        return Promise.resolve();
      },
    };
    this.receiver = {
      track: {},
      getStats: () => Promise.resolve(new Map([['in', { type: 'inbound-rtp', keyFramesDecoded: this.keyFrames }]])),
    };
  }

  setCodecPreferences(): void {
    // What is preferred is for a real browser to heed.
  }
}

/** A stream that holds what is put into it. */
export class TestStream {
  readonly #tracks = new Set<unknown>();

  constructor(tracks: readonly unknown[] = []) {
    for (const track of tracks) this.#tracks.add(track);
  }

  addTrack(track: unknown): void {
    this.#tracks.add(track);
  }

  removeTrack(track: unknown): void {
    this.#tracks.delete(track);
  }

  getTracks(): readonly unknown[] {
    return [...this.#tracks];
  }

  getVideoTracks(): readonly unknown[] {
    return this.getTracks();
  }
}

/** A track that can be unplugged. */
export class TestTrack extends EventTarget {
  isStopped = false;
  contentHint = '';

  stop(): void {
    this.isStopped = true;
  }

  unplug(): void {
    this.dispatchEvent(new Event('ended'));
  }
}

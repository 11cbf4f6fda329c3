/** This window's camera: opened once, for the preview and for the meeting alike. */
import { devices, lookForDevices } from '../phone/devices.ts';
import { release } from '../phone/peer-line.ts';
import type { Trouble } from '../phone/trouble.ts';
import { cameraGone, cameraTrouble } from './device-words.ts';

type CameraOptions = {
  /** It opened, changed, or closed. */
  readonly onChange: () => void;
};

/** A camera that cannot be had leaves `trouble`; that is no failure of whatever wants it. */
export class Camera {
  readonly #onChange: () => void;
  #stream: MediaStream | undefined;
  #trouble: Trouble | undefined;
  /** Counts up with each wish, so that a late opening that nobody wants any more is let go. */
  #wish = 0;

  constructor({ onChange }: CameraOptions) {
    this.#onChange = onChange;
  }

  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }

  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  async open(): Promise<void> {
    if (this.#stream === undefined) await this.#open();
  }

  /** Takes the camera that is chosen now; the one before is closed when this one is there. */
  async change(): Promise<void> {
    if (this.#stream !== undefined) await this.#open();
  }

  close(): void {
    this.#wish += 1;
    this.#put(undefined, undefined);
  }

  async #open(): Promise<void> {
    const mine = ++this.#wish;
    try {
      const stream = await openCamera(devices.get().camera);
      if (mine !== this.#wish) return release(stream);
      // Stopping a track ourselves makes no such event: this is a plug pulled, or a permission taken back.
      for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#gone(stream), { once: true });
      this.#put(stream, undefined);
      void lookForDevices().catch(() => undefined);
    } catch (error) {
      const name = error instanceof Error ? error.name : String(error);
      if (mine === this.#wish) this.#put(undefined, cameraTrouble(name, window.isSecureContext));
    }
  }

  #gone(stream: MediaStream): void {
    if (stream === this.#stream) this.#put(undefined, cameraGone);
  }

  #put(stream: MediaStream | undefined, trouble: Trouble | undefined): void {
    if (this.#stream !== undefined && this.#stream !== stream) release(this.#stream);
    this.#stream = stream;
    this.#trouble = trouble;
    this.#onChange();
  }
}

/** A chosen camera that is gone is an error, not another one behind the user's back. */
async function openCamera(deviceId: string | undefined): Promise<MediaStream> {
  const video: MediaTrackConstraints = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
  if (deviceId !== undefined) video.deviceId = { exact: deviceId };
  const stream = await navigator.mediaDevices.getUserMedia({ video });
  for (const track of stream.getVideoTracks()) track.contentHint = 'motion';
  return stream;
}

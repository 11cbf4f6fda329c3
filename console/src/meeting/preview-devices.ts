/** Before joining: the microphone that will be spoken through, how loud it is, and what is wished for. */
import { every } from '../app/time.ts';
import { Store } from '../live/store.ts';
import { devices, lookForDevices } from '../phone/devices.ts';
import { listen } from '../phone/level.ts';
import { MicrophoneError, openMicrophone } from '../phone/microphone.ts';
import { release } from '../phone/peer-line.ts';
import { microphoneGone } from '../phone/trouble.ts';
import type { Camera } from './camera.ts';
import { askForBoth } from './permission.ts';
import { lineOf } from './device-words.ts';
import type { Preview } from './meeting-view.ts';

const readEveryMs = 80;

export class PreviewDevices {
  readonly store: Store<Preview>;
  readonly #camera: Camera;
  readonly #level = new Store(0);
  #isOpen = false;
  #microphone: MediaStream | undefined;
  #stopListening: (() => void) | undefined;
  #wish = 0;
  /** The opening of the microphone that is under way. */
  #opening: Promise<void> | undefined;
  /** The microphone is a call's from now on, or will be. */
  #isTaken = false;

  constructor(camera: Camera) {
    this.#camera = camera;
    this.store = new Store<Preview>({ wantsCamera: true, wantsMicrophone: true, level: this.#level });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.#openBoth();
  }

  /** The camera stays open where the meeting has it. */
  close(isCameraKept: boolean): void {
    this.#isOpen = false;
    this.#isTaken = false;
    this.#closeMicrophone();
    if (!isCameraKept) this.#camera.close();
  }

  want({ camera, microphone }: { readonly camera?: boolean | undefined; readonly microphone?: boolean | undefined }): void {
    const before = this.store.get();
    const wantsCamera = camera ?? before.wantsCamera;
    this.store.set({ ...before, wantsCamera, wantsMicrophone: microphone ?? before.wantsMicrophone });
    if (!this.#isOpen) return;
    if (camera === false) this.#camera.close();
    // What was refused is asked for once more.
    if (camera === true) void this.#camera.open();
    if (microphone === true && this.#microphone === undefined && !this.#isTaken) void this.#openMicrophone();
  }

  async changeMicrophone(): Promise<void> {
    this.#isTaken = false;
    if (this.#isOpen) await this.#openMicrophone();
  }

  /** Shows the camera as it is by now. */
  followCamera(): void {
    const { trouble, stream } = this.#camera;
    this.store.update((before) => ({ ...before, camera: stream, cameraTrouble: trouble && lineOf(trouble) }));
  }

  /** Hands the open microphone over to a call; opens it, unless the preview shows already that it cannot be had. Undefined where none can. */
  async takeMicrophone(): Promise<MediaStream | undefined> {
    this.#isTaken = true;
    while (this.#opening !== undefined) await this.#opening;
    const isKnownGone = this.#isOpen && this.store.get().microphoneTrouble !== undefined;
    if (this.#microphone === undefined && !isKnownGone) await this.#openMicrophone();
    const microphone = this.#microphone;
    this.#microphone = undefined;
    this.#closeMicrophone();
    return microphone;
  }

  async #openBoth(): Promise<void> {
    if (this.store.get().wantsCamera) await askForBoth();
    if (!this.#isOpen) return;
    if (this.#microphone === undefined && !this.#isTaken) void this.#openMicrophone();
    if (this.store.get().wantsCamera) void this.#camera.open();
  }

  async #openMicrophone(): Promise<void> {
    const opening = this.#open();
    this.#opening = opening;
    await opening;
    if (this.#opening === opening) this.#opening = undefined;
  }

  async #open(): Promise<void> {
    const mine = ++this.#wish;
    try {
      const microphone = await openMicrophone(devices.get().microphone);
      if (mine !== this.#wish) return release(microphone);
      this.#closeMicrophone();
      this.#microphone = microphone;
      for (const track of microphone.getTracks()) track.addEventListener('ended', () => this.#microphoneGone(microphone), { once: true });
      this.#told(undefined);
      this.#listen(microphone);
      void lookForDevices().catch(() => undefined);
    } catch (error) {
      if (mine !== this.#wish) return;
      this.#closeMicrophone();
      this.#told(error instanceof MicrophoneError ? lineOf(error.trouble) : String(error));
    }
  }

  #microphoneGone(microphone: MediaStream): void {
    if (microphone !== this.#microphone) return;
    this.#closeMicrophone();
    this.#told(lineOf(microphoneGone));
  }

  #listen(microphone: MediaStream): void {
    const ear = listen(microphone);
    const stop = every(readEveryMs, () => this.#level.set(ear.read()));
    this.#stopListening = () => {
      stop();
      ear.stop();
      this.#level.set(0);
    };
  }

  #closeMicrophone(): void {
    this.#wish += 1;
    this.#stopListening?.();
    this.#stopListening = undefined;
    if (this.#microphone !== undefined) release(this.#microphone);
    this.#microphone = undefined;
  }

  #told(microphoneTrouble: string | undefined): void {
    this.store.update((before) => ({ ...before, microphoneTrouble }));
  }
}

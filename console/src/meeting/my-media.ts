/** What I give to a meeting: camera, screen and microphone, from the preview to the end. */
import type { PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import { choose, lookForDevices } from '../phone/devices.ts';
import { silentMicrophone } from '../phone/microphone.ts';
import { release } from '../phone/peer-line.ts';
import { audioContext } from '../phone/sound-out.ts';
import type { Trouble } from '../phone/trouble.ts';
import { Camera } from './camera.ts';
import type { Pictures } from './pictures.ts';
import { PreviewDevices } from './preview-devices.ts';
import { captureScreen } from './screen.ts';

type MyMediaOptions = {
  readonly pictures: Pictures;
  readonly onChange: () => void;
  readonly onTrouble: (trouble: Trouble) => void;
};

export class MyMedia {
  readonly camera: Camera;
  readonly preview: PreviewDevices;
  readonly #options: MyMediaOptions;
  #isJoining = false;
  #isInMeeting = false;
  #isPreviewLeft = false;
  #screen: MediaStream | undefined;
  /** The roster has said that I share. */
  #wasSharing = false;
  /** What is spoken through where no microphone could be had. */
  #silence: MediaStream | undefined;

  constructor(options: MyMediaOptions) {
    this.#options = options;
    this.camera = new Camera({ onChange: () => this.#followCamera() });
    this.preview = new PreviewDevices(this.camera);
  }

  get screen(): MediaStream | undefined {
    return this.#screen;
  }

  openPreview(): void {
    this.#isPreviewLeft = false;
    void lookForDevices().catch(() => undefined);
    this.preview.open();
  }

  /** While a meeting is joined, the devices stay open for it; in the meeting, the camera. */
  closePreview(): void {
    this.#isPreviewLeft = true;
    if (!this.#isJoining) this.preview.close(this.#isInMeeting);
  }

  async chooseCamera(deviceId: string): Promise<void> {
    choose('camera', deviceId === '' ? undefined : deviceId);
    const { wantsCamera } = this.preview.store.get();
    // One that could not be opened is tried again with the new choice.
    if (this.camera.stream !== undefined) await this.camera.change();
    else if (wantsCamera && (this.preview.isOpen || this.#isInMeeting)) await this.camera.open();
    this.#tellOfCamera();
  }

  /** The microphone for joining a meeting, handed over; one that says nothing where none can be had. `begin` or `settle` must follow. */
  async takeMicrophone(): Promise<{ readonly microphone: MediaStream; readonly isMuted: boolean }> {
    this.#isJoining = true;
    const { wantsMicrophone } = this.preview.store.get();
    const microphone = await this.preview.takeMicrophone();
    this.#silence = microphone === undefined ? silentMicrophone(audioContext()) : undefined;
    return { microphone: microphone ?? this.#silence ?? new MediaStream(), isMuted: !wantsMicrophone || microphone === undefined };
  }

  /** Whether this is the microphone that says nothing. */
  isSilence(microphone: MediaStream | undefined): boolean {
    return this.#silence !== undefined && microphone === this.#silence;
  }

  /** I am in a meeting from now on. */
  begin({ opensCamera }: { readonly opensCamera: boolean }): void {
    this.#isInMeeting = true;
    this.#isJoining = false;
    this.closePreview();
    if (opensCamera) void this.camera.open();
    this.#followCamera();
  }

  /** Nothing came of joining: the preview goes on, or is closed after all. */
  async settle(): Promise<void> {
    this.#isJoining = false;
    if (this.#isPreviewLeft) this.closePreview();
    // The microphone went with the attempt.
    else await this.preview.changeMicrophone();
  }

  /** The meeting is over: everything is let go. */
  end(): void {
    this.#isInMeeting = false;
    if (!this.preview.isOpen) this.camera.close();
    if (this.#screen !== undefined) release(this.#screen);
    this.#screen = undefined;
    this.#wasSharing = false;
  }

  async switchCamera(isOn: boolean): Promise<void> {
    this.preview.want({ camera: isOn });
    if (!isOn) return this.camera.close();
    await this.camera.open();
    this.#tellOfCamera();
  }

  /** Asks which screen or window. False where nothing came of it. */
  async shareScreen(): Promise<boolean> {
    const captured = await captureScreen();
    if (captured.kind === 'trouble') this.#options.onTrouble(captured.trouble);
    if (captured.kind !== 'captured') return false;
    const { stream } = captured;
    if (!this.#isInMeeting) release(stream);
    if (!this.#isInMeeting) return false;
    // The browser's own "stop sharing", or the window is gone.
    for (const track of stream.getTracks()) track.addEventListener('ended', () => void this.#shareEnded(stream), { once: true });
    await this.#share(stream);
    return true;
  }

  stopSharing(): Promise<void> {
    return this.#share(undefined);
  }

  /** Somebody may have ended my sharing: then it is over here as well. */
  followRoster(me: PhoneParticipant | undefined, isLineWell: boolean): void {
    const isSharing = me?.isSharing === true;
    // While the network is away, or the connection is made anew, it only looks as if it had ended.
    const isEnded = this.#wasSharing && !isSharing && isLineWell && this.#options.pictures.isSettled('screen');
    this.#wasSharing = isSharing;
    if (isEnded) void this.#share(undefined);
  }

  /** I may not show this. */
  refused(what: 'camera' | 'screen' | 'view'): void {
    if (what === 'screen') void this.#share(undefined);
    if (what === 'camera') void this.switchCamera(false);
  }

  async #shareEnded(stream: MediaStream): Promise<void> {
    if (stream === this.#screen) await this.#share(undefined);
  }

  async #share(stream: MediaStream | undefined): Promise<void> {
    const before = this.#screen;
    this.#screen = stream;
    this.#options.onChange();
    await this.#options.pictures.send('screen', stream?.getVideoTracks()[0]).finally(() => before && release(before));
  }

  #followCamera(): void {
    this.preview.followCamera();
    if (this.#isInMeeting) void this.#options.pictures.send('camera', this.camera.track);
    this.#options.onChange();
  }

  #tellOfCamera(): void {
    if (this.#isInMeeting && this.camera.trouble !== undefined) this.#options.onTrouble(this.camera.trouble);
  }
}

/** This window's meeting as its page handles it: a line of the phone with pictures, chat and a roster beside its sound. */
import type { PageEvent } from '../../../src/wire/live/page-event.ts';
import type { Store } from '../live/store.ts';
import { choose } from '../phone/devices.ts';
import { isNoLongerWaiting } from '../phone/trouble.ts';
import type { Wishes } from './captions/language-wishes.ts';
import { MeetingLine, type LineCommand, type MeetingLineOptions } from './meeting-line.ts';
import type { MeetingVerbs, MeetingView, Preview, Wish } from './meeting-view.ts';

export class MeetingSession implements MeetingVerbs {
  readonly view: Store<MeetingView>;
  readonly preview: Store<Preview>;
  readonly #line: MeetingLine;
  /** Those in the lobby whose answer is on its way. */
  readonly #beingAnswered = new Set<string>();

  constructor(options: MeetingLineOptions) {
    this.#line = new MeetingLine(options);
    this.view = this.#line.view;
    this.preview = this.#line.media.preview.store;
  }

  /** Takes what the switchboard tells. */
  hear(event: PageEvent): void {
    this.#line.hear(event);
  }

  openPreview(): void {
    this.#line.media.openPreview();
  }

  closePreview(): void {
    this.#line.media.closePreview();
  }

  setWants(wants: { readonly camera?: boolean; readonly microphone?: boolean }): void {
    this.#line.media.preview.want(wants);
  }

  chooseCamera(deviceId: string): Promise<void> {
    return this.#line.media.chooseCamera(deviceId);
  }

  async chooseMicrophone(deviceId: string): Promise<void> {
    choose('microphone', deviceId === '' ? undefined : deviceId);
    await this.#line.media.preview.changeMicrophone();
    await this.#line.changeMicrophone();
  }

  /** Whoever plays the sound follows the choice. */
  chooseSpeaker(deviceId: string): Promise<void> {
    choose('speaker', deviceId === '' ? undefined : deviceId);
    return Promise.resolve();
  }

  join(joinMeetingId: string, passcode?: string): Promise<void> {
    return this.#line.join(joinMeetingId, passcode);
  }

  leave(): Promise<void> {
    return this.#line.leave();
  }

  rejoin(): Promise<void> {
    return this.#line.rejoin();
  }

  mute(isMuted: boolean): Promise<void> {
    return this.#line.mute(isMuted);
  }

  camera(isOn: boolean): Promise<void> {
    return this.#line.media.switchCamera(isOn);
  }

  async shareScreen(isOn: boolean): Promise<boolean> {
    if (isOn) return this.#line.media.shareScreen();
    await this.#line.media.stopSharing();
    return true;
  }

  show(wishes: readonly Wish[]): void {
    this.#line.show(wishes);
  }

  endForAll(): Promise<void> {
    return this.#line.do({ kind: 'endMeeting' }, 'Ending the meeting failed');
  }

  record(isOn: boolean): Promise<void> {
    return this.#line.do(
      { kind: isOn ? 'startRecording' : 'stopRecording' },
      isOn ? 'Beginning the recording failed' : 'Ending the recording failed',
    );
  }

  keepTranscript(isOn: boolean): Promise<void> {
    return this.#line.do(
      { kind: isOn ? 'startTranscript' : 'stopTranscript' },
      isOn ? 'Beginning the transcript failed' : 'Ending the transcript failed',
    );
  }

  wish(wishes: Partial<Wishes>): void {
    this.#line.wishes.wish(wishes);
  }

  raiseHand(isRaised: boolean): Promise<void> {
    return this.#line.do({ kind: 'raiseHand', isRaised }, isRaised ? 'Raising your hand failed' : 'Lowering your hand failed');
  }

  lowerHand(participantId: string): Promise<void> {
    return this.#line.do({ kind: 'lowerHand', participantId }, 'Lowering the hand failed');
  }

  muteOther(participantId: string): Promise<void> {
    return this.#line.do({ kind: 'muteOther', participantId }, 'Muting failed');
  }

  removeOther(participantId: string): Promise<void> {
    return this.#line.do({ kind: 'removeOther', participantId }, 'Removing failed');
  }

  stopSharingOf(participantId: string): Promise<void> {
    return this.#line.do({ kind: 'stopSharingOf', participantId }, 'Ending the sharing failed');
  }

  giveRole(participantId: string, role: 'presenter' | 'attendee'): Promise<void> {
    return this.#line.do({ kind: 'giveRole', participantId, role }, 'Giving the role failed');
  }

  admit(participantIds: readonly string[] | 'all'): Promise<void> {
    return this.#answerWaiting({ kind: 'admit', participantIds }, 'Letting them in failed');
  }

  deny(participantIds: readonly string[]): Promise<void> {
    return this.#answerWaiting({ kind: 'deny', participantIds }, 'Sending them away failed');
  }

  invite(number: string): Promise<void> {
    return this.#line.do({ kind: 'invite', number }, `Calling ${number} failed`);
  }

  uninvite(participantId: string): Promise<void> {
    return this.#line.do({ kind: 'uninvite', participantId }, 'Calling off the invitation failed');
  }

  say(text: string): Promise<void> {
    return this.#line.do({ kind: 'chat', text }, 'Sending the message failed');
  }

  readChat(): void {
    this.#line.readChat();
  }

  dismissTrouble(): void {
    this.#line.dismissTrouble();
  }

  /** Asks once, however often it is pressed; who waits no longer was answered by another. */
  async #answerWaiting(command: Extract<LineCommand, { readonly kind: 'admit' | 'deny' }>, tried: string): Promise<void> {
    const whom = String(command.participantIds);
    if (this.#beingAnswered.has(whom)) return;
    this.#beingAnswered.add(whom);
    await this.#line.do(command, tried, isNoLongerWaiting);
    this.#beingAnswered.delete(whom);
  }
}

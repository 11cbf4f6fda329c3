/** Test aid: this window's phone, whose far end is the test. */
import { Store } from '../live/store.ts';
import type { HowToDial } from '../phone/attempt.ts';
import type { LineSound } from '../phone/open-lines.ts';
import type { Sound } from '../phone/peer-line.ts';
import type { PhoneView } from '../phone/phone-session.ts';

/** A phone that tells what was asked of it; `answers` is the leg that dialling leads to. */
export class TestPhone {
  readonly view: Store<PhoneView> = new Store<PhoneView>({ who: 'ada', sounds: new Map(), sentKeys: '' });
  readonly did: string[] = [];
  answers: () => string | undefined = () => 'leg';

  dial(number: string, { passcode, isMuted, isMeeting }: HowToDial = {}): Promise<string | undefined> {
    this.did.push(
      `${isMeeting === true ? 'joins' : 'dials'} ${number} ${passcode ?? 'without passcode'}${isMuted === true ? ' muted' : ''}`,
    );
    const legId = this.answers();
    if (legId !== undefined) this.sounds('flowing', legId);
    return Promise.resolve(legId);
  }

  renew(legId: string): Promise<void> {
    return Promise.resolve(void this.did.push(`renews ${legId}`));
  }

  hangUp(legId: string): Promise<void> {
    return Promise.resolve(void this.did.push(`hangs up ${legId}`));
  }

  mute(legId: string, isMuted: boolean): Promise<void> {
    return Promise.resolve(void this.did.push(`${isMuted ? 'mutes' : 'unmutes'} ${legId}`));
  }

  changeMicrophone(): Promise<void> {
    return Promise.resolve(void this.did.push('changes the microphone'));
  }

  cancelAttempt(): void {
    this.did.push('cancels');
  }

  dismiss(): void {
    this.view.update((view) => ({ ...view, trouble: undefined }));
  }

  sounds(sound: Sound | undefined, legId = 'leg'): void {
    const stream = new MediaStream();
    const line: [string, LineSound][] = sound === undefined ? [] : [[legId, { sound, isMuted: false, microphone: stream, remote: stream }]];
    this.view.update((view) => ({ ...view, sounds: new Map(line) }));
  }
}

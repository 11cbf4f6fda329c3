/** This window's phone: who sits here, the calls it places and takes, kept through page changes and lost connections. */
import type { Connected, PageCommand } from '../../../src/wire/live/page-command.ts';
import type { Phone, PhoneLine } from '../../../src/wire/live/page-event.ts';
import { uuid } from '../app/chance.ts';
import type { Hello, House } from '../live/house.ts';
import { isUnanswered } from '../live/live-error.ts';
import type { LiveSocket } from '../live/live-socket.ts';
import { Store } from '../live/store.ts';
import { failed, words, type Attempt, type HowToConnect, type HowToDial } from './attempt.ts';
import { devices, lookForDevices } from './devices.ts';
import { openMicrophone, silentMicrophone } from './microphone.ts';
import { OpenLines, type LineSound } from './open-lines.ts';
import { PeerLine, release, type Sound } from './peer-line.ts';
import { Reconnects } from './reconnects.ts';
import { rememberedWho, rememberWho } from './remembered.ts';
import { audioContext, wakeSound } from './sound-out.ts';
import { isNoLongerWaiting, microphoneGone, startedAnew, troubleOf, type Trouble } from './trouble.ts';

export type PhoneView = {
  readonly who: string | undefined;
  readonly attempt?: Attempt | undefined;
  readonly trouble?: Trouble | undefined;
  /** The line that ended last, until it is dismissed or another call begins. */
  readonly ended?: PhoneLine | undefined;
  /** The number of a meeting that asks for its passcode. */
  readonly asksPasscode?: string | undefined;
  readonly sounds: ReadonlyMap<string, LineSound>;
  readonly sentKeys: string;
};

type Options = { readonly live: LiveSocket; readonly house: Store<House> };

export class PhoneSession {
  readonly view: Store<PhoneView>;
  readonly #live: LiveSocket;
  readonly #house: Store<House>;
  readonly #lines = new OpenLines();
  readonly #reconnects: Reconnects;
  /** With it the switchboard gives this page its calls back after a lost connection. */
  readonly #pageId = uuid();
  #hello: Hello | undefined;
  #phone: Phone | undefined;
  #attempts = 0;
  #lastTry: (() => Promise<unknown>) | undefined;

  constructor({ live, house }: Options) {
    this.#live = live;
    this.#house = house;
    this.view = new Store<PhoneView>({ who: rememberedWho(), sounds: new Map(), sentKeys: '' });
    this.#reconnects = new Reconnects({
      lines: this.#lines,
      open: (microphone, onSound) => this.#peer(microphone, onSound),
      ask: async (legId, offer) => (await live.request({ kind: 'answer', legId, offer })) as Connected,
      onChange: () => this.#refresh(),
      onTrouble: (trouble) => this.tell(trouble),
    });
    house.watch(() => this.#followHouse(house.get()));
    // The other side hears at once that this window is gone, and not when its silence is noticed.
    globalThis.addEventListener('pagehide', () => {
      for (const legId of this.#lines.ids()) this.#lines.peer(legId)?.close();
    });
  }

  async signIn(userId: string): Promise<void> {
    const before = this.view.get().who;
    this.#change({ who: userId, trouble: undefined });
    try {
      await this.#live.request({ kind: 'signIn', userId, pageId: this.#pageId });
      rememberWho(userId);
      // What was hung up while the connection was away is not known there yet.
      for (const legId of this.#lines.closedIds()) void this.hangUp(legId);
    } catch (error) {
      // Without a connection nothing is refused: the next `hello` signs in.
      if (isUnanswered(error)) return;
      const who = before !== userId && this.#lines.ids().length > 0 ? before : undefined;
      rememberWho(who);
      this.#change({ who, trouble: troubleOf(error, 'Signing in failed') });
    }
  }

  async signOut(): Promise<void> {
    rememberWho(undefined);
    this.#change({ who: undefined, trouble: undefined, ended: undefined });
    await this.#try({ kind: 'signOut' }, 'Leaving failed');
  }

  /** `passcode` goes with a meeting that asks for one. Gives the leg, or undefined where nothing came of it: `view` says why. */
  dial(number: string, { passcode, isMeeting, ...how }: HowToDial = {}): Promise<string | undefined> {
    const asked = { passcode, ...(isMeeting === true && { isMeeting }) } as const;
    this.#lastTry = () => this.dial(number, { isSilent: true, ...asked });
    const attempt = { kind: 'dial', number, ...asked } as const;
    return this.#connect({ ...attempt, step: 'microphone' }, how, (offer) => ({ ...attempt, offer }));
  }

  /** Connects the sound of a line anew, after the network has changed under it. */
  renew(legId: string): Promise<void> {
    return this.#reconnects.renew(legId);
  }

  /** Takes a call that rings here; another call of this window is ended first. */
  async answer(legId: string, isSilent = false): Promise<void> {
    this.#lastTry = () => this.answer(legId, true);
    for (const other of this.#lines.ids()) if (other !== legId) await this.hangUp(other);
    await this.#connect({ kind: 'answer', legId, step: 'microphone' }, { isSilent }, (offer) => ({ kind: 'answer', legId, offer }));
  }

  /** Tries the last call again with a microphone that says nothing. */
  async retrySilently(): Promise<void> {
    await this.#lastTry?.();
  }

  /** Calls off an attempt that the switchboard has not answered yet. */
  cancelAttempt(): void {
    this.#attempts += 1;
    this.#change({ attempt: undefined });
  }

  async hangUp(legId: string): Promise<void> {
    const peer = this.#lines.peer(legId);
    peer?.silence();
    // It is the attempt's own line, seen before its reply.
    if (peer === undefined) this.cancelAttempt();
    await this.#end(legId);
    peer?.close();
  }

  /** Lets those in who wait in the lobby. */
  admit(legId: string, participantIds: readonly string[] | 'all'): Promise<void> {
    return this.#try({ kind: 'admit', legId, participantIds }, 'Letting them in failed', isNoLongerWaiting);
  }

  /** Sends those away who wait in the lobby. */
  deny(legId: string, participantIds: readonly string[]): Promise<void> {
    return this.#try({ kind: 'deny', legId, participantIds }, 'Sending them away failed', isNoLongerWaiting);
  }

  decline(legId: string): Promise<void> {
    return this.#try({ kind: 'decline', legId }, 'Declining failed');
  }

  /** Silences the microphone here at once, and tells the switchboard. */
  mute(legId: string, isMuted: boolean): Promise<void> {
    this.#lines.mute(legId, isMuted);
    this.#refresh();
    return this.#try({ kind: 'mute', legId, isMuted }, 'Telling Rollcall about the mute failed');
  }

  /** In the sound where the browser can, else by a command. */
  async sendKey(legId: string, key: string): Promise<void> {
    this.#change({ sentKeys: this.view.get().sentKeys + key });
    if (this.#lines.peer(legId)?.sendKey(key) === true) return;
    await this.#try({ kind: 'key', legId, key }, `Sending the key ${key} failed`);
  }

  /** Makes calls that are up speak through the microphone chosen now. */
  async changeMicrophone(): Promise<void> {
    try {
      for (const legId of this.#lines.ids()) {
        const microphone = await openMicrophone(devices.get().microphone);
        this.#watchMicrophone(microphone);
        const peer = this.#lines.peer(legId);
        if (peer === undefined) release(microphone);
        else await peer.changeMicrophone(microphone);
      }
    } catch (error) {
      this.#change({ trouble: { ...words(error, 'Changing the microphone failed'), canGoSilent: undefined } });
    }
    this.#refresh();
  }

  dismiss(what: 'trouble' | 'ended'): void {
    this.#change({ [what]: undefined, asksPasscode: undefined });
  }

  tell(trouble: Trouble): void {
    this.#change({ trouble });
  }

  async #connect(attempt: Attempt, how: HowToConnect, command: (offer: string) => PageCommand): Promise<string | undefined> {
    if (this.view.get().attempt !== undefined) return undefined;
    const mine = ++this.#attempts;
    const isOff = (): boolean => this.#attempts !== mine;
    this.#change({ attempt, trouble: undefined, ended: undefined, asksPasscode: undefined, sentKeys: '' });
    let peer: PeerLine | undefined;
    let legId: string | undefined;
    try {
      wakeSound();
      const microphone =
        how.microphone ?? (how.isSilent === true ? silentMicrophone(audioContext()) : await openMicrophone(devices.get().microphone));
      if (isOff()) {
        release(microphone);
        return undefined;
      }
      void lookForDevices().catch(() => undefined);
      this.#watchMicrophone(microphone);
      this.#change({ attempt: { ...attempt, step: 'network' } });
      peer = this.#peer(microphone, () => this.#refresh());
      peer.mute(how.isMuted === true);
      const offer = await peer.offer();
      if (isOff()) {
        peer.close();
        return undefined;
      }
      const connected = (await this.#live.request(command(offer))) as Connected;
      ({ legId } = connected);
      if (isOff()) {
        peer.close();
        await this.#end(legId);
        return undefined;
      }
      this.#lines.adopt(legId, peer);
      if (how.isMuted === true) void this.mute(legId, true);
      this.#followPhone();
      await peer.accept(connected.answer);
      return legId;
    } catch (error) {
      peer?.close();
      if (legId !== undefined) void this.#end(legId);
      if (!isOff()) this.#change(failed(attempt, error));
      return undefined;
    } finally {
      if (!isOff()) this.#change({ attempt: undefined });
      this.#refresh();
    }
  }

  #peer(microphone: MediaStream, onSound: (sound: Sound) => void): PeerLine {
    return new PeerLine({ iceServers: this.#hello?.iceServers ?? [], microphone, onSound });
  }

  /** Stopping a track ourselves makes no such event: this is a plug pulled, or a permission taken back. */
  #watchMicrophone(microphone: MediaStream): void {
    for (const track of microphone.getTracks()) track.addEventListener('ended', () => this.tell(microphoneGone), { once: true });
  }

  #followHouse(house: House): void {
    if (house.hello !== this.#hello) {
      const isAnew = this.#hello !== undefined && this.#hello.instance !== house.hello?.instance;
      this.#hello = house.hello;
      if (isAnew) this.#tellEnd(this.#lines.loseAll(startedAnew));
      const { who } = this.view.get();
      if (who !== undefined) void this.signIn(who);
    }
    if (house.phone !== this.#phone) this.#followPhone();
  }

  #followPhone(): void {
    this.#phone = this.#house.get().phone;
    if (this.#phone === undefined) return;
    this.#tellEnd(this.#lines.follow(this.#phone));
    this.#reconnects.follow(this.#phone);
  }

  #tellEnd(ended: PhoneLine | undefined): void {
    this.#change({ sounds: this.#lines.sounds(), ...(ended === undefined ? {} : { ended }) });
  }

  /** Tells the switchboard that a line is over. */
  async #end(legId: string): Promise<void> {
    try {
      await this.#live.request({ kind: 'hangUp', legId });
    } catch (error) {
      // A call that is over, or a connection that is away, needs no word: the first is seen, the second is made up for.
      const isUp = this.#phone?.lines.some((line) => line.legId === legId && line.state !== 'ended');
      if (isUp === true && this.#live.link.get().status === 'open') this.#change({ trouble: troubleOf(error, 'Hanging up failed') });
    }
  }

  /** A command whose failure is told, unless it `isMoot`, and otherwise harmless. */
  async #try(command: PageCommand, tried: string, isMoot?: (error: unknown) => boolean): Promise<void> {
    try {
      await this.#live.request(command);
    } catch (error) {
      if (isMoot?.(error) !== true) this.#change({ trouble: troubleOf(error, tried) });
    }
  }

  #refresh(): void {
    this.#change({ sounds: this.#lines.sounds() });
  }

  #change(part: Partial<PhoneView>): void {
    this.view.update((view) => ({ ...view, ...part }));
  }
}

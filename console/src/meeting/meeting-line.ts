/** The line that a meeting is on: joins it, follows it, brings it back, and keeps pictures and happenings beside its sound. */
import type { Connected, PageCommand } from '../../../src/wire/live/page-command.ts';
import type { LineLanguages, PageEvent, Phone, PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { House } from '../live/house.ts';
import type { LiveSocket } from '../live/live-socket.ts';
import { Store } from '../live/store.ts';
import { joiningFailed } from '../phone/attempt.ts';
import { release } from '../phone/peer-line.ts';
import type { PhoneSession } from '../phone/phone-session.ts';
import { troubleOf, type Trouble } from '../phone/trouble.ts';
import { LanguageWishes } from './captions/language-wishes.ts';
import { ComeBack } from './come-back.ts';
import { Happenings } from './happenings.ts';
import type { MeetingView, Tile, Wish } from './meeting-view.ts';
import { MyMedia } from './my-media.ts';
import { PictureLoss } from './picture-loss.ts';
import { Pictures } from './pictures.ts';
import { nobody, peopleOf, type People } from './roster.ts';
import { mayHavePictures } from './stage.ts';
import { sameTiles, viewOf } from './view-of.ts';

export type MeetingLineOptions = {
  readonly live: Pick<LiveSocket, 'request' | 'link'>;
  readonly house: Store<House>;
  readonly phone: Pick<PhoneSession, 'view' | 'dial' | 'renew' | 'hangUp' | 'mute' | 'changeMicrophone' | 'cancelAttempt' | 'dismiss'>;
};

type Target = { readonly joinMeetingId: string; readonly passcode: string | undefined };
/** A command for a line, but for which. */
export type LineCommand = PageCommand extends infer Each ? (Each extends { readonly legId: string } ? Omit<Each, 'legId'> : never) : never;

export class MeetingLine {
  readonly view: Store<MeetingView>;
  readonly media: MyMedia;
  readonly wishes: LanguageWishes;
  readonly #options: MeetingLineOptions;
  readonly #pictures: Pictures;
  readonly #comeBack: ComeBack;
  readonly #loss: PictureLoss;
  #happenings: Happenings;
  #people: People = nobody;
  #wishes: readonly Wish[] = [];
  #tiles: readonly Tile[] = [];
  #target: Target | undefined;
  #isJoining = false;
  /** False once a joining was called off. */
  #wantsIn = false;
  #isLinkOpen = false;
  /** As it was known when the connection came back. */
  #phoneBefore: Phone | undefined;
  #line: PhoneLine | undefined;
  #legId: string | undefined;
  /** The line that was left last; it is not joined again by being seen. */
  #leftId: string | undefined;
  /** Its line was taken on, be it into the lobby. */
  #wasTakenOn = false;
  #endedBecause: string | undefined;
  #trouble: Trouble | undefined;

  constructor(options: MeetingLineOptions) {
    const { live, house, phone } = options;
    this.#options = options;
    const onChange = (): void => this.#refresh();
    const onTrouble = (trouble: Trouble): void => this.#tell(trouble);
    this.#happenings = new Happenings(onChange);
    this.#pictures = new Pictures({
      open: () => new RTCPeerConnection({ iceServers: (house.get().hello?.iceServers ?? []).map(({ urls }) => ({ urls })) }),
      connect: async (what, offer) => ((await this.#request({ kind: 'connectPictures', what, offer })) as Connected).answer,
      // What gets lost here is seen in the roster, or said again when the link is back.
      end: async (what) => void (await this.#request({ kind: 'endPictures', what }).catch(() => undefined)),
      tell: async (slots) => void (await this.#request({ kind: 'view', slots }).catch(() => undefined)),
      onChange,
      onTrouble,
      onRefused: (what) => this.media.refused(what),
    });
    this.media = new MyMedia({ pictures: this.#pictures, onChange, onTrouble });
    this.#comeBack = new ComeBack({
      renew: async () => {
        if (this.#legId !== undefined) await phone.renew(this.#legId);
        this.#pictures.renew();
      },
    });
    this.wishes = new LanguageWishes({
      onChange,
      // What was not pressed for just now is no trouble to speak of.
      say: (command, isAsked) =>
        void this.do(command, `${command.kind === 'captions' ? 'Captions' : 'The interpreter'} cannot be had`, () => !isAsked),
    });
    this.#loss = new PictureLoss({ peer: () => this.#pictures.viewPeer, onChange });
    this.view = new Store<MeetingView>(this.#now());
    for (const store of [house, phone.view, live.link] as const) store.watch(() => this.#follow());
    globalThis.addEventListener('online', () => this.#comeBack.networkChanged());
  }

  /** Takes what the switchboard tells of the meeting. */
  hear(event: PageEvent): void {
    if ('legId' in event && event.legId === this.#legId) this.#happenings.hear(event);
  }

  async join(joinMeetingId: string, passcode?: string): Promise<void> {
    if (this.#isJoining || this.#legId !== undefined) return;
    const { phone } = this.#options;
    this.#target = { joinMeetingId, passcode };
    this.#isJoining = true;
    this.#wantsIn = true;
    this.#endedBecause = undefined;
    this.#trouble = undefined;
    this.#refresh();
    for (const legId of phone.view.get().sounds.keys()) await phone.hangUp(legId);
    const { microphone, isMuted } = await this.media.takeMicrophone();
    if (!this.#wantsIn) release(microphone);
    const legId = this.#wantsIn ? await phone.dial(joinMeetingId, { passcode, microphone, isMuted, isMeeting: true }) : undefined;
    this.#isJoining = false;
    if (legId !== undefined) this.#attach(legId, { opensCamera: this.media.preview.store.get().wantsCamera });
    else await this.media.settle();
    this.#follow();
  }

  async leave(): Promise<void> {
    const { phone } = this.#options;
    const legId = this.#legId;
    this.#wantsIn = false;
    if (legId === undefined) return phone.cancelAttempt();
    this.#over(undefined);
    await phone.hangUp(legId);
  }

  async rejoin(): Promise<void> {
    if (this.#target !== undefined) await this.join(this.#target.joinMeetingId, this.#target.passcode);
  }

  async mute(isMuted: boolean): Promise<void> {
    const { phone } = this.#options;
    const legId = this.#legId;
    if (legId === undefined) return;
    const isSilent = (): boolean => this.media.isSilence(phone.view.get().sounds.get(legId)?.microphone);
    // Who came without a microphone may have one by now.
    if (!isMuted && isSilent()) await phone.changeMicrophone();
    if (isMuted || !isSilent()) await phone.mute(legId, isMuted);
  }

  show(wishes: readonly Wish[]): void {
    this.#wishes = wishes;
    this.#refresh();
  }

  readChat(): void {
    this.#happenings.readChat();
  }

  /** Makes the call speak through the microphone chosen now. */
  async changeMicrophone(): Promise<void> {
    if (this.#legId !== undefined) await this.#options.phone.changeMicrophone();
  }

  dismissTrouble(): void {
    this.#trouble = undefined;
    if (this.#options.phone.view.get().trouble !== undefined) this.#options.phone.dismiss('trouble');
    this.#refresh();
  }

  /** Follows the phone: a line of this window with several in it is the meeting, however it came about. */
  #follow(): void {
    const { house, phone, live } = this.#options;
    const { sounds, ended } = phone.view.get();
    const lines = house.get().phone?.lines ?? [];
    if (this.#legId === undefined && !this.#isJoining) {
      const isMeeting = ({ legId, state, group }: PhoneLine): boolean =>
        legId !== this.#leftId && state !== 'ended' && group !== undefined && sounds.has(legId);
      const found = lines.find(isMeeting);
      if (found !== undefined) this.#attach(found.legId, { opensCamera: false });
    }
    const legId = this.#legId;
    const line = lines.find((each) => each.legId === legId);
    const isOver = line?.state === 'ended' || (legId !== undefined && !sounds.has(legId));
    if (legId !== undefined && isOver) return this.#over(line?.endedBecause ?? (ended?.legId === legId ? ended.endedBecause : undefined));
    if (line?.group !== this.#line?.group) this.#people = peopleOf(line?.group);
    this.#line = line;
    if (line?.state === 'connected' && line.group !== undefined) this.#wasTakenOn = true;
    const isLinkOpen = live.link.get().status === 'open';
    if (isLinkOpen && !this.#isLinkOpen) {
      this.#pictures.tellAgain();
      this.#phoneBefore = house.get().phone;
    }
    this.#isLinkOpen = isLinkOpen;
    this.#comeBack.follow(legId, legId === undefined ? undefined : sounds.get(legId)?.sound, isLinkOpen);
    const isLineWell = isLinkOpen && !this.#comeBack.isSoundLost && line?.mustReconnect !== true;
    this.media.followRoster(this.#people.me, isLineWell);
    this.#pictures.allow(mayHavePictures(line));
    // Before this page is signed in again nothing is heeded; then its phone is told anew.
    const isHeeded = isLineWell && house.get().phone !== this.#phoneBefore;
    this.wishes.follow(legId, isHeeded && line?.state === 'connected' && line.isInLobby !== true);
    const languages = this.#languages;
    if (languages !== undefined) this.wishes.offer(languages);
    this.#refresh();
  }

  get #languages(): LineLanguages | undefined {
    return this.#legId === undefined ? undefined : this.#options.house.get().languages.get(this.#legId);
  }

  #attach(legId: string, how: { readonly opensCamera: boolean }): void {
    this.#legId = legId;
    this.#wasTakenOn = false;
    this.#happenings = new Happenings(() => this.#refresh());
    this.#loss.start();
    this.media.begin(how);
  }

  #over(because: string | undefined): void {
    this.#leftId = this.#legId;
    this.#legId = undefined;
    this.#line = undefined;
    this.#people = nobody;
    this.#happenings = new Happenings(() => this.#refresh());
    // A line that ends before it was taken on is a joining that failed, and is told where it was asked for.
    if (because !== undefined && !this.#wasTakenOn) this.#trouble = { message: `${joiningFailed}: ${because}` };
    else this.#endedBecause = because;
    this.#comeBack.follow(undefined, undefined, this.#isLinkOpen);
    this.wishes.follow(undefined, false);
    this.#pictures.leave();
    this.#loss.stop();
    this.media.end();
    this.#refresh();
  }

  #request(command: LineCommand): Promise<unknown> {
    return this.#options.live.request({ ...command, legId: this.#legId ?? '' });
  }

  /** Asks for something; where it fails, `tried` and the reason are told as trouble, unless it `isMoot`. */
  async do(command: LineCommand, tried: string, isMoot?: (error: unknown) => boolean): Promise<void> {
    if (this.#legId === undefined) return;
    await this.#request(command).catch((error: unknown) => {
      if (isMoot?.(error) !== true) this.#tell(troubleOf(error, tried));
    });
  }

  #tell(trouble: Trouble): void {
    this.#trouble = trouble;
    this.#refresh();
  }

  #refresh(): void {
    this.#pictures.show(this.#wishes, this.#people.participants);
    this.view.set(this.#now());
  }

  #now(): MeetingView {
    const legId = this.#legId;
    const { sounds, trouble, asksPasscode } = this.#options.phone.view.get();
    this.#tiles = sameTiles(this.#tiles, this.#pictures.tiles(this.#people.participants));
    return viewOf({
      isJoining: this.#isJoining,
      hasLeft: this.#leftId !== undefined,
      legId,
      line: this.#line,
      sound: legId === undefined ? undefined : sounds.get(legId),
      isSoundLost: this.#comeBack.isSoundLost,
      isLinkOpen: this.#isLinkOpen,
      arePicturesLost: this.#pictures.isLost,
      people: this.#people,
      happenings: this.#happenings,
      languages: this.#languages,
      wishes: this.wishes,
      pictureFigures: this.#loss.figures,
      tiles: this.#tiles,
      myCamera: this.media.camera.stream,
      myScreen: this.media.screen,
      trouble: this.#trouble ?? trouble,
      asksPasscode: asksPasscode !== undefined && asksPasscode === this.#target?.joinMeetingId,
      endedBecause: this.#endedBecause,
    });
  }
}

/** What the meeting page shows and does: the state that `MeetingSession` keeps, and its verbs. Types only. */
import type { Caption, ChatMessage, LineLanguages, MeetingRole, PhoneLine, PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import type { Trouble } from '../phone/trouble.ts';
import type { Store } from '../live/store.ts';
import type { Wishes } from './captions/language-wishes.ts';

/** Before joining: what one looks and sounds like. */
export type Preview = {
  /** Undefined while it opens, or where it is switched off or refused. */
  readonly camera?: MediaStream | undefined;
  readonly wantsCamera: boolean;
  readonly wantsMicrophone: boolean;
  /** Why a device cannot be used, in words for a person. */
  readonly cameraTrouble?: string | undefined;
  readonly microphoneTrouble?: string | undefined;
  /** 0 … 1, of the chosen microphone; a value that changes often. */
  readonly level: Store<number>;
};

/** One picture on the stage. `stream` is undefined until its first frame is here. */
export type Tile = {
  readonly key: string;
  readonly participant: PhoneParticipant;
  readonly of: 'camera' | 'screen';
  readonly stream?: MediaStream | undefined;
};

/** `connecting` the line is being set up · `reconnecting` the network changed, it comes back by itself · `left` over. */
export type MeetingStage = 'preview' | 'connecting' | 'lobby' | 'in' | 'reconnecting' | 'left';

export type MeetingView = {
  readonly stage: MeetingStage;
  readonly legId?: string | undefined;
  readonly line?: PhoneLine | undefined;
  /** Everybody, me first; those who wait in the lobby and who are being rung apart from them. */
  readonly participants: readonly PhoneParticipant[];
  readonly waiting: readonly PhoneParticipant[];
  readonly ringing: readonly PhoneParticipant[];
  readonly me?: PhoneParticipant | undefined;
  readonly role: MeetingRole;
  readonly speakers: ReadonlySet<string>;
  readonly dominantId?: string | undefined;
  /** Pictures that can be shown now, by the page's wishes (`show`); screens first. My own camera is `myCamera`. */
  readonly tiles: readonly Tile[];
  readonly myCamera?: MediaStream | undefined;
  readonly myScreen?: MediaStream | undefined;
  readonly isMuted: boolean;
  readonly chat: readonly ChatMessage[];
  readonly unreadChat: number;
  readonly captions: readonly Caption[];
  /** What can be read and heard here; undefined until it was told. */
  readonly languages?: LineLanguages | undefined;
  readonly wishes: Wishes;
  /** In which language captions are read: the wish, where it can be had; undefined for as spoken. */
  readonly captionLanguage?: string | undefined;
  readonly notices: readonly { readonly id: number; readonly text: string }[];
  /** Names of those who record now. */
  readonly recordedBy: readonly string[];
  /** Names of those who keep what is said in words. */
  readonly transcribedBy: readonly string[];
  readonly trouble?: Trouble | undefined;
  /** Joining was refused for want of the right passcode: `join` again with it. */
  readonly asksPasscode: boolean;
  readonly network: 'good' | 'poor' | 'bad';
  readonly endedBecause?: string | undefined;
};

/** What a page wants to see: whose picture, how high in pixels; by importance, the first ones win when there are too few slots. */
export type Wish = { readonly participantId: string; readonly of: 'camera' | 'screen'; readonly height: number };

export interface MeetingVerbs {
  readonly view: Store<MeetingView>;
  readonly preview: Store<Preview>;
  /** Opens camera and microphone for the preview; closes them again. */
  openPreview(): void;
  closePreview(): void;
  setWants(wants: { readonly camera?: boolean; readonly microphone?: boolean }): void;
  /** Device ids as the browser gives them; before and during the meeting. */
  chooseCamera(deviceId: string): Promise<void>;
  chooseMicrophone(deviceId: string): Promise<void>;
  chooseSpeaker(deviceId: string): Promise<void>;
  join(joinMeetingId: string, passcode?: string): Promise<void>;
  leave(): Promise<void>;
  endForAll(): Promise<void>;
  /** Has the house record the meeting, or no longer. */
  record(isOn: boolean): Promise<void>;
  /** Has the house keep a transcript of the meeting, or no longer. */
  keepTranscript(isOn: boolean): Promise<void>;
  /** What one wants to read and hear. */
  wish(wishes: Partial<Wishes>): void;
  mute(isMuted: boolean): Promise<void>;
  camera(isOn: boolean): Promise<void>;
  /** Asks the browser which screen or window; false where the person called it off. */
  shareScreen(isOn: boolean): Promise<boolean>;
  /** What the layout wants to see now; cheap to call often. */
  show(wishes: readonly Wish[]): void;
  raiseHand(isRaised: boolean): Promise<void>;
  /** `all` for everybody's, here and in `muteOther`. */
  lowerHand(participantId: string): Promise<void>;
  muteOther(participantId: string): Promise<void>;
  removeOther(participantId: string): Promise<void>;
  stopSharingOf(participantId: string): Promise<void>;
  giveRole(participantId: string, role: 'presenter' | 'attendee'): Promise<void>;
  admit(participantIds: readonly string[] | 'all'): Promise<void>;
  deny(participantIds: readonly string[]): Promise<void>;
  invite(number: string): Promise<void>;
  uninvite(participantId: string): Promise<void>;
  say(text: string): Promise<void>;
  readChat(): void;
  dismissTrouble(): void;
  /** Joins again after `left`. */
  rejoin(): Promise<void>;
}

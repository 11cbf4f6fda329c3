/** What a page asks of the switchboard over `/live`: one JSON text frame each, answered by a `reply` with the same `id`. */
import { z } from 'zod';

/** A request of a page. `id` is chosen by the page and comes back in the reply. */
export type PageRequest = { readonly id: number; readonly command: PageCommand };

export type PageCommand =
  /**
   * Says who sits at this page; everything else but `watch…` and `administer` needs it. Signing in again changes who it is, if no call is up.
   * `pageId` is a UUID that the page made when it was loaded: with it a page that lost its connection finds its calls again.
   */
  | { readonly kind: 'signIn'; readonly userId: string; readonly pageId: string }
  | { readonly kind: 'signOut' }
  /**
   * Places a call, or joins the meeting of that number; `passcode` if it asks for one. `offer` is the browser's SDP offer with all its
   * candidates. Replied by `Connected`. With `isMeeting` a number that is no meeting's is refused: nobody is rung.
   */
  | {
      readonly kind: 'dial';
      readonly number: string;
      readonly offer: string;
      readonly passcode?: string | undefined;
      readonly isMeeting?: boolean | undefined;
    }
  /**
   * Takes a call that rings here, or connects a line of this window anew: one that says `mustReconnect`, or one whose network has changed.
   * Replied by `Connected`, or refused because another window took it.
   */
  | { readonly kind: 'answer'; readonly legId: string; readonly offer: string }
  | { readonly kind: 'decline'; readonly legId: string }
  | { readonly kind: 'hangUp'; readonly legId: string }
  /** Keys are sent in the sound (RFC 4733); this is the road for a browser that cannot. */
  | { readonly kind: 'key'; readonly legId: string; readonly key: string }
  | { readonly kind: 'mute'; readonly legId: string; readonly isMuted: boolean }
  /** Lets in who waits in the lobby of the meeting that this line is in; or sends them away. */
  | { readonly kind: 'admit'; readonly legId: string; readonly participantIds: readonly string[] | 'all' }
  | { readonly kind: 'deny'; readonly legId: string; readonly participantIds: readonly string[] }
  /**
   * Connects pictures beside the sound of a line: the offer has video alone. `camera` and `screen` send (a camera in layers by RID q, h, f),
   * `view` receives: each section of its offer is a slot, numbered from 0. Replied by `Connected`. Connecting one anew replaces it.
   */
  | { readonly kind: 'connectPictures'; readonly legId: string; readonly what: 'camera' | 'screen' | 'view'; readonly offer: string }
  | { readonly kind: 'endPictures'; readonly legId: string; readonly what: 'camera' | 'screen' }
  /** What is shown in the slots of `view`, replacing what was said before; `height` in pixels as it is shown. */
  | { readonly kind: 'view'; readonly legId: string; readonly slots: readonly ShownSlot[] }
  | { readonly kind: 'raiseHand'; readonly legId: string; readonly isRaised: boolean }
  /** Of another participant, or of `all`: for those who may moderate. */
  | { readonly kind: 'lowerHand'; readonly legId: string; readonly participantId: string }
  | { readonly kind: 'muteOther'; readonly legId: string; readonly participantId: string }
  | { readonly kind: 'removeOther'; readonly legId: string; readonly participantId: string }
  | { readonly kind: 'stopSharingOf'; readonly legId: string; readonly participantId: string }
  | { readonly kind: 'giveRole'; readonly legId: string; readonly participantId: string; readonly role: 'presenter' | 'attendee' }
  /** Rings a person or a bot of this house, by number, into the conversation. */
  | { readonly kind: 'invite'; readonly legId: string; readonly number: string }
  /** Calls off a ringing that `invite` began. */
  | { readonly kind: 'uninvite'; readonly legId: string; readonly participantId: string }
  | { readonly kind: 'chat'; readonly legId: string; readonly text: string }
  /** Everybody leaves: for the organizer. */
  | { readonly kind: 'endMeeting'; readonly legId: string }
  /** The house records the conversation, for all to see, or no longer: for those who may (`mayRecord`). */
  | { readonly kind: 'startRecording' | 'stopRecording'; readonly legId: string }
  /**
   * Which captions this line gets, and which language it hears of an interpreter: of what `languages` of the line offers. Captions without
   * `language` are as spoken; without a bot that makes them the house does, where it can.
   */
  | { readonly kind: 'captions'; readonly legId: string; readonly isOn: boolean; readonly language?: string | undefined }
  | { readonly kind: 'interpretation'; readonly legId: string; readonly language: string | null }
  /** The house keeps a transcript of the conversation, for all to see, or no longer: for those who may (`mayRecord`). */
  | { readonly kind: 'startTranscript' | 'stopTranscript'; readonly legId: string }
  /** Plans a meeting that begins now. Replied by `MeetingSummary`. */
  | {
      readonly kind: 'createMeeting';
      readonly subject?: string | undefined;
      readonly lobby?: 'everyone' | 'organization' | 'organizer' | undefined;
      readonly hasPasscode?: boolean | undefined;
    }
  | { readonly kind: 'markHeard'; readonly messageId: string }
  | { readonly kind: 'deleteMessage'; readonly messageId: string }
  /** Begins to send this call's `ladder` messages, those that were there first. */
  | { readonly kind: 'watchCall'; readonly callId: string }
  | { readonly kind: 'unwatchCall'; readonly callId: string }
  /** Begins to send `apps`, now and at every change. */
  | { readonly kind: 'watchApps' }
  | { readonly kind: 'unwatchApps' }
  /** Has something done about apps: an `AppCommand`, checked where it is carried out. Replied by `AppOutcome`. */
  | { readonly kind: 'administer'; readonly command: unknown };

/** `what` is whose, and whether camera or screen. */
export type ShownSlot = {
  readonly slot: number;
  readonly participantId: string;
  readonly of: 'camera' | 'screen';
  readonly height: number;
};

/** The reply's `result` to `dial`, `answer` and `connectPictures`. */
export type Connected = { readonly legId: string; readonly callId: string; readonly answer: string };

const id = z.string().min(1).max(128);
const offer = z.string().min(1).max(64_000);
const legId = id;

const command: z.ZodType<PageCommand> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signIn'), userId: id, pageId: z.uuid() }),
  z.object({ kind: z.literal('signOut') }),
  z.object({
    kind: z.literal('dial'),
    number: z.string().trim().min(1).max(64),
    offer,
    passcode: z.string().max(64).optional(),
    isMeeting: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('answer'), legId, offer }),
  z.object({ kind: z.literal('decline'), legId }),
  z.object({ kind: z.literal('hangUp'), legId }),
  z.object({ kind: z.literal('key'), legId, key: z.string().regex(/^[0-9*#A-D]$/) }),
  z.object({ kind: z.literal('mute'), legId, isMuted: z.boolean() }),
  z.object({ kind: z.literal('admit'), legId, participantIds: z.union([z.literal('all'), z.array(id).min(1).max(300)]) }),
  z.object({ kind: z.literal('deny'), legId, participantIds: z.array(id).min(1).max(300) }),
  z.object({ kind: z.literal('connectPictures'), legId, what: z.enum(['camera', 'screen', 'view']), offer }),
  z.object({ kind: z.literal('endPictures'), legId, what: z.enum(['camera', 'screen']) }),
  z.object({
    kind: z.literal('view'),
    legId,
    slots: z
      .array(
        z.object({
          slot: z.number().int().min(0).max(99),
          participantId: id,
          of: z.enum(['camera', 'screen']),
          height: z.number().int().min(1).max(8_192),
        }),
      )
      .max(100),
  }),
  z.object({ kind: z.literal('raiseHand'), legId, isRaised: z.boolean() }),
  z.object({ kind: z.literal('lowerHand'), legId, participantId: id }),
  z.object({ kind: z.literal('muteOther'), legId, participantId: id }),
  z.object({ kind: z.literal('removeOther'), legId, participantId: id }),
  z.object({ kind: z.literal('stopSharingOf'), legId, participantId: id }),
  z.object({ kind: z.literal('giveRole'), legId, participantId: id, role: z.enum(['presenter', 'attendee']) }),
  z.object({ kind: z.literal('invite'), legId, number: z.string().trim().min(1).max(64) }),
  z.object({ kind: z.literal('uninvite'), legId, participantId: id }),
  z.object({ kind: z.literal('chat'), legId, text: z.string().trim().min(1).max(4_000) }),
  z.object({ kind: z.literal('endMeeting'), legId }),
  z.object({ kind: z.enum(['startRecording', 'stopRecording']), legId }),
  z.object({ kind: z.literal('captions'), legId, isOn: z.boolean(), language: z.string().min(2).max(32).optional() }),
  z.object({ kind: z.literal('interpretation'), legId, language: z.string().min(2).max(32).nullable() }),
  z.object({ kind: z.enum(['startTranscript', 'stopTranscript']), legId }),
  z.object({
    kind: z.literal('createMeeting'),
    subject: z.string().trim().min(1).max(200).optional(),
    lobby: z.enum(['everyone', 'organization', 'organizer']).optional(),
    hasPasscode: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('markHeard'), messageId: id }),
  z.object({ kind: z.literal('deleteMessage'), messageId: id }),
  z.object({ kind: z.literal('watchCall'), callId: id }),
  z.object({ kind: z.literal('unwatchCall'), callId: id }),
  z.object({ kind: z.literal('watchApps') }),
  z.object({ kind: z.literal('unwatchApps') }),
  z.object({ kind: z.literal('administer'), command: z.unknown() }),
]);

export const pageRequest: z.ZodType<PageRequest> = z.object({ id: z.number().int().nonnegative(), command });

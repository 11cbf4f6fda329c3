/** Cameras and screens: who may send them, what the engine tells of them, and who sees whom. */
import type { PictureKind, SlotView } from '../engine/port.ts';
import type { AppLeg, Call, Leg } from './call.ts';
import { called } from './directory.ts';
import { mayAct, needsGroup } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { isIn, mayShare, mayUse, mustBeIn } from './roles.ts';
import { participantOf } from './roster.ts';
import { noPictures } from './taking-part.ts';
import { say } from './telling-people.ts';
import { engine, legWith, put, tell, type Turn } from './turn.ts';

/** What a page shows in a slot: whose, by the id in the roster. */
export type ShownSlot = Omit<SlotView, 'legId'> & { readonly participantId: string };

/** Refuses a connection for pictures: whoever waits in the lobby neither sends nor sees, and attendees show no screen. */
export function mayConnectPictures(call: Call, leg: Leg, what: PictureKind | 'view'): Refused | undefined {
  const refusal = mustBeIn(call, leg, what === 'view' ? 'used to see others' : 'used to show pictures');
  if (refusal) return refusal;
  if (leg.mustReconnect) return refused('switchboard/wrong-state', 'The sound of this call is not connected.', 'Connect the sound first.');
  if (what === 'camera' && !mayUse(call, leg, 'camera')) return noCamera;
  return what === 'screen' && !mayShare(call, leg) ? mayNotShare : undefined;
}

const noCamera = refused(
  'switchboard/not-allowed',
  'Attendees of this meeting show no camera.',
  'Ask the organizer to make you a presenter.',
);
const mayNotShare = refused(
  'switchboard/not-allowed',
  'Attendees cannot share their screen.',
  'Ask the organizer to make you a presenter.',
);

/** Pictures come. What may not be sent is ended at once; a new screen takes over from the one before it. */
export function picturesBegan(turn: Turn, leg: Leg, of: PictureKind): void {
  const { call } = turn;
  const isAllowed = !call.group || (of === 'screen' ? mayShare(call, leg) : mayUse(call, leg, 'camera'));
  const isRefused = leg.isInLobby || !isAllowed;
  if (isRefused) return engine(turn, { kind: 'endPictures', legId: leg.legId, of });
  if (leg.pictures[of]) return;
  if (of === 'screen') for (const other of call.legs) takeOver(turn, other, leg);
  setPicture(turn, legWith(turn, leg.legId) ?? leg, of, true);
}

export function picturesEnded(turn: Turn, leg: Leg, of: PictureKind): void {
  if (leg.pictures[of]) setPicture(turn, leg, of, false);
}

/** Ends what a leg sends; calm when it sends nothing. */
export function endPictures(turn: Turn, leg: Leg, of: PictureKind): undefined {
  if (leg.isSoundUp) engine(turn, { kind: 'endPictures', legId: leg.legId, of });
  picturesEnded(turn, leg, of);
}

/** Its connections are gone, and its pictures with them. */
export function losePictures(turn: Turn, leg: Leg): Leg {
  for (const of of ['camera', 'screen'] as const) picturesEnded(turn, legWith(turn, leg.legId) ?? leg, of);
  return legWith(turn, leg.legId) ?? leg;
}

/** An app asks to be let show a screen, or is done with it. Source: Graph docs, api/call-changescreensharingrole. */
export function setSharingRole(turn: Turn, leg: AppLeg, role: AppLeg['sharingRole']): Refused | undefined {
  const refusal = needsGroup(turn.call) ?? mayAct(leg, 'used to share a screen') ?? hasOwnMedia(leg);
  if (refusal) return refusal;
  const changed = put(turn, leg, { sharingRole: role });
  if (role === 'viewer' && changed.pictures.screen) endPictures(turn, changed, 'screen');
  return undefined;
}

/** What a page wants to see, as the engine knows it; whom one may not see, or who is not there, is left out. */
export function slotsOf(call: Call, wanted: readonly ShownSlot[]): readonly SlotView[] {
  return wanted.flatMap(({ participantId, ...slot }) => {
    const shown = participantOf(call, participantId);
    return shown && isIn(call, shown) ? [{ ...slot, legId: shown.legId }] : [];
  });
}

function hasOwnMedia({ media }: AppLeg): Refused | undefined {
  if (media !== 'hosted') return undefined;
  return refused(
    'switchboard/hosted-media',
    'A call with service-hosted media has no pictures to share.',
    'Answer or place the call with application-hosted media, over the media bridge.',
  );
}

function takeOver(turn: Turn, other: Leg, by: Leg): void {
  if (other.legId === by.legId || !other.pictures.screen) return;
  endPictures(turn, other, 'screen');
  say(turn, other, `${called(by.self)} shares a screen now; yours is no longer shown.`);
}

function setPicture(turn: Turn, leg: Leg, of: PictureKind, isSent: boolean): void {
  put<Leg>(turn, leg, { pictures: { ...noPictures, ...leg.pictures, [of]: isSent } });
  tell(turn, { type: 'legPictures', legId: leg.legId, party: leg.self, of, isSent });
}

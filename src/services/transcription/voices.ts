/** Whose sound is taken from the carrier at this moment, and under which name: by the stream it comes in, never by a guess. Pure. */
import type { Party } from '../../call/platform.ts';
import { OTHER_SIDE, type Participant } from '../../call/roster.ts';
import { UNKNOWN_SPEAKER, type Speaker } from '../../speech/segment.ts';
import type { TranscribedCall } from './transcribed-call.ts';

/** One stream: of a participant alone, the carrier's mix of all others, or what the bot itself says. */
export type Voice = {
  readonly from: 'apart' | 'mix' | 'self';
  readonly speaker: Speaker;
  /** Absent where the stream is of several, and for the bot itself. */
  readonly participantId?: string | undefined;
};

export type VoicesOptions = { readonly call: Pick<TranscribedCall, 'info' | 'self' | 'media' | 'roster'>; readonly ownVoice: boolean };

/** Who waits in the lobby is not heard. */
export function voicesOf({ call, ownVoice }: VoicesOptions): readonly Voice[] {
  const { self, media } = call;
  const own: readonly Voice[] = ownVoice && media.hearSelf ? [{ from: 'self', speaker: { speakerId: self.id, name: self.name } }] : [];
  return [...othersOf(call), ...own];
}

/** Tells one stream from the other; whoever is known by another name goes on in the same. */
export function nameOf({ from, participantId = '', speaker }: Voice): string {
  return `${from} ${participantId} ${speaker.speakerId}`;
}

export function isSame(one: Speaker, other: Speaker): boolean {
  return one.speakerId === other.speakerId && one.name === other.name;
}

function othersOf({ info, media, roster: { participants } }: VoicesOptions['call']): readonly Voice[] {
  if (participants.length === 0) {
    const { direction, from, to } = info;
    const speaker = speakerOf(direction === 'incoming' ? from : to, OTHER_SIDE);
    return [{ from: 'mix', participantId: OTHER_SIDE, speaker }];
  }
  const there = participants.filter(({ isSelf, isInLobby }) => !isSelf && !isInLobby);
  const apart = there.map((each): Voice => ({ from: 'apart', participantId: each.id, speaker: speakerIn(each) }));
  if (media.has.has('soundApart')) return apart;
  const [only, ...more] = apart;
  if (!only) return [];
  // The mix of one is theirs; that of several may be anybody's.
  return [more.length === 0 ? { ...only, from: 'mix' } : { from: 'mix', speaker: UNKNOWN_SPEAKER }];
}

function speakerIn({ id, party }: Participant): Speaker {
  return speakerOf(party, id);
}

function speakerOf({ kind, id, name }: Party, participantId: string): Speaker {
  const speakerId = kind === 'unknown' || id === '' ? `participant:${participantId}` : id;
  return name === undefined || name === '' ? { speakerId } : { speakerId, name };
}

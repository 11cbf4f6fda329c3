/** Who takes part in a group call or meeting: the roster, in full and by delta. Source: Graph docs, resources/participant, deltaparticipants; captures. */
import { z } from 'zod';
import { inAnyCase } from './in-any-case.ts';
import { identitySet, participantInfo, type IdentitySet, type ParticipantInfo } from './identity.ts';

export type MediaStream = {
  readonly '@odata.type'?: string | undefined;
  readonly mediaType: string;
  readonly direction: 'inactive' | 'sendOnly' | 'receiveOnly' | 'sendReceive';
  readonly label?: string | null | undefined;
  readonly sourceId: string;
  readonly serverMuted: boolean;
};

/** `removedState` is there in a delta only, of those who are gone. The last four are undeclared but on the wire. */
export type Participant = {
  readonly '@odata.type'?: string | undefined;
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly info: ParticipantInfo;
  readonly isInLobby: boolean;
  readonly isMuted: boolean;
  readonly mediaStreams?: readonly MediaStream[] | null | undefined;
  readonly metadata?: string | null | undefined;
  readonly recordingInfo?: { readonly recordingStatus: string; readonly initiator?: IdentitySet | null | undefined } | null | undefined;
  readonly removedState?: { readonly reason?: string | null | undefined } | null | undefined;
  readonly restrictedExperience?: object | null | undefined;
  readonly rosterSequenceNumber?: number | null | undefined;
  readonly publishedStates?: readonly unknown[] | undefined;
  readonly meetingRole?: string | undefined;
  readonly replacementLink?: string | null | undefined;
  readonly isIdentityAnonymized?: boolean | undefined;
};

/** The roster when an app asked for deltas: those who came, changed or went. `sequenceNumber` counts up by one. */
export type DeltaParticipants = {
  readonly '@odata.type'?: string | undefined;
  readonly sequenceNumber: number;
  readonly participants: readonly Participant[];
};

/** Source: Graph docs, resources/audioroutinggroup. `sources` and `receivers` are ids of participants. */
export type AudioRoutingGroup = {
  readonly '@odata.type'?: string | undefined;
  readonly '@odata.context'?: string | undefined;
  readonly id?: string | null | undefined;
  readonly routingMode: 'oneToOne' | 'multicast';
  readonly sources?: readonly string[] | null | undefined;
  readonly receivers?: readonly string[] | null | undefined;
  /**
   * Rollcall's own, none of Graph's: while a source speaks, the receivers hear everybody else lower by so many dB, and what the sources say is
   * heard by the receivers alone. The sources go on hearing everybody. Null where a group is to be as Graph's are again.
   */
  readonly '@rollcall.duckDb'?: number | null | undefined;
};

/** What is absent stays as it was. */
export type AudioRoutingGroupPatch = Partial<Pick<AudioRoutingGroup, 'sources' | 'receivers' | '@rollcall.duckDb'>> & {
  readonly routingMode?: AudioRoutingGroup['routingMode'] | undefined;
};

const mediaStream = z.looseObject({
  mediaType: z.string(),
  direction: inAnyCase(['inactive', 'sendOnly', 'receiveOnly', 'sendReceive'] as const),
  label: z.string().nullish(),
  sourceId: z.string(),
  serverMuted: z.boolean().default(false),
});

export const participant: z.ZodType<Participant> = z.looseObject({
  id: z.string(),
  info: participantInfo,
  isInLobby: z.boolean().default(false),
  isMuted: z.boolean().default(false),
  mediaStreams: z.array(mediaStream).nullish(),
  metadata: z.string().nullish(),
  recordingInfo: z.looseObject({ recordingStatus: z.string(), initiator: identitySet.nullish() }).nullish(),
  removedState: z.looseObject({ reason: z.string().nullish() }).nullish(),
  rosterSequenceNumber: z.number().nullish(),
});

export const deltaParticipants: z.ZodType<DeltaParticipants> = z.looseObject({
  sequenceNumber: z.number(),
  participants: z.array(participant),
});

const routingMode = inAnyCase(['oneToOne', 'multicast'] as const);
const duckDb = z.number().min(0).max(60).nullish();
const sides = {
  '@rollcall.duckDb': duckDb,
  sources: z.array(z.string()).max(1_000).nullish(),
  receivers: z.array(z.string()).max(1_000).nullish(),
};

export const audioRoutingGroup: z.ZodType<AudioRoutingGroup> = z.looseObject({
  id: z.string().nullish(),
  routingMode,
  ...sides,
});

export const audioRoutingGroupPatch: z.ZodType<AudioRoutingGroupPatch> = z.looseObject({ routingMode: routingMode.optional(), ...sides });

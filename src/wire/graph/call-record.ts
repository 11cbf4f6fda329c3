/** What is told of a call when it is over. Source: Graph docs, resources/callrecords-callrecord, -session, -segment, -participantendpoint. */

export type RecordIdentity = {
  readonly id: string;
  readonly displayName: string;
  readonly tenantId?: string;
  readonly userPrincipalName?: string;
};

/** One of them is there. */
export type RecordIdentitySet = {
  readonly user?: RecordIdentity;
  readonly application?: RecordIdentity;
  readonly guest?: RecordIdentity;
  readonly phone?: RecordIdentity;
};

export type CallRecord = {
  readonly '@odata.context'?: string;
  readonly id: string;
  readonly version: number;
  readonly type: 'groupCall' | 'peerToPeer';
  readonly modalities: 'audio'[];
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly joinWebUrl: string | null;
  readonly organizer: RecordIdentitySet;
  readonly organizer_v2: RecordParticipant;
  readonly participants: RecordIdentitySet[];
  readonly participants_v2?: RecordParticipant[];
  readonly sessions?: Session[];
};

export type RecordParticipant = { readonly id: string; readonly identity: RecordIdentitySet };

export type Session = Segment & {
  readonly modalities: 'audio'[];
  readonly isTest: false;
  readonly segments?: Segment[];
};

/** `media` is empty: nothing is measured for it here. */
export type Segment = {
  readonly id: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly caller: Endpoint;
  readonly callee: Endpoint;
  readonly failureInfo: { readonly stage: 'callSetup' | 'midcall'; readonly reason: string } | null;
  readonly media?: never[];
};

export type Endpoint = {
  readonly '@odata.type': '#microsoft.graph.callRecords.participantEndpoint' | '#microsoft.graph.callRecords.serviceEndpoint';
  readonly userAgent: UserAgent;
  readonly identity?: RecordIdentitySet;
  readonly associatedIdentity?: RecordIdentity;
};

type UserAgent =
  | {
      readonly '@odata.type': '#microsoft.graph.callRecords.clientUserAgent';
      readonly headerValue: null;
      readonly platform: 'web';
      readonly productFamily: 'unknown';
    }
  | {
      readonly '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent';
      readonly headerValue: null;
      readonly role: 'customBot' | 'mediaController' | 'unknown';
    };

/**
 * Where the wire is known to differ from the metadata: what is on it though undeclared, and what has another type. Everything else that
 * differs is a defect. Sources: [capture] real notifications of 2023, [docs] an example on Graph's own pages, [beta] declared in beta only.
 */

/** Undeclared properties by type, each with where it was seen. */
export const undeclared: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'graph.call': {
    meetingCapability: '[capture] empty object in established and terminated',
    coOrganizers: '[capture] empty list in established and terminated',
    meetingProperties: '[capture] once a call has a conversation',
    replacesContext: '[capture] once a call has a conversation',
    terminationReason: '[docs] call-transfer: AppTransferred; [beta]',
    applicationMetadata: '[capture] of policy recording',
    answeredBy: '[beta]; explicit null in the answer to POST /calls [docs]',
    activeModalities: '[beta]',
    ringingTimeoutInSeconds: '[beta]; explicit null in the answer to POST /calls [docs]',
    routingPolicies: '[beta]',
  },
  'graph.commsNotification': {
    resource: '[capture] the same as resourceUrl, under /app',
    resourceData: '[capture] the resource itself',
    callbackUri: '[capture] sometimes',
  },
  'graph.identitySet': {
    phone: '[docs] in identitySet, declared in communicationsIdentitySet only',
    applicationInstance: '[docs] the same',
    guest: '[docs] the same',
    encrypted: '[docs] call-answer: in place of user',
    onPremises: '[docs]',
  },
  'graph.identity': {
    tenantId: '[capture]',
    identityProvider: '[capture] "AAD"',
  },
  'graph.participantInfo': {
    id: '[capture] in source of incoming',
    endpointId: '[capture]',
    clientVersion: '[capture]',
    replacementLink: '[capture]',
  },
  'graph.participant': {
    publishedStates: '[capture] empty list',
    meetingRole: '[capture] "none"',
    replacementLink: '[capture]',
    isIdentityAnonymized: '[capture]',
  },
  'graph.invitationParticipantInfo': {
    endpointType: '[capture] targets are participantInfo on the wire; [beta]',
    id: '[capture]',
    region: '[capture]',
    languageId: '[capture]',
    countryCode: '[capture]',
  },
  'graph.onlineMeeting': { joinUrl: '[docs] onlinemeeting-createorget: the older name of joinWebUrl, beside it' },
  'graph.playPromptOperation': { prompts: '[capture]', completionReason: '[capture]; [beta]' },
  'graph.recordOperation': { completionReason: '[capture]; [beta]' },
  'graph.organizerMeetingInfo': { allowConversationWithoutHost: '[docs] application-post-calls' },
  'graph.serviceHostedMediaConfig': { removeFromDefaultAudioGroup: '[beta]' },
};

/** Types that stand on the wire where another is declared. */
export const substitutes: readonly { readonly declared: string; readonly actual: string; readonly why: string }[] = [
  { declared: 'graph.invitationParticipantInfo', actual: 'graph.participantInfo', why: '[capture] call.targets' },
  { declared: 'graph.identitySet', actual: 'graph.communicationsIdentitySet', why: 'derived; [capture] on every identity' },
];

/** Types of the whole metadata that the table has not, since calls do not reach them, with what they are derived from. */
export const otherTypes: Readonly<Record<string, string>> = {
  'graph.communicationsUserIdentity': 'graph.identity',
};

/** Members of enums that the metadata have otherwise: operationStatus is in lower case on the wire [capture], [docs]. */
export const enumMembers: Readonly<Record<string, readonly string[]>> = {
  'graph.operationStatus': ['notStarted', 'running', 'completed', 'failed'],
};

/** Properties that may be null though the metadata say NOT NULL. */
export const nullable: Readonly<Record<string, readonly string[]>> = {};

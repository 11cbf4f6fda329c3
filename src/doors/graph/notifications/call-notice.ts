/** What became of a call, as the call that a notification carries: only what changed, the way captured ones have it. */
import type { Group } from '../../../switchboard/call.ts';
import type { AppNotice } from '../../../switchboard/notice.ts';
import type { Call } from '../../../wire/graph/call.ts';
import type { ChangeType } from '../../../wire/graph/notification.ts';
import { toneOfKey } from '../../../wire/graph/tone.ts';
import { activeMedia, routesTo, transcriptionInfo } from '../calls/call-resource.ts';
import { conversationIdOf, conversationOf, tokenInfo } from '../calls/conversation.ts';
import type { Wording } from './notice-wording.ts';
import { identityOf, participantInfoOf, viewerOf } from '../calls/parties.ts';
import { callEndInfo, transferFailedInfo } from '../calls/result-info.ts';

type CallNotice = Exclude<AppNotice, { kind: 'taskEnded' | 'inviteEnded' | 'holdEnded' | 'keepingEnded' | 'roster' | 'sharing' }>;

/** Captured established calls carry these two, empty, and so do their ends. */
const meeting = { meetingCapability: {}, coOrganizers: [] };

export function callNews(notice: CallNotice, wording: Wording): readonly [ChangeType, Call] {
  const { callId: callChainId, direction } = notice;
  switch (notice.kind) {
    case 'incoming':
      return ['created', { ...incoming(notice, wording), callChainId }];
    case 'establishing':
      return ['updated', { state: 'establishing', callChainId }];
    case 'established': {
      const { isMediaActive, transferFailed, group } = notice;
      const media = isMediaActive ? { mediaState: activeMedia, ...meeting } : { direction };
      const problem = transferFailed === undefined ? {} : { resultInfo: transferFailedInfo(transferFailed) };
      const conversation = conversationOf(group, tokenFor(group, notice, wording));
      return ['updated', { state: 'established', ...media, ...problem, ...conversation, callChainId }];
    }
    case 'transferring':
    case 'transferAccepted':
    case 'terminating':
      return ['updated', { state: notice.kind, callChainId }];
    case 'terminated': {
      const { as, because, terminationReason, group } = notice;
      const resultInfo = callEndInfo(as, because, wording.settings.callEnds);
      const token = tokenFor(group, notice, wording);
      const back = token === undefined ? {} : { meetingInfo: tokenInfo(token) };
      const reason = terminationReason === undefined ? {} : { terminationReason };
      return ['deleted', { state: 'terminated', resultInfo, ...reason, ...back, ...meeting, callChainId }];
    }
    case 'transcription':
      return ['updated', { state: 'established', transcription: transcriptionInfo(notice.transcription), callChainId }];
    case 'tone': {
      const toneInfo = { '@odata.type': '#microsoft.graph.toneInfo', sequenceId: notice.sequenceId, tone: toneOfKey(notice.key) };
      return ['updated', { state: 'established', toneInfo }];
    }
  }
}

function incoming(notice: AppNotice & { kind: 'incoming' }, wording: Wording): Call {
  const { source, target, forwardedFrom, callbackUri, group, transferor, participantId } = notice;
  const { app, tenantId, sourceParticipantId } = wording;
  const viewer = viewerOf(app, tenantId);
  const routes = routesTo(target, forwardedFrom, viewer);
  const context = { '@odata.type': '#microsoft.graph.incomingContext', sourceParticipantId };
  return {
    state: 'incoming',
    direction: 'incoming',
    callbackUri,
    source: { ...participantInfoOf(source, viewer), id: sourceParticipantId },
    targets: [participantInfoOf(target, viewer)],
    requestedModalities: ['audio'],
    ...(routes.length > 0 ? { callRoutes: routes } : {}),
    tenantId,
    myParticipantId: participantId,
    incomingContext: transferor ? { ...context, transferor: identityOf(transferor, viewer) } : context,
    ...(group?.subject === undefined ? {} : { subject: group.subject }),
    ...conversationOf(group, tokenFor(group, notice, wording)),
  };
}

function tokenFor(group: Group | undefined, { callId }: AppNotice, { app, tenantId, tokens }: Wording): string | undefined {
  return group && tokens.make(conversationIdOf(callId, group), { appId: app.appId, tenantId });
}

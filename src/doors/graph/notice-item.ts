/** What an app is told, in the shapes of captured notifications: their quirks are the contract. */
import type { AppNotice } from '../../switchboard/notice.ts';
import type { MediaTask, TaskEnd } from '../../switchboard/media-task.ts';
import type { Call } from '../../wire/graph/call.ts';
import { notificationItem, type ChangeType, type NotificationItem } from '../../wire/graph/notification.ts';
import type { Operation } from '../../wire/graph/operation.ts';
import { toneOfKey } from '../../wire/graph/tone.ts';
import { activeMedia, participant, participantId, routesTo } from './call-resource.ts';
import { callEndInfo, taskEndInfo, transferFailedInfo } from './result-info.ts';
import type { GraphSettings } from './settings.ts';

type Wording = { readonly tenantId: string; readonly settings: GraphSettings; readonly recording?: KeptRecording | undefined };

/** Where a recording can be fetched. */
type KeptRecording = { readonly location: string; readonly token: string };

export function noticeItem(notice: AppNotice, wording: Wording): NotificationItem {
  if (notice.kind === 'taskEnded') {
    const { task, end, legId } = notice;
    return notificationItem('deleted', `${legId}/operations/${task.operationId}`, endedOperation(task, end, wording));
  }
  const [changeType, call] = callNews(notice, wording);
  const id = changeType === 'created' || wording.settings.hasIdInUpdates ? { id: notice.legId } : {};
  return notificationItem(changeType, notice.legId, { '@odata.type': '#microsoft.graph.call', ...call, ...id });
}

function callNews(notice: Exclude<AppNotice, { kind: 'taskEnded' }>, { tenantId, settings }: Wording): readonly [ChangeType, Call] {
  const { callId: callChainId, direction } = notice;
  // Captured established calls carry these two, empty, and so do their ends.
  const meeting = { meetingCapability: {}, coOrganizers: [] };
  switch (notice.kind) {
    case 'incoming':
      return ['created', { ...incoming(notice, tenantId), callChainId }];
    case 'establishing':
      return ['updated', { state: 'establishing', callChainId }];
    case 'established': {
      if (!notice.isMediaActive) return ['updated', { state: 'established', direction, callChainId }];
      const { transferFailed } = notice;
      const problem = transferFailed === undefined ? {} : { resultInfo: transferFailedInfo(transferFailed) };
      return ['updated', { state: 'established', mediaState: activeMedia, ...problem, ...meeting, callChainId }];
    }
    case 'transferring':
    case 'transferAccepted':
    case 'terminating':
      return ['updated', { state: notice.kind, callChainId }];
    case 'terminated':
      return [
        'deleted',
        { state: 'terminated', resultInfo: callEndInfo(notice.as, notice.because, settings.callEnds), ...meeting, callChainId },
      ];
    case 'tone': {
      const toneInfo = { '@odata.type': '#microsoft.graph.toneInfo', sequenceId: notice.sequenceId, tone: toneOfKey(notice.key) };
      return ['updated', { state: 'established', toneInfo }];
    }
  }
}

function incoming({ legId, callId, source, target, forwardedFrom, callbackUri }: AppNotice & { kind: 'incoming' }, tenantId: string): Call {
  const sourceParticipantId = participantId(`${callId} ${source.id}`);
  const routes = routesTo(target, forwardedFrom, tenantId);
  return {
    state: 'incoming',
    direction: 'incoming',
    callbackUri,
    source: { ...participant(source, tenantId), id: sourceParticipantId },
    targets: [participant(target, tenantId)],
    requestedModalities: ['audio'],
    ...(routes.length > 0 ? { callRoutes: routes } : {}),
    tenantId,
    myParticipantId: participantId(legId),
    incomingContext: incomingContext(sourceParticipantId),
  };
}

function incomingContext(sourceParticipantId: string): NonNullable<Call['incomingContext']> {
  const context = { '@odata.type': '#microsoft.graph.incomingContext', sourceParticipantId };
  return context;
}

function endedOperation(task: MediaTask, end: TaskEnd, { settings, recording }: Wording): Operation {
  const { operationId: id, clientContext, kind } = task;
  const { status, completionReason, resultInfo } = taskEndInfo(kind, end, settings.results);
  const common = { id, status, completionReason, resultInfo, ...(clientContext === undefined ? {} : { clientContext }) };
  if (kind === 'play') return { '@odata.type': '#microsoft.graph.playPromptOperation', prompts: promptsOf(task), ...common };
  return {
    '@odata.type': '#microsoft.graph.recordOperation',
    recordingLocation: recording?.location ?? '',
    recordingAccessToken: recording?.token ?? '',
    ...common,
  };
}

function promptsOf({ prompts }: MediaTask): NonNullable<Operation['prompts']> {
  return prompts.map(({ uri, resourceId }) => ({
    '@odata.type': '#microsoft.graph.mediaPrompt',
    mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri, resourceId: resourceId ?? null },
  }));
}

/** How an operation ended, as the operation that a notification carries. Source: Graph docs, resources/commsoperation and its derived types; captures. */
import type { MediaTask, TaskEnd } from '../../../switchboard/media-task.ts';
import type { AppNotice } from '../../../switchboard/notice.ts';
import type { Operation } from '../../../wire/graph/operation.ts';
import type { Wording } from './notice-wording.ts';
import type { KeptOperation } from '../calls/kept-operations.ts';
import { identityOf, viewerOf } from '../calls/parties.ts';
import { failedInfo, inviteFailedInfo, succeeded, taskEndInfo } from '../calls/result-info.ts';

type EndNotice = Extract<AppNotice, { kind: 'taskEnded' | 'inviteEnded' | 'holdEnded' | 'keepingEnded' }>;

export function isOperationEnd(notice: AppNotice): notice is EndNotice {
  return ['taskEnded', 'inviteEnded', 'holdEnded', 'keepingEnded'].includes(notice.kind);
}

export function endedOperation(notice: EndNotice, wording: Wording): KeptOperation {
  switch (notice.kind) {
    case 'taskEnded':
      return endedTask(notice.task, notice.end, wording);
    case 'inviteEnded':
      return endedInvitation(notice, wording);
    case 'holdEnded':
      return endedWork(notice, `${notice.what}MusicOperation`, wording);
    case 'keepingEnded':
      return endedWork(notice, `${notice.what}Operation`, wording);
  }
}

function endedTask(task: MediaTask, end: TaskEnd, { settings, recording }: Wording): KeptOperation {
  const { kind } = task;
  const ended = { ...named(task), ...taskEndInfo(kind, end, settings.results) };
  switch (kind) {
    case 'play':
      return { '@odata.type': '#microsoft.graph.playPromptOperation', prompts: promptsOf(task), ...ended };
    case 'sendKeys':
      return { '@odata.type': '#microsoft.graph.sendDtmfTonesOperation', ...ended };
    case 'record': {
      const link = { recordingLocation: recording?.location ?? '', recordingAccessToken: recording?.token ?? '' };
      return { '@odata.type': '#microsoft.graph.recordOperation', ...link, ...ended };
    }
  }
}

function endedInvitation(notice: EndNotice & { kind: 'inviteEnded' }, { app, tenantId, settings }: Wording): KeptOperation {
  const { targets, failed } = notice;
  const viewer = viewerOf(app, tenantId);
  const type = '#microsoft.graph.invitationParticipantInfo';
  return {
    '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
    ...named(notice),
    status: failed === undefined ? 'completed' : 'failed',
    participants: targets.map((party) => ({ '@odata.type': type, identity: identityOf(party, viewer) })),
    resultInfo: failed === undefined ? succeeded : inviteFailedInfo(failed, settings.callEnds),
  };
}

function endedWork(notice: EndNotice & { kind: 'holdEnded' | 'keepingEnded' }, type: string, { settings }: Wording): KeptOperation {
  const { problem } = notice;
  return {
    '@odata.type': `#microsoft.graph.${type}`,
    ...named(notice),
    status: problem ? 'failed' : 'completed',
    resultInfo: problem ? failedInfo(problem, settings.results) : succeeded,
  };
}

function named({ operationId: id, clientContext }: { readonly operationId: string; readonly clientContext?: string | undefined }): {
  readonly id: string;
  readonly clientContext?: string;
} {
  return { id, ...(clientContext === undefined ? {} : { clientContext }) };
}

function promptsOf({ prompts }: MediaTask): NonNullable<Operation['prompts']> {
  return prompts.map(({ uri, resourceId }) => ({
    '@odata.type': '#microsoft.graph.mediaPrompt',
    mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri, resourceId: resourceId ?? null },
  }));
}

/** Puts notices into Graph's words, with what the door knows beside them; operations that ended are kept for their readers. */
import type { AppEntry } from '../../../switchboard/directory.ts';
import type { AppNotice } from '../../../switchboard/notice.ts';
import type { Switchboard } from '../../../switchboard/switchboard.ts';
import type { NotificationItem } from '../../../wire/graph/notification.ts';
import { tenantOfIncoming, type CallTenants } from '../calls/call-tenants.ts';
import type { MeetingTokens } from '../calls/meeting-tokens.ts';
import { noticeItem } from './notice-item.ts';
import type { KeptRecording, Wording } from './notice-wording.ts';
import { endedOperation, isOperationEnd } from './operation-notice.ts';
import type { Operations } from '../calls/kept-operations.ts';
import type { GraphSettings } from '../settings.ts';

export type ItemWriter = (notice: AppNotice, app: AppEntry, recording: KeptRecording | undefined) => NotificationItem;

type Options = {
  readonly switchboard: Pick<Switchboard, 'callOfLeg'>;
  readonly settings: GraphSettings;
  readonly tokens: MeetingTokens;
  readonly operations: Operations;
  readonly tenants: CallTenants;
};

export function itemWriter({ switchboard, settings, tokens, operations, tenants }: Options): ItemWriter {
  return (notice, app, recording) => {
    const sourceParticipantId = notice.kind === 'incoming' ? participantIdOf(switchboard, notice) : undefined;
    if (notice.kind === 'incoming') tenants.keep(notice.legId, notice.group?.meeting?.tenantId ?? tenantOfIncoming(app, notice.source));
    const tenantId = tenants.of(notice.legId) ?? app.tenantId;
    const call = switchboard.callOfLeg(notice.legId);
    const wording: Wording = { app, tenantId, settings, tokens, recording, sourceParticipantId, call };
    if (notice.kind === 'terminated') {
      operations.callEnded(notice.legId);
      tenants.callEnded(notice.legId);
    }
    if (isOperationEnd(notice)) {
      operations.keep(notice.legId, endedOperation(notice, wording));
    }
    return noticeItem(notice, wording);
  };
}

/** The leg of whoever calls, which was there before the app was rung. */
function participantIdOf(switchboard: Options['switchboard'], { legId, source }: AppNotice & { kind: 'incoming' }): string | undefined {
  const legs = switchboard.callOfLeg(legId)?.legs ?? [];
  return legs.find(({ self, legId: id }) => self.id === source.id && id !== legId)?.participantId;
}

/** What an app is told, in the shapes of captured notifications: their quirks are the contract. */
import type { AppNotice } from '../../../switchboard/notice.ts';
import { notificationItem, type NotificationItem } from '../../../wire/graph/notification.ts';
import { sharingResource } from '../calls/sharing-resource.ts';
import { callNews } from './call-notice.ts';
import type { Wording } from './notice-wording.ts';
import { endedOperation } from './operation-notice.ts';
import { rosterNews } from './roster-notice.ts';

export function noticeItem(notice: AppNotice, wording: Wording): NotificationItem {
  const { legId } = notice;
  switch (notice.kind) {
    case 'taskEnded':
    case 'inviteEnded':
    case 'holdEnded':
    case 'keepingEnded': {
      const operation = endedOperation(notice, wording);
      return notificationItem('deleted', `${legId}/operations/${operation.id}`, operation);
    }
    case 'roster':
      return notificationItem('updated', `${legId}/participants`, rosterNews(notice, wording));
    case 'sharing':
      return notificationItem(notice.change, `${legId}/contentsharingsessions`, [sharingResource({ sessionId: notice.sessionId })]);
    default: {
      const [changeType, call] = callNews(notice, wording);
      const id = changeType === 'created' || wording.settings.profile.hasIdInUpdates ? { id: legId } : {};
      return notificationItem(changeType, legId, { '@odata.type': '#microsoft.graph.call', ...call, ...id });
    }
  }
}

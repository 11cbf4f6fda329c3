/** What the pages' door is given, and what each of its windows needs of it. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { ConnectRequest } from '../../engine/port.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { PageError, PageEvent } from '../../wire/live/page-event.ts';
import type { AppsDesk } from './apps-desk.ts';
import type { CallLog } from './call-log.ts';
import type { MeetingsDesk } from './meetings-desk.ts';
import type { PageFeeds } from './page-feeds.ts';

export type ConnectOutcome = { readonly ok: true; readonly answer: string } | ({ readonly ok: false } & PageError);

export type LiveDoorOptions = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly feeds: PageFeeds;
  readonly apps: AppsDesk;
  /** Where meetings are planned; absent: none are. */
  readonly meetings?: MeetingsDesk | undefined;
  /** Takes a window's offer to the media engine (`doors/webrtc`). */
  readonly connect: (
    request: ConnectRequest,
  ) => Promise<{ readonly ok: true; readonly answer: string } | ({ readonly ok: false } & PageError)>;
  readonly clock: Clock;
  readonly log: Log;
  readonly hello: Omit<PageEvent & { readonly kind: 'hello' }, 'kind'>;
  /** A window came or went, or somebody else is at it. */
  readonly onPages?: () => void;
  /** How long a window may be away before its calls are given up. */
  readonly lostAfterMs?: number;
  /** How many windows may be open at once. */
  readonly pageLimit?: number;
};

/** The door as one of its windows knows it. */
export interface PageHost {
  readonly options: LiveDoorOptions;
  readonly callLog: CallLog;
  /** Somebody is here as `pageId`: what was about to be given up goes on. */
  arrived(pageId: string): void;
  /** Windows that are gone, and may still come back. */
  readonly awayPageIds: readonly string[];
  /** A window is gone. */
  left(window: { readonly pageId: string | undefined }): void;
}

/** What serving a request takes. */
import type { Around } from './around/around.ts';
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { MeetingBook } from '../../switchboard/meeting.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { GraphDoorFacts } from './exchanges.ts';
import type { CallTenants } from './calls/call-tenants.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { MeetingTokens } from './calls/meeting-tokens.ts';
import type { Operations } from './calls/kept-operations.ts';
import type { RequestIds, Scenarios } from './request-ids.ts';
import type { Prefetch } from './outbound/prompt-service.ts';
import type { Recordings } from './calls/recordings.ts';
import type { GraphSettings } from './settings.ts';
import type { Throttle } from './throttle.ts';
import type { IdentityServing } from './identity/identity-serving.ts';

export type Serving = IdentityServing & {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: GraphSettings;
  readonly publicUrl: URL;
  readonly recordings: Recordings;
  readonly facts: Facts<GraphDoorFacts>;
  readonly meetings: MeetingBook;
  readonly tokens: MeetingTokens;
  readonly operations: Operations;
  readonly tenants: CallTenants;
  /** Fetches prompts that an app is to play later. */
  readonly prefetch: Prefetch;
  readonly scenarios: Scenarios;
  /** Absent where the profile does not throttle. */
  readonly throttle: Throttle | undefined;
  /** Absent: apps cannot bring media of their own. */
  readonly bridge?: MediaBridge | undefined;
  /** Absent: only calls are served. */
  readonly around?: Around | undefined;
};

/** What every answer carries. */
export type Ids = RequestIds & {
  /** Where whoever has no token is sent to. */
  readonly loginOrigin: string;
};

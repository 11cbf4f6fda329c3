/** What serving a request takes. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { GraphDoorFacts } from './exchanges.ts';
import type { Recordings } from './recordings.ts';
import type { GraphSettings } from './settings.ts';
import type { SigningKey } from './signing-keys.ts';

export type Serving = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: GraphSettings;
  readonly publicUrl: URL;
  readonly recordings: Recordings;
  readonly facts: Facts<GraphDoorFacts>;
  readonly key: () => Promise<SigningKey>;
};

/** What every answer carries. */
export type Ids = { readonly requestId: string; readonly clientRequestId: string; readonly date: string };

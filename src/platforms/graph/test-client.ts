/** A client wired to the fake service, for tests. */
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { FakeService, service } from './fake-service.ts';
import type { GraphClient } from './graph-client.ts';
import { graphClient, type GraphClientOptions } from './open-client.ts';

export type WiredClient = { readonly client: GraphClient; readonly far: FakeService; readonly clock: VirtualClock };

export async function wiredClient(more: Partial<Pick<GraphClientOptions, 'fetch' | 'tokenUrl'>> = {}): Promise<WiredClient> {
  const clock = virtualClock();
  const far = await FakeService.start(clock);
  return { client: graphClient({ ...service, fetch: far.fetch, clock, random: seededRandom(3), ...more }), far, clock };
}

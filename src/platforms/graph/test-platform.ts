/** A Graph platform wired to the fake service, for tests. */
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { CarrierCall } from '../../call/platform.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import { GraphPlatform, type GraphPlatformOptions } from './graph-platform.ts';
import { incoming, FakeService, service } from './fake-service.ts';

export type Wired = {
  readonly clock: VirtualClock;
  readonly far: FakeService;
  readonly platform: GraphPlatform;
  readonly incoming: CarrierCall[];
  readonly exchanges: WireExchange[];
  /** A call comes in; gives back the bot's end. */
  readonly ring: (callId?: string, more?: object) => Promise<CarrierCall>;
  /** A call that is up, with sound both ways. */
  readonly answered: (callId?: string) => Promise<CarrierCall>;
};

export const established = { state: 'established', mediaState: { audio: 'active' } } as const;

export async function wired(
  options: Partial<Pick<GraphPlatformOptions, 'tenants' | 'tokenUrl' | 'bridgeUrl' | 'openBridgeSocket'>> = {},
): Promise<Wired> {
  const clock = virtualClock();
  const far = await FakeService.start(clock);
  const platform = new GraphPlatform({
    ...service,
    name: 'a script',
    fetch: far.fetch,
    clock,
    random: seededRandom(7),
    log: silentLog,
    ...options,
  });
  far.deliver = (request) => platform.fetch(request);
  const calls: CarrierCall[] = [];
  const exchanges: WireExchange[] = [];
  platform.facts.on('incoming', ({ call }) => calls.push(call));
  platform.facts.on('exchange', (exchange) => exchanges.push(exchange));
  const ring: Wired['ring'] = async (callId = 'call-1', more = {}) => {
    await far.notifyCall('created', callId, incoming(callId, more));
    await clock.settle();
    const call = calls.find(({ info }) => info.id === callId);
    if (!call) throw new Error('the call did not come in');
    return call;
  };
  const answered: Wired['answered'] = async (callId = 'call-1') => {
    const call = await ring(callId);
    const answering = call.answer();
    await clock.settle();
    await far.notifyCall('updated', callId, { state: 'establishing' });
    await far.notifyCall('updated', callId, established);
    await answering;
    return call;
  };
  return { clock, far, platform, incoming: calls, exchanges, ring, answered };
}

/** A call over a media bridge in memory, for tests: taken, up, and with people in it. */
import type { CarrierCall, MediaNeeds, Sound } from '../../../call/platform.ts';
import { joined, sine } from '../../../media/tones.ts';
import { writeWav } from '../../../media/wav.ts';
import { botParticipant, participantNamed } from '../fake-service.ts';
import { established, wired, type Wired } from '../test-platform.ts';
import { TestBridge } from './test-bridge.ts';

export type BridgedWorld = Wired & { readonly bridge: TestBridge; readonly call: CarrierCall };

export const tone: (hertz: number, ms: number) => Int16Array = (hertz: number, ms: number): Int16Array => sine({ hertz: [hertz], ms }, 0.3);
export const silence: (ms: number) => Int16Array = (ms: number): Int16Array => new Int16Array(ms * 16);
export const sound: (...parts: readonly Int16Array[]) => Sound = (...parts: readonly Int16Array[]): Sound => ({
  name: 'a sound',
  wav: writeWav(joined(parts)),
});

/** A platform whose carrier has a bridge. */
export async function bridged(limits?: Parameters<typeof TestBridge.session>[0]): Promise<Wired & { readonly bridge: TestBridge }> {
  let bridge: TestBridge | undefined;
  const world = await wired({ bridgeUrl: 'https://bridge.test/', openBridgeSocket: (...words) => bridge!.openSocket(...words) });
  bridge = new TestBridge(world.clock);
  world.far.replies.push(({ method, path }) =>
    method === 'POST' && path === '/sessions' ? Response.json(TestBridge.session(limits), { status: 201 }) : undefined,
  );
  return { ...world, bridge };
}

/** A call that is up, over the bridge. */
export async function up({ needs = ['sound'] }: MediaNeeds = {}, limits?: Parameters<typeof bridged>[0]): Promise<BridgedWorld> {
  const world = await bridged(limits);
  const call = await world.ring();
  const answering = call.answer({ needs });
  await world.clock.settle();
  await world.far.notifyCall('updated', 'call-1', { state: 'establishing' });
  await world.far.notifyCall('updated', 'call-1', established);
  const { kind } = await answering;
  if (kind !== 'answered') throw new Error(`the call was not answered: ${kind}`);
  return { ...world, call };
}

export const people: (...names: readonly string[]) => object[] = (...names: readonly string[]): object[] => [
  botParticipant(),
  ...names.map((name, i) =>
    participantNamed(name, {
      mediaStreams: [
        { mediaType: 'audio', sourceId: String(200 + 4 * i), direction: 'sendReceive', serverMuted: false },
        { mediaType: 'video', sourceId: String(201 + 4 * i), direction: 'sendReceive', serverMuted: false },
      ],
    }),
  ),
];

/** Two people and a bot on a stage, for tests of the media bridge. */
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import type { MemoryPerson } from './memory-person.ts';
import { attachBot } from './test-bridge.ts';
import type { TestStage } from './test-stage.ts';

export type BotCast = { readonly ann: MemoryPerson; readonly bob: MemoryPerson; readonly bot: ReturnType<typeof attachBot> };

/** Ann (4), Bob (8), and a bot (12) who has asked for nothing yet. */
export async function castOn(stage: TestStage, soundsApart: number | 'all' = 'all'): Promise<BotCast> {
  const ann = await stage.enter('ann');
  const bob = await stage.enter('bob');
  stage.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart, pictures: 4 } });
  for (const [i, legId] of ['ann', 'bob', 'bot'].entries()) stage.engine.send({ kind: 'identify', legId, sourceId: 4 * (i + 1) });
  const bot = attachBot(stage.engine, 'bot');
  await stage.clock.advance(20);
  return { ann, bob, bot };
}

export function tone(hertz: number, ms: number = 600): Int16Array {
  return sine({ hertz: [hertz], ms }, 0.1);
}

/** Which of the pitches of these tests are in the first half second. */
export function pitchesIn(sound: Int16Array): number[] {
  return [440, 620, 830, 1_070].filter((hertz) => toneDb(sound.subarray(1_600, 8_000), hertz) > -32);
}

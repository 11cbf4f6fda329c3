/** A long walk of commands in no order at all: nothing fails, every operation ends once, and nothing is left at the end. */
import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { EngineCommand } from './port.ts';
import { attachBot } from './test-bridge.ts';
import { RECORD, TestStage } from './test-stage.ts';

const sound = writeWav(sine({ hertz: [440], ms: 130 }, 0.2));
const KEYS = ['1', '2', '#'] as const;

test.each([1, 2, 3, 4])(
  'whatever is commanded in whatever order, all of it ends and no room fails (walk %i)',
  async (seed) => {
    await using stage = new TestStage();
    const random = seededRandom(seed);
    const one = (names: readonly string[]): string => names[Math.floor(random.unit() * names.length)] ?? '';
    const some = (names: readonly string[]): string[] => names.filter(() => random.unit() < 0.4);
    const [rooms, people, bots] = [
      ['room', 'r1', 'r2'],
      ['p0', 'p1', 'p2', 'p3', 'p4'],
      ['b0', 'b1', 'b2'],
    ];
    const bridged = ['m0', 'm1'];
    const ends = new Map<string, ReturnType<typeof attachBot>>();
    const legs = [...people, ...bots, ...bridged];
    const asked = new Set<string>();
    const operation = (): { readonly legId: string; readonly operationId: string } => {
      const operationId = String(asked.size);
      asked.add(operationId);
      return { legId: one(bots), operationId };
    };
    const yes = (): boolean => random.unit() < 0.5;
    const commands: readonly (() => EngineCommand)[] = [
      () => ({ kind: 'route', roomId: one(rooms), apart: some(legs), groups: [{ sources: some(legs), receivers: some(legs) }] }),
      () => ({ kind: 'route', roomId: one(rooms), apart: [], groups: [] }),
      () => ({ kind: 'hold', legId: one(people), music: yes() ? sound : undefined }),
      () => ({ kind: 'mute', legId: one(legs), isMuted: yes() }),
      () => ({ kind: 'tap', legId: one(legs), isTapped: yes() }),
      () => ({ kind: 'press', legId: one(people), key: '#' }),
      () => ({ kind: 'progress', legId: one(people), tone: yes() ? 'busy' : 'none' }),
      () => ({ kind: 'moveLeg', legId: one(legs), roomId: one(rooms) }),
      () => ({ kind: 'play', ...operation(), sounds: [sound], isLooping: yes() }),
      () => ({ kind: 'sendKeys', ...operation(), keys: KEYS, toneMs: 60, gapMs: 30 }),
      () => ({
        kind: 'record',
        ...operation(),
        ...RECORD,
        bargeIn: yes(),
        beep: yes(),
        prompt: yes() ? sound : undefined,
        stopTones: ['#'],
      }),
      () => ({ kind: 'cancel', legId: one(bots) }),
      () => ({ kind: 'addBridged', roomId: one(rooms), legId: one(bridged), limits: { soundsApart: yes() ? 'all' : 2, pictures: 2 } }),
      () => ({ kind: 'identify', legId: one(legs), sourceId: 4 * (1 + Math.floor(random.unit() * 20)) }),
      () => ({ kind: 'watchSpeakers', roomId: one(rooms), isWatched: yes() }),
      () => ({ kind: 'removeLeg', legId: one(legs) }),
      () => ({ kind: 'closeRoom', roomId: one(rooms) }),
    ];
    stage.engine.facts.on('playEnded', () => {
      if (yes()) stage.engine.send({ kind: 'moveLeg', legId: one(legs), roomId: 'room' });
    });
    stage.engine.facts.on('keyPressed', () => {
      if (yes()) stage.engine.send({ kind: 'removeLeg', legId: one(legs) });
    });
    for (let step = 0; step < 250; step++) {
      for (const roomId of rooms) stage.open(roomId);
      const [person, bot] = [one(people), one(bots)];
      const { offer, say } = await enterable(stage, yes() ? 'l16' : 'opus');
      await stage.engine.connect({ roomId: one(rooms), legId: person, offer }).then(say, () => undefined);
      if (yes()) stage.engine.send({ kind: 'addHosted', roomId: one(rooms), legId: bot });
      for (let i = 0; i < 3; i++)
        stage.engine.send(commands[Math.floor(random.unit() * commands.length)]?.() ?? { kind: 'cancel', legId: '' });
      const legId = one(bridged);
      if (yes()) ends.set(legId, attachBot(stage.engine, legId));
      const end = ends.get(legId);
      end?.order({ kind: 'hear', mixed: yes(), apart: yes() ? 'all' : [4, 8] });
      end?.say(sine({ hertz: [830], ms: 100 }, 0.2));
      end?.order(yes() ? { kind: 'clear' } : { kind: 'press', pressId: 'p', keys: '5' });
      if (random.unit() < 0.1) end?.socket.lose();
      if (random.unit() < 0.2) end?.raw('junk');
      await stage.clock.advance(Math.floor(random.unit() * 300));
    }
    for (const roomId of rooms) stage.engine.send({ kind: 'closeRoom', roomId });
    const ended = [...stage.facts('playEnded'), ...stage.facts('recordEnded'), ...stage.facts('keysEnded')];
    expect(ended.map(({ operationId }) => operationId).toSorted()).toEqual([...asked].toSorted());
    expect(stage.facts('roomsLost')).toEqual([]);
    expect(new Set(stage.errors)).toEqual(new Set(['the engine could not obey']));
    expect(await stage.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
    await stage.clock.advance(20);
    expect([...ends.values()].every(({ closed }) => closed !== undefined)).toBe(true);
    const before = await stage.ticks();
    await stage.clock.advance(60_000);
    expect((await stage.ticks()) - before).toBe(0);
  },
  60_000,
);

async function enterable(stage: TestStage, codec: 'l16' | 'opus'): Promise<{ readonly offer: string; readonly say: () => void }> {
  const person = await stage.peers.person({ codec });
  return { offer: person.offer, say: () => void person.say(sine({ hertz: [620], ms: 400 }, 0.2)) };
}

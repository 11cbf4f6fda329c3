/** A media process that is killed for real, under a meeting. */
import { expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { EngineHost } from '../engine/engine-host.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { AppLeg } from './call.ts';
import { Switchboard } from './switchboard.ts';
import { bookOf, directory, done, meeting } from './test-house.ts';

test('bots in a meeting whose media process is killed stay in it, and are heard again', async () => {
  const clock = realClock();
  const tone = writeWav(sine({ hertz: [440], ms: 40 }, 0.3));
  await using engine = new EngineHost({ clock, processes: 2 });
  const announcements = { 'bot-not-answering': tone, 'number-unknown': tone, 'nobody-answers': tone };
  const options = { directory, engine, clock, random: seededRandom(1), log: silentLog, announcements, holdMusic: () => tone };
  await using switchboard = new Switchboard({ ...options, meetings: bookOf(meeting()) });
  const key = { by: 'joinMeetingId', joinMeetingId: '5550100' } as const;
  const join = (appId: string): { readonly appId: string; readonly legId: string } => ({
    appId,
    legId: done(switchboard.joinMeeting({ appId, callbackUri: 'http://localhost/in', key })).legId,
  });
  const legs = (): readonly AppLeg[] => switchboard.calls().flatMap((call) => call.legs.filter((leg): leg is AppLeg => leg.kind === 'app'));
  const areAllUp = (): boolean => legs().length === 2 && legs().every(({ isSoundUp, state }) => isSoundUp && state === 'connected');
  const allUp = async (): Promise<void> => {
    while (!areAllUp()) await switchboard.facts.next('callChanged', { signal: clock.deadline(15_000) });
  };
  const desk = join('desk');
  join('echo');
  await allUp();

  const before = await engine.health();
  const lost = engine.facts.next('roomsLost', { signal: clock.deadline(15_000) });
  process.kill(before.find(({ rooms }) => rooms === 1)?.pid ?? 0, 'SIGKILL');
  await lost;
  await allUp();
  expect((await engine.health()).reduce((sum, { rooms }) => sum + rooms, 0)).toBe(1);

  const ended = switchboard.facts.next('appNotice', { matches: ({ kind }) => kind === 'taskEnded', signal: clock.deadline(15_000) });
  const { operationId } = done(switchboard.play({ ...desk, prompts: [{ uri: 'x' }] }));
  done(switchboard.promptsReady({ ...desk, operationId, sounds: [tone] }));
  expect(await ended).toMatchObject({ kind: 'taskEnded', end: { outcome: 'completed' } });
}, 60_000);

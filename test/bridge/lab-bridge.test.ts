/** The checks of a media bridge on our own, in a lab: among bots, and among people who are heard and hear by another way than the bridge. */
import { expect, test } from 'vitest';
import { checkBridge, type Checked } from '../../src/testing/bridge/check-bridge.ts';
import type { BringUpCall, PersonOnCall } from '../../src/testing/bridge/call-under-test.ts';
import { LabProcess } from '../../src/testing/house/lab-process.ts';
import { labSocketOpener } from '../../src/testing/house/lab-socket.ts';
import { registrationOf, origin } from '../../src/testing/house/lab-directory.ts';
import type { GraphApp } from '../../src/testing/house/graph-app.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { withLab } from '../../src/testing/with-lab.ts';
import type { Key } from '../../src/engine/port.ts';
import { GraphBot } from './graph-bot.ts';

const numbers = ['100', '101', '102', '103'];
const app: GraphApp = { name: 'app', open: () => () => new Response(null, { status: 202 }) };

/** Checks the bridge of a lab; `call` is made of its bots. */
async function checked(
  of: (lab: Lab, bots: readonly GraphBot[], openSocket: ReturnType<typeof labSocketOpener>) => BringUpCall,
): Promise<readonly Checked[]> {
  const settings = { profile: { as: 'generous', soundsApart: 2 } as const };
  const bots = Object.fromEntries(numbers.map((number) => [number, app]));
  return withLab({ bots, voice: 'built-in', codec: 'l16', keep: false, graph: { settings } }, async (lab) => {
    const { clock } = lab.house.time;
    const { fetch } = lab.house.wire;
    const process = new LabProcess({ clock, fetch });
    const openSocket = labSocketOpener({ process, carrier: () => lab.house.carrier });
    let report: readonly Checked[] | undefined;
    const work = async (): Promise<void> => {
      const opened = numbers.map((number) => {
        const { appId, secret, tokenUrl, publicUrl } = registrationOf(number);
        return GraphBot.open({ url: origin, tokenUrl, appId, secret, webhook: `${publicUrl}/calls`, fetch });
      });
      const all = await Promise.all(opened);
      const token = all[0]?.token ?? '';
      report = await checkBridge({
        sessionsUrl: `${origin}/bridge/sessions`,
        token,
        fetch,
        openSocket,
        clock,
        call: of(lab, all, openSocket),
      });
    };
    let failure: unknown;
    void work().catch((error: unknown) => (failure = error));
    await lab.until(() => report !== undefined || failure !== undefined, { within: '60 min' });
    if (failure !== undefined) throw failure;
    return report ?? [];
  });
}

test('our bridge passes every check in a lab, among bots', { timeout: 120_000 }, async () => {
  const report = await checked((lab, [bot, ...others], openSocket) => async (blob) => {
    const { number } = await lab.meeting({ lobby: 'everyone' });
    const callId = (await bot?.join(number, blob)) ?? '';
    const people = await Promise.all(others.map((other) => other.asPerson(number, openSocket, lab.house.time.clock)));
    const end = async (): Promise<void> => {
      // The bot's own may have been given up by then.
      await bot?.leave(callId).catch(() => undefined);
      for (const { leave } of people) await leave();
    };
    return { people: people.map(({ person }) => person), end };
  });
  expect(report.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
});

test('our bridge passes every check of sound in a lab, among people with telephones', { timeout: 120_000 }, async () => {
  const report = await checked((lab, [bot]) => async (blob) => {
    const meeting = await lab.meeting({ lobby: 'everyone' });
    const callId = (await bot?.join(meeting.number, blob)) ?? '';
    const lines: { readonly name: string; readonly line: Line }[] = [];
    for (const name of ['Ada', 'Grace', 'Alan']) lines.push({ name, line: await lab.person(name).joins(meeting) });
    const { clock } = lab.house.time;
    const people = lines.map(({ name, line: { handset } }): PersonOnCall => ({
      source: async () => (await bot?.sourceOf(callId, lab.person(name).id, clock)) ?? 0,
      say: (samples) => handset.say(samples),
      press: (key) => handset.press(key as Key, 120),
      async listen() {
        const fromMs = clock.now();
        return async () => handset.ear.between(fromMs, clock.now());
      },
    }));
    const end = async (): Promise<void> => {
      await bot?.leave(callId).catch(() => undefined);
      for (const { line } of lines) line.handset.hangUp();
    };
    return { people, end };
  });
  expect(report.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const skipped = report.filter(({ outcome }) => outcome === 'skipped').map(({ message }) => message);
  expect(new Set(skipped)).toEqual(
    new Set(['the call that was brought up has nobody who shows pictures', 'the call that was brought up has nobody who watches']),
  );
});

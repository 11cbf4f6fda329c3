import { expect, test } from 'vitest';
import { silentLog, type LogData } from '../../../base/log.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { logDeviceQuality } from './device-quality.ts';
import type { CommandRequest } from '../command.ts';
import { apps, atDesk, testDoor, type TestDoor } from '../test-door.ts';

const media = {
  '@odata.type': '#microsoft.graph.teleconferenceDeviceAudioQuality',
  channelIndex: 1,
  mediaDuration: 'PT20M',
  averageInboundJitter: 'PT0.02S',
};

function quality(t: TestDoor, fields: object = {}): object {
  const callChainId = t.h.switchboard.calls()[0]?.callId;
  const ids = { callChainId, participantId: 'p', mediaLegId: 'm' };
  return { quality: { ...ids, deviceName: 'Room 1', deviceDescription: 'A table with ears', mediaQualityList: [media], ...fields } };
}

test('what a device tells goes to the log, beside the call', async () => {
  const t = testDoor({ apps });
  await atDesk(t);
  const said: (readonly [string, LogData | undefined])[] = [];
  const log = { ...silentLog, info: (message: string, data?: LogData) => void said.push([message, data]) };
  const [app] = apps;
  const answer = logDeviceQuality({ switchboard: t.h.switchboard, log, app, json: quality(t) } as unknown as CommandRequest);
  expect(answer).toEqual({ status: 200 });
  expect(said).toMatchObject([['a device told of the quality of a call', { device: { deviceName: 'Room 1', media: [media] } }]]);
});

test('it is answered with 200 and nothing more', async () => {
  const t = testDoor({ apps });
  await atDesk(t);
  const response = await t.command('POST', '/logTeleconferenceDeviceQuality', quality(t));
  expect([response.status, await response.text()]).toEqual([200, '']);
});

test.each([
  ['no quality', () => ({}), 400, /quality/],
  ['no device', (t: TestDoor) => quality(t, { deviceName: '' }), 400, /deviceName/],
  ['no media', (t: TestDoor) => quality(t, { mediaQualityList: [] }), 400, /mediaQualityList/],
  ['media of no kind', (t: TestDoor) => quality(t, { mediaQualityList: [{ ...media, '@odata.type': '#x' }] }), 400, /@odata\.type/],
  ['a duration that is none', (t: TestDoor) => quality(t, { mediaQualityList: [{ ...media, mediaDuration: '20' }] }), 400, /PT0\.02S/],
  ['a call that nobody knows', (t: TestDoor) => quality(t, { callChainId: 'x' }), 404, /^Call not found\.$/],
] as const)('%s is refused', async (_, body, status, message) => {
  const t = testDoor({ apps });
  await atDesk(t);
  const response = await t.command('POST', '/logTeleconferenceDeviceQuality', body(t));
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.message]).toEqual([status, expect.stringMatching(message)]);
});

test("another app's call is none", async () => {
  const t = testDoor({ apps });
  await atDesk(t);
  expect((await t.command('POST', '/logTeleconferenceDeviceQuality', quality(t), { appId: 'echo' })).status).toBe(404);
});

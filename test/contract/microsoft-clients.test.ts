/** Microsoft's own client drives the door: every endpoint of calls that its package exports, with people and sound at the other end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOnly } from '../../src/doors/graph/calls/metadata-only.ts';
import type { MemoryPerson } from '../../src/engine/memory-person.ts';
import { toneMs } from '../../src/media/goertzel.ts';
import { sine } from '../../src/media/tones.ts';
import { Ear } from '../../src/testing/hearing/ear.ts';
import { FRAME_HEADER_BYTES, frameHeader, writeFrameHeader } from '../../src/wire/bridge/frame.ts';
import { Caller } from '../caller.ts';
import { ada, grace } from '../small-house.ts';
import { refOf } from './csdl.ts';
import { commandOf, endpoints } from './endpoints.ts';
import { appId, ForeignApp, invited, serviceHosted } from './foreign-app.ts';
import type { MicrosoftDriver } from './microsoft-driver.ts';

let app: ForeignApp;
let graph: MicrosoftDriver;

beforeAll(async () => {
  app = await ForeignApp.open();
  graph = app.graph();
});
afterAll(() => app[Symbol.asyncDispose]());

test('a call to one person: told, prompted, recorded, keys both ways, kept alive, ended', async () => {
  using page = await Caller.open(app.house.url, ada, app.exchange);
  const { id } = await graph.done('create', {
    body: { callbackUri: app.callbackUri, targets: [invited(ada)], requestedModalities: ['audio'], mediaConfig: serviceHosted },
  });
  const { person } = await page.answer();
  await app.bot.state(id, 'established', { withSound: true });
  expect(await graph.done('get', { id })).toMatchObject({ id, state: 'established', direction: 'outgoing' });
  await graph.done('keepAlive.create', { id });

  const play = await graph.done('playPrompt.create', { id, body: { prompts: app.prompts, clientContext: 'first' } });
  expect((await app.bot.operation(play.id)).resourceData).toMatchObject({ status: 'completed', clientContext: 'first' });
  expect(toneMs(person.heard(), 700)).toBeGreaterThan(300);

  await graph.done('subscribeToTone.create', { id });
  await person.press('7');
  await app.bot.told(({ resourceData }) => (resourceData as { toneInfo?: { tone: string } }).toneInfo?.tone === 'tone7');

  const record = await graph.done('recordResponse.create', {
    id,
    body: { prompts: app.prompts, playBeep: false, stopTones: ['#'], maxRecordDurationInSeconds: 20 },
  });
  void person.say(sine({ hertz: [500], ms: 800 }, 0.3));
  const cancel = await graph.done<{ status: string }>('cancelMediaProcessing.create', { id });
  expect(cancel.status).toBe('completed');
  expect((await app.bot.operation(record.id)).resourceData).toMatchObject({ status: 'failed' });

  const keys = await graph.done('sendDtmfTones.create', { id, body: { tones: ['tone1', 'pound'], delayBetweenTonesMs: 60 } });
  expect((await app.bot.operation(keys.id)).resourceData).toMatchObject({ status: 'completed', completionReason: 'completedSuccessfully' });
  expect(keysHeardBy(person)).toEqual(['1', '#']);

  await graph.done('del', { id });
  await app.bot.state(id, 'terminated');
});

test('a group call: roster, invitation, mute, hold music, routing groups, removal', async () => {
  using pageOfAda = await Caller.open(app.house.url, ada, app.exchange);
  using pageOfGrace = await Caller.open(app.house.url, grace, app.exchange);
  const { id } = await graph.done('create', {
    body: { callbackUri: app.callbackUri, targets: [invited(ada)], requestedModalities: ['audio'], mediaConfig: serviceHosted },
  });
  await pageOfAda.answer();
  await app.bot.state(id, 'established', { withSound: true });
  const invite = await graph.done('participants.invite.create', { id, body: { participants: [invited(grace)], clientContext: 'come' } });
  let graceInCall: Awaited<ReturnType<Caller['answer']>> | undefined;
  const music = new Promise<void>((resolve) => {
    const hears = (person: MemoryPerson): void => void (toneMs(person.heard(), 700) > 100 && resolve());
    void pageOfGrace.answer(hears).then((taken) => (graceInCall = taken));
  });
  expect((await app.bot.operation(invite.id)).resourceData).toMatchObject({ status: 'completed', clientContext: 'come' });
  const { value } = await graph.done<{
    value: { id: string; info: { identity: { user?: { id: string }; application?: { id: string } } } }[];
  }>('participants.list', { id });
  expect(new Set(value.map(({ info: { identity } }) => identity.user?.id ?? identity.application?.id))).toEqual(
    new Set([ada, grace, appId]),
  );
  const idOf = (who: string): string => value.find(({ info }) => info.identity.user?.id === who)?.id ?? '';
  expect(await graph.done('participants.get', { id, second: idOf(ada) })).toMatchObject({ id: idOf(ada), isMuted: false });

  await graph.done('mute.create', { id, body: { clientContext: 'quiet' } });
  await graph.done('unmute.create', { id, body: {} });
  await graph.done('participants.mute.create', { id, second: idOf(ada), body: {} });
  expect(await graph.done('participants.get', { id, second: idOf(ada) })).toMatchObject({ isMuted: true });
  await graph.done('updateRecordingStatus.create', { id, body: { status: 'recording', clientContext: 'r' } });

  const hold = await graph.done('participants.startHoldMusic.create', { id, second: idOf(grace), body: { customPrompt: app.prompts[0] } });
  expect((await app.bot.operation(hold.id)).resourceData).toMatchObject({ status: 'completed' });
  await music;
  const unhold = await graph.done('participants.stopHoldMusic.create', { id, second: idOf(grace), body: {} });
  await app.bot.operation(unhold.id);

  const group = await graph.done('audioRoutingGroups.create', {
    id,
    body: { routingMode: 'oneToOne', sources: [idOf(ada)], receivers: [idOf(grace)] },
  });
  await graph.done('audioRoutingGroups.list', { id });
  await graph.done('audioRoutingGroups.get', { id, second: group.id });
  await graph.done('audioRoutingGroups.update', {
    id,
    second: group.id,
    body: { routingMode: 'multicast', sources: [idOf(ada)], receivers: [idOf(grace)] },
  });
  await graph.done('audioRoutingGroups.del', { id, second: group.id });
  expect(await graph.done<{ value: unknown[] }>('contentSharingSessions.list', { id })).toMatchObject({ value: [] });
  expect((await graph.ask('contentSharingSessions.get', { id, second: 'none' })).status).toBe(404);
  await graph.done('participants.del', { id, second: idOf(grace) });
  await pageOfGrace.line(graceInCall?.legId ?? '', 'ended');
  await graph.done('del', { id });
});

test('media of the bot’s own: a group call in which it shares its screen', async () => {
  using page = await Caller.open(app.house.url, ada, app.exchange);
  using other = await Caller.open(app.house.url, grace, app.exchange);
  const session = await app.session();
  const { id } = await graph.done('create', {
    body: {
      callbackUri: app.callbackUri,
      targets: [invited(ada), invited(grace)],
      requestedModalities: ['audio', 'video', 'videoBasedScreenSharing'],
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: session.blob },
      callOptions: { '@odata.type': '#microsoft.graph.outgoingCallOptions', isContentSharingNotificationEnabled: true },
    },
  });
  const socket = await app.socket(session);
  await page.answer();
  await other.answer();
  await app.bot.state(id, 'established', { withSound: true });
  expect(await graph.done('get', { id })).toMatchObject({ mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig' } });
  expect(await graph.ask('playPrompt.create', { id, body: { prompts: app.prompts } })).toMatchObject({ status: 400 });

  await graph.done('changeScreenSharingRole.create', { id, body: { role: 'sharer' } });
  socket.send(screenFrame());
  const began = await app.bot.told(({ resourceUrl }) => resourceUrl.endsWith('/contentsharingsessions'));
  const { value } = await graph.done<{ value: { id: string }[] }>('contentSharingSessions.list', { id });
  expect(began).toMatchObject({ changeType: 'created', resourceData: [{ id: value[0]?.id }] });
  expect(await graph.done('contentSharingSessions.get', { id, second: value[0]?.id ?? '' })).toMatchObject({ id: value[0]?.id });
  await graph.done('changeScreenSharingRole.create', { id, body: { role: 'viewer' } });
  await app.bot.told(({ resourceUrl, changeType }) => resourceUrl.endsWith('/contentsharingsessions') && changeType === 'deleted');
  await graph.done('del', { id });
  await app.bot.state(id, 'terminated');
  socket.terminate();
});

test('a call that comes in: answered and put through, rejected, redirected', async () => {
  using page = await Caller.open(app.house.url, ada, app.exchange);
  using target = await Caller.open(app.house.url, grace, app.exchange);
  const incoming = async (): Promise<string> => {
    const before = app.bot.about('/calls/').length;
    await page.dial('900');
    const told = await app.bot.told((each) => each.changeType === 'created' && app.bot.about('/calls/').indexOf(each) >= before);
    return told.resourceUrl.split('/').at(-1) ?? '';
  };
  const first = await incoming();
  await graph.done('answer.create', {
    id: first,
    body: { callbackUri: app.callbackUri, mediaConfig: serviceHosted, acceptedModalities: ['audio'] },
  });
  await app.bot.state(first, 'established', { withSound: true });
  await graph.done('transfer.create', { id: first, body: { transferTarget: invited(grace) } });
  const taken = await target.answer();
  await app.bot.state(first, 'terminated');
  await target.hangUp(taken.legId);

  const second = await incoming();
  await graph.done('redirect.create', { id: second, body: { targets: [invited(grace)], timeout: 30, callbackUri: app.callbackUri } });
  const redirected = await target.answer();
  await target.hangUp(redirected.legId);

  const third = await incoming();
  await graph.done('reject.create', { id: third, body: { reason: 'busy', callbackUri: app.callbackUri } });
  await app.bot.state(third, 'terminated');
});

test('what has no effect here is refused, and said so', async () => {
  const quality = { callChainId: '0', participantId: '0', mediaQualityList: [] };
  expect((await graph.ask('logTeleconferenceDeviceQuality.create', { body: { quality } })).status).toBe(404);
  expect(await graph.ask('addLargeGalleryView.create', { id: 'none', body: {} })).toMatchObject({ status: 501 });
  for (const [name, endpoint] of endpoints) {
    if (!metadataOnly.has(commandOf(endpoint))) continue;
    expect(await graph.ask(name, { id: 'none', second: 'none', body: {} })).toMatchObject({ name, status: 405 });
  }
});

test('every exported endpoint was asked, and all that came back is as the metadata have it', () => {
  const asked = new Set(graph.outcomes.map(({ name }) => name));
  expect([...endpoints.keys()].filter((name) => !asked.has(name))).toEqual([]);
  expect(endpoints.size).toBe(45);
  expect(graph.differences).toEqual([]);
});

test('all notifications are as the metadata have them, but for the known deviations', () => {
  for (const body of app.bot.bodies) graph.check('notifications', body, refOf('graph.commsNotifications'), false);
  for (const { resourceUrl, resourceData } of app.bot.about('/calls/')) {
    const isList = /\/(participants|contentsharingsessions)$/.test(resourceUrl);
    graph.check(resourceUrl, resourceData, refOf(typeOf(resourceUrl)), !isList);
  }
  expect(new Set(graph.differences)).toEqual(new Set());
  expect(app.bot.about('/participants').length).toBeGreaterThan(3);
});

/** A key frame of VP8 by its header (RFC 6386 §9.1), 64 by 48, with nothing in it. */
function screenFrame(): Uint8Array {
  const message = new Uint8Array(FRAME_HEADER_BYTES + 40);
  writeFrameHeader(message, { ...frameHeader(), kind: 'screen', codec: 'vp8', isKeyFrame: true, isFirst: true, sequence: 1 });
  message.set([0x10, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 48, 0], FRAME_HEADER_BYTES);
  return message;
}

function keysHeardBy(person: MemoryPerson): readonly string[] {
  const ear = new Ear();
  ear.take(0, person.heard());
  return ear.keys().map(({ key }) => key);
}

function typeOf(resourceUrl: string): string {
  if (resourceUrl.endsWith('/participants')) return 'Collection(graph.participant)';
  if (resourceUrl.endsWith('/contentsharingsessions')) return 'Collection(graph.contentSharingSession)';
  return resourceUrl.includes('/operations/') ? 'graph.commsOperation' : 'graph.call';
}

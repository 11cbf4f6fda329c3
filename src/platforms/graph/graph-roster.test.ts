/** Those who take part in a call on Graph: what goes over the wire, and what comes of gaps, of those who have left, and of refusals. */
import { describe, expect, test } from 'vitest';
import type { CarrierCall, Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import { botParticipant, participantNamed, service } from './fake-service.ts';
import { wired, type Wired } from './test-platform.ts';

const music: Sound = { name: 'music', wav: writeWav(new Int16Array(1_600)) };
const refusal = (status: number, code: string): Response => Response.json({ error: { code, message: 'No.' } }, { status });

async function group(): Promise<Wired & { readonly call: CarrierCall }> {
  const all = await wired();
  const call = await all.answered();
  await all.far.notifyRoster('call-1', [botParticipant(), participantNamed('ada'), participantNamed('grace')]);
  await all.clock.settle();
  return { ...all, call };
}

describe('the roster', () => {
  test('tells who it is, whether they are muted, and which is the bot', async () => {
    const { call, far, clock } = await group();
    const changes: unknown[] = [];
    call.facts.on('participantChanged', ({ from, to }) => changes.push([from.isMuted, to.isMuted, to.party.name]));
    await far.notifyRoster('call-1', [
      botParticipant(),
      participantNamed('ada', { isMuted: true }),
      participantNamed('grace', { metadata: 'x' }),
    ]);
    await clock.settle();
    expect(changes).toEqual([[false, true, 'ada']]);
    expect(call.roster.participants).toEqual([
      { id: 'participant-bot', party: { kind: 'app', id: service.appId }, isMuted: false, isInLobby: false, isSelf: true },
      { id: 'participant-ada', party: { kind: 'user', id: 'ada', name: 'ada' }, isMuted: true, isInLobby: false, isSelf: false },
      { id: 'participant-grace', party: { kind: 'user', id: 'grace', name: 'grace' }, isMuted: false, isInLobby: false, isSelf: false },
    ]);
  });

  test('knows the bot by its participant id once the service has told it', async () => {
    const { platform, far, clock } = await wired();
    far.replies.push(({ method, path }) =>
      method === 'POST' && path.endsWith('/calls')
        ? Response.json({ id: 'm', state: 'establishing', myParticipantId: 'participant-me' }, { status: 201 })
        : undefined,
    );
    const call = await platform.join({ id: '264 183 392 744' });
    await far.notifyRoster('m', [participantNamed('me'), participantNamed('ada')]);
    await clock.settle();
    expect(call.roster.participants.filter(({ isSelf }) => isSelf).map(({ id }) => id)).toEqual(['participant-me']);
  });

  test('of which a delta got lost is read anew, once for all that come meanwhile', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const told: string[] = [];
    call.facts.on('participantJoined', ({ participant }) => told.push(`+${participant.party.id}`));
    call.facts.on('participantLeft', ({ participant }) => told.push(`-${participant.party.id}`));
    await far.notifyRoster('call-1', { sequenceNumber: 1, participants: [participantNamed('ada'), participantNamed('grace')] });
    await clock.settle();
    let answer: (response: Response) => void = () => undefined;
    far.replies.push(({ method, path }) =>
      method === 'GET' && path.endsWith('/participants') && far.asked('participants').length === 1
        ? new Promise((resolve) => (answer = resolve))
        : undefined,
    );
    await far.notifyRoster('call-1', { sequenceNumber: 3, participants: [participantNamed('linus')] });
    await far.notifyRoster('call-1', {
      sequenceNumber: 4,
      participants: [participantNamed('linus', { removedState: { reason: 'left' } })],
    });
    await clock.settle();
    expect(far.asked('participants')).toHaveLength(1);
    far.participants = [participantNamed('ada'), participantNamed('mary')];
    answer(Response.json({ value: [participantNamed('ada'), participantNamed('linus')] }));
    await clock.settle();
    // The fourth came while the list was read, so it is read once more.
    expect(far.asked('participants')).toHaveLength(2);
    expect(told).toEqual(['+ada', '+grace', '-grace', '+linus', '-linus', '+mary']);
    await far.notifyRoster('call-1', { sequenceNumber: 5, participants: [participantNamed('mary', { removedState: {} })] });
    await clock.settle();
    expect(call.roster.participants.map(({ party }) => party.id)).toEqual(['ada']);
  });

  test('that cannot be read anew stays as it was, and the next delta tries again', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    await far.notifyRoster('call-1', { sequenceNumber: 1, participants: [participantNamed('ada')] });
    far.replies.push(({ method, path }) =>
      method === 'GET' && path.endsWith('/participants') && far.asked('participants').length === 1 ? refusal(500, 'x') : undefined,
    );
    await far.notifyRoster('call-1', { sequenceNumber: 3, participants: [] });
    await clock.settle();
    expect(call.roster.participants.map(({ party }) => party.id)).toEqual(['ada']);
    far.participants = [participantNamed('grace')];
    await far.notifyRoster('call-1', { sequenceNumber: 4, participants: [] });
    await clock.settle();
    expect(call.roster.participants.map(({ party }) => party.id)).toEqual(['grace']);
  });
});

describe('an invitation', () => {
  test('goes out as Graph wants it, and a call of the bot’s may come along', async () => {
    const { call, far, clock } = await group();
    const inviting = call.roster.invite({ phone: '+4930123456' }, { replaces: { info: { id: 'call-7' } } });
    await clock.settle();
    expect(far.last('invite').path).toBe('/v1.0/communications/calls/call-1/participants/invite');
    expect(far.last('invite').body).toMatchObject({
      participants: [
        {
          '@odata.type': '#microsoft.graph.invitationParticipantInfo',
          identity: { phone: { id: '+4930123456' } },
          replacesCallId: 'call-7',
        },
      ],
      clientContext: expect.stringMatching(/./) as string,
    });
    await far.endOperation('call-1', 'invite', { status: 'failed', resultInfo: { code: 480, subcode: 10037 } });
    expect(await inviting).toEqual({
      kind: 'notJoined',
      reason: { code: 480, subcode: 10037, message: 'The other side is not signed in anywhere.' },
    });
  });

  test('that is taken is told when the roster has them, or a second later', async () => {
    const { call, far, clock } = await group();
    const outcomes: unknown[] = [];
    const inviting = call.roster
      .invite({ user: 'linus' })
      .then((outcome) => outcomes.push([outcome.kind, call.roster.participants.length]));
    await clock.settle();
    await far.endOperation('call-1', 'invite');
    await clock.settle();
    expect(outcomes).toEqual([]);
    await far.notifyRoster('call-1', [botParticipant(), participantNamed('ada'), participantNamed('grace'), participantNamed('linus')]);
    await inviting;
    const slow = call.roster.invite({ user: 'mary' }).then((outcome) => outcomes.push([outcome.kind, call.roster.participants.length]));
    await clock.settle();
    await far.endOperation('call-1', 'invite');
    await clock.advance(1_000);
    await slow;
    expect(outcomes).toEqual([
      ['joined', 4],
      ['joined', 4],
    ]);
  });

  test('that the service refuses is an error that names what can be done instead', async () => {
    const { call, far } = await group();
    far.replies.push(({ path }) => (path.endsWith('/invite') ? refusal(403, '7504') : undefined));
    await expect(call.roster.invite({ user: 'linus' })).rejects.toMatchObject({
      code: 'call/cannot',
      message: expect.stringMatching(/7504.*permission.*Instead: dial the person/) as string,
      cause: expect.objectContaining({ code: 'platform/refused', graphCode: '7504' }) as Error,
    });
  });

  test('that is no longer waited for passes the reason through', async () => {
    const { call, clock } = await group();
    const stop = new AbortController();
    const inviting = expect(call.roster.invite({ user: 'linus' }, { signal: stop.signal })).rejects.toThrow('no more');
    await clock.settle();
    stop.abort(new Error('no more'));
    await inviting;
  });
});

describe('a person', () => {
  test('is removed and muted by Graph’s paths', async () => {
    const { call, far } = await group();
    await call.roster.remove('participant-ada');
    await call.roster.mute('participant-grace');
    expect(far.last('DELETE').path).toBe('/v1.0/communications/calls/call-1/participants/participant-ada');
    expect(far.last('mute').path).toBe('/v1.0/communications/calls/call-1/participants/participant-grace/mute');
  });

  test('who has left is gone, and the call stays', async () => {
    const { call, far, clock } = await group();
    far.replies.push(({ path, method }) =>
      path.includes('/participants/') && (method === 'DELETE' || method === 'POST') ? refusal(404, '8522') : undefined,
    );
    expect(await call.roster.remove('participant-ada')).toEqual({ kind: 'gone' });
    expect(await call.roster.mute('participant-ada')).toEqual({ kind: 'gone' });
    expect(await call.roster.hold('participant-ada')).toEqual({ kind: 'gone' });
    await clock.settle();
    expect(call.state.status).toBe('connected');
  });

  test('is not found because the call is over: then that is what is told', async () => {
    const { call, far, clock } = await group();
    far.replies.push(({ path, method }) => (method !== 'GET' && path.includes('/call-1/') ? refusal(404, '8522') : undefined));
    const removing = call.roster.remove('participant-ada');
    await clock.advance(1_000);
    expect(await removing).toMatchObject({ kind: 'ended' });
    expect(call.state.status).toBe('ended');
  });

  test('on hold hears what the bot gives, behind a signed link, until the call ends', async () => {
    const { call, far, clock, platform } = await group();
    const holding = call.roster.hold('participant-ada', { music });
    await clock.settle();
    const { uri } = (far.last('startHoldMusic').body['customPrompt'] as { mediaInfo: { uri: string } }).mediaInfo;
    await far.endOperation('call-1', 'startHoldMusic');
    expect(await holding).toEqual({ kind: 'done' });
    expect((await platform.fetch(new Request(uri))).status).toBe(200);
    await call.hangUp();
    expect((await platform.fetch(new Request(uri))).status).not.toBe(200);
  });

  test('who is back no longer keeps the music on offer', async () => {
    const { call, far, clock, platform } = await group();
    const holding = call.roster.hold('participant-ada', { music });
    await clock.settle();
    const { uri } = (far.last('startHoldMusic').body['customPrompt'] as { mediaInfo: { uri: string } }).mediaInfo;
    await far.endOperation('call-1', 'startHoldMusic');
    await holding;
    const back = call.roster.unhold('participant-ada');
    await clock.settle();
    await far.endOperation('call-1', 'stopHoldMusic');
    expect(await back).toEqual({ kind: 'done' });
    expect((await platform.fetch(new Request(uri))).status).not.toBe(200);
  });

  test('who could not be held is an error, and another may be held then', async () => {
    const { call, far, clock } = await group();
    const holding = expect(call.roster.hold('participant-ada')).rejects.toMatchObject({ code: 'call/cannot' });
    await clock.settle();
    await far.endOperation('call-1', 'startHoldMusic', { status: 'failed', resultInfo: { code: 400, subcode: 8548 } });
    await holding;
    const second = call.roster.hold('participant-grace');
    await clock.settle();
    await far.endOperation('call-1', 'startHoldMusic');
    expect(await second).toEqual({ kind: 'done' });
    await expect(call.roster.hold('participant-ada')).rejects.toThrow(/one participant at a time/);
  });
});

describe('the bot itself', () => {
  test('is muted, unmuted, presses keys and tells of recording by Graph’s bodies', async () => {
    const { call, far, clock } = await group();
    await call.mute();
    await call.unmute();
    await call.tellRecording('recording');
    const keys = call.sendKeys('1*#', { pauseMs: 300 });
    await clock.settle();
    await far.endOperation('call-1', 'sendDtmfTones', { completionReason: 'completedSuccessfully' });
    expect(await keys).toEqual({ kind: 'played' });
    expect(far.last('mute').path).toBe('/v1.0/communications/calls/call-1/mute');
    expect(far.last('unmute').body).toMatchObject({ clientContext: expect.any(String) as string });
    expect(far.last('updateRecordingStatus').body).toMatchObject({ status: 'recording' });
    expect(far.last('sendDtmfTones').body).toMatchObject({ tones: ['tone1', 'star', 'pound'], delayBetweenTonesMs: 300 });
  });

  test.each(['mute', 'unmute'] as const)('that the service does not %s is told what to do instead', async (verb) => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path.endsWith(`/${verb}`) ? refusal(400, '8548') : undefined));
    await expect(call[verb]()).rejects.toMatchObject({
      code: 'call/cannot',
      message: expect.stringMatching(/group calls only.*Instead: /) as string,
    });
  });

  test('keys that are stopped, and keys that fail, say so', async () => {
    const { call, far, clock } = await group();
    const stop = new AbortController();
    const stopped = call.sendKeys('123', { signal: stop.signal });
    await clock.settle();
    stop.abort();
    expect(await stopped).toEqual({ kind: 'stopped' });
    const failing = call.sendKeys('1');
    await clock.settle();
    await far.endOperation('call-1', 'sendDtmfTones', { status: 'failed', resultInfo: { code: 500, subcode: 9999, message: 'Broken.' } });
    expect(await failing).toEqual({ kind: 'failed', message: 'Broken.' });
  });
});

test('a consultative transfer names the call that it replaces', async () => {
  const { call, far, clock } = await group();
  const transfer = call.transfer({ user: 'linus' }, { consulted: { info: { id: 'call-9' } } });
  await clock.settle();
  expect(far.last('transfer').body).toMatchObject({ transferTarget: { identity: { user: { id: 'linus' } }, replacesCallId: 'call-9' } });
  await far.notifyCall('deleted', 'call-1', { state: 'terminated', terminationReason: 'AppTransferred' });
  expect(await transfer).toEqual({ kind: 'connected' });
});

import { expect, test } from 'vitest';
import { writeWav } from '../../../media/wav.ts';
import { answerBody, apps, atDesk, testDoor, type TestDoor } from '../test-door.ts';

const wav = new Uint8Array(writeWav(new Int16Array(1600)));

async function play(t: TestDoor, callId: string, mediaInfo: { uri: string; resourceId?: string }): Promise<void> {
  await t.command('POST', `/${callId}/playPrompt`, { prompts: [{ mediaInfo }] });
}

test.each([
  [
    'an MP3',
    () => new Response(new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    8535,
    /file format is invalid: http:\/\/localhost\/a\.wav: .*MP3/,
  ],
  [
    'a 404',
    () => new Response(null, { status: 404, statusText: 'Not Found' }),
    8536,
    /file could not be downloaded: http:\/\/localhost\/a\.wav: the answer was 404 Not Found/,
  ],
  [
    'one without end',
    () => new Response(new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(1024 * 1024)) })),
    8536,
    /longer than 20 MB/,
  ],
  ['one inside the network', () => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/a.wav' } }), 8536, /not public/],
] as const)('%s as a prompt fails its operation in words, and the call goes on', async (_, file, subcode, message) => {
  const t = testDoor();
  t.files.set('http://localhost/a.wav', file);
  const callId = await atDesk(t);
  await play(t, callId, { uri: 'http://localhost/a.wav' });
  await t.h.clock.settle();
  expect(t.received[0]?.item).toMatchObject({
    changeType: 'deleted',
    resourceData: { status: 'failed', resultInfo: { code: 400, subcode, message: expect.stringMatching(message) as string } },
  });
  expect(t.h.engine.last('play')).toBeUndefined();
  expect(t.h.appLeg('desk')?.state).toBe('connected');
});

test('a prompt with a resourceId is fetched once for each app; one without, each time', async () => {
  const t = testDoor();
  let fetched = 0;
  t.files.set('http://localhost/a.wav', () => {
    fetched++;
    return new Response(wav);
  });
  const callId = await atDesk(t);
  for (const resourceId of ['a', 'a', 'b', '', '']) {
    await play(t, callId, { uri: 'http://localhost/a.wav', ...(resourceId ? { resourceId } : {}) });
    t.h.engine.played();
  }
  expect(fetched).toBe(4);
});

test('prompts that are too long together are refused', async () => {
  const t = testDoor({ settings: { promptBytes: wav.length + 1 } });
  t.files.set('http://localhost/a.wav', () => new Response(wav));
  const callId = await atDesk(t);
  const prompt = { mediaInfo: { uri: 'http://localhost/a.wav' } };
  await t.command('POST', `/${callId}/playPrompt`, { prompts: [prompt, prompt] });
  await t.h.clock.settle();
  expect(t.received[0]?.item.resourceData).toMatchObject({ status: 'failed', resultInfo: { code: 400, subcode: 8536 } });
});

test('what is kept has a bound: the longest unused goes', async () => {
  const t = testDoor({ settings: { promptCacheBytes: wav.length * 2 } });
  const fetched: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    t.files.set(`http://localhost/${name}.wav`, () => {
      fetched.push(name);
      return new Response(wav);
    });
  }
  const callId = await atDesk(t);
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) {
    await play(t, callId, { uri: `http://localhost/${name}.wav`, resourceId: name });
    t.h.engine.played();
  }
  expect(fetched).toEqual(['a', 'b', 'c', 'b']);
});

test('of prompts that are named in advance a hundred are fetched, those without a name are not', async () => {
  const t = testDoor({ apps });
  const fetched = new Set<string>();
  const preFetchMedia = Array.from({ length: 102 }, (_, index) => {
    const uri = `http://localhost/${String(index)}.wav`;
    t.files.set(uri, () => (fetched.add(uri), new Response(wav)));
    return index === 0 ? { uri } : { uri, resourceId: String(index) };
  });
  const mediaConfig = { ...answerBody.mediaConfig, preFetchMedia };
  const targets = [{ identity: { user: { id: 'grace' } } }];
  expect((await t.command('POST', '', { ...answerBody, targets, mediaConfig })).status).toBe(201);
  await t.h.clock.settle();
  expect([fetched.size, fetched.has('http://localhost/0.wav'), fetched.has('http://localhost/101.wav')]).toEqual([100, false, false]);
});

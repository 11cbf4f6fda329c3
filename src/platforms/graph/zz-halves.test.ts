import { expect, test } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { hostBot } from '../../bot/host.ts';
import { scriptedVoice } from '../../bot/scripted-voice.ts';
import { memoryBlobStore } from '../../store/memory-blob-store.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { Voicemail } from '../../services/voicemail/voicemail.ts';
import { writeWav } from '../../media/wav.ts';
import { GraphPlatform } from './graph-platform.ts';
import { graphDoor } from '../../doors/graph/graph-door.ts';
import { directory, house, dialled } from '../../switchboard/test-house.ts';
import { bot } from '../../../bots/front-desk.ts';

test('halves', async () => {
  const h = house({});
  const publicUrl = new URL('http://127.0.0.1:4400');
  let platform: GraphPlatform;
  const lines: string[] = [];
  const door = graphDoor({
    switchboard: h.switchboard,
    directory: { ...directory, apps: directory.apps.map((a) => ({ ...a, webhook: `http://127.0.0.1:4400/bots/${a.appId}/calls` })) },
    clock: h.clock, random: h.random, log: silentLog,
    keys: { load: () => Promise.resolve(undefined), save: () => Promise.resolve() },
    publicUrl,
    resolveHost: () => Promise.resolve(['127.0.0.1']),
    fetch: (input, init) => platform.fetch(new Request(String(input).replace(/^http:..localhost.desk$/, 'http://127.0.0.1:4400/bots/desk/calls'), init)),
  });
  platform = new GraphPlatform({
    name: 's', baseUrl: `${publicUrl.origin}/v1.0`, tokenUrl: `${publicUrl.origin}/tenant-1/oauth2/v2.0/token`, openIdUrl: `${publicUrl.origin}/v1/.well-known/OpenIdConfiguration`,
    tenantId: 'tenant-1', appId: 'desk', secret: 's3cret', publicUrl: `${publicUrl.origin}/bots/desk`,
    fetch: (input, init) => door.fetch(new Request(input as string, init)), clock: h.clock, random: seededRandom(5), log: silentLog,
  });
  platform.facts.on('exchange', (e) => { if (e.status !== undefined || e.problem) lines.push(`${String(Math.round(h.clock.now()))} ${e.direction} ${e.method} ${e.url.slice(-30)} ${String(e.status)} ${e.problem ?? ''} ${(e.direction === 'notification' ? e.requestBody ?? '' : '').slice(60, 700)} ${e.status && e.status >= 400 ? e.responseBody : ''}`); });
  const voicemail = new Voicemail({ blobs: memoryBlobStore(), facts: memoryFactLog(), clock: h.clock, random: seededRandom(9), tenantId: 't' });
  const facts: unknown[] = [];
  const people = (id: string) => id;
  void people;
  const ivr = { ...bot };
  hostBot({ bot: ivr, platform, speech: scriptedVoice, services: { voicemail }, clock: h.clock, log: silentLog, onFact: (f) => facts.push(f) });
  const who = await dialled(h, 'ada', '100');
  await h.clock.settle();
  const plays = () => h.engine.commands.filter((c) => c.kind === 'play');
  console.log(h.engine.commands.map((c) => c.kind).join(' '));
  h.engine.facts.tell('keyPressed', { legId: who.legId, key: '1', sequence: 1 } as never);
  await h.clock.settle();
  await h.clock.advance(1000);
  for (let i = 0; i < 3; i++) { h.engine.played(); await h.clock.advance(1000); }
  await h.clock.advance(90_000);
  for (let i = 0; i < 3; i++) { h.engine.played(); await h.clock.advance(1000); }
  const rec = h.engine.last('record');
  if (rec) { h.engine.heard = writeWav(new Int16Array(16000).fill(900)); h.switchboard.hangUp({ legId: who.legId, userId: 'ada', pageId: 'page-ada' } as never); }
  await h.clock.advance(5_000);
  console.log(JSON.stringify(await voicemail.list('a0000000-0000-4000-8000-000000000202')));
  console.log(h.engine.commands.map((c) => c.kind).join(' '));
  console.log(lines.join('\n'));
  console.log(JSON.stringify(facts, null, 1));
  void writeWav; void expect;
});

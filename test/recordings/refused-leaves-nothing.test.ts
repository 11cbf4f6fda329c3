/**
 * Whoever refuses is nowhere: looked for byte by byte in every file of the disk, and, with the key of the recording, in all that is sealed. Where
 * nobody agrees nothing is begun, and of what was deleted nothing is left.
 */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { newPlace, operator, type Place } from '../../src/archive/test-archive.ts';
import { isWrittenIn } from '../../src/base/test-written-in.ts';
import { SAMPLE_RATE } from '../../src/media/frame.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { askEach } from '../../src/services/recording/consent/ask-each.ts';
import { ledgerOf } from '../../src/services/recording/ledger.ts';
import type { ConsentPolicy, Recording } from '../../src/services/recording/port.ts';
import { RecordingService } from '../../src/services/recording/recording-service.ts';
import { TestCall, toneFrame } from '../../src/services/recording/test-call.ts';
import { openedRecording, type OpenedRecording } from './opened-recording.ts';

const needsFfmpeg = test.skipIf(process.env['CI'] !== 'true' && spawnSync('ffmpeg', ['-version']).status !== 0);
const tenantId = 't1';

/** Adele agrees, Bruno refuses, Carla agrees when it has begun, Dora takes back what she agreed to, also for what was before. */
const HERTZ = { Adele: 550, Bruno: 2_350, Carla: 1_450, Dora: 3_150 } as const;
type Name = keyof typeof HERTZ;
const names = Object.keys(HERTZ) as Name[];
const subject = 'Canary quarterly figures';
const fullName = (name: Name): string => `${name} Canary-Surname`;

let place: Place;
let archive: Archive;
let call: TestCall;
let visits: Readonly<Record<Name, string>>;
beforeEach(async () => {
  place = await newPlace();
  archive = await place.open();
  call = new TestCall({ clock: place.clock });
  const join = (name: Name): string =>
    call.join(name, { party: { kind: 'user', id: `person-${String(HERTZ[name])}`, name: fullName(name) } });
  visits = { Adele: join('Adele'), Bruno: join('Bruno'), Carla: join('Carla'), Dora: join('Dora') };
  for (const name of names) call.sounds(visits[name], HERTZ[name]);
});
afterEach(() => place[Symbol.asyncDispose]());

const asks = askEach({ by: ['key'], withinMs: 1_000 });
const policy: ConsentPolicy = {
  ...asks,
  key: (room, who, key) => {
    if (key === '9') room.withdraws(who.participantId, 'key 9', { andBefore: true });
    else asks.key?.(room, who, key);
  },
};

function answer(answers: Partial<Record<Name, string>>): void {
  call.onSay = () => {
    for (const [name, key] of Object.entries(answers)) call.press(key, visits[name as Name]);
    call.onSay = () => undefined;
  };
}

async function begun(): Promise<Recording> {
  const { clock, facts } = place;
  const beginning = new RecordingService({ archive, facts, tenantId, clock }).record(call, { consent: policy, subject, formats: ['wav'] });
  beginning.catch(() => undefined);
  await clock.advance(6_000);
  return beginning;
}

/** Of what all say is recorded what may be; gives the moment at which Carla agreed. */
async function recorded(
  whileRecorded: (id: string, agreedMs: number) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly id: string; readonly agreedMs: number }> {
  answer({ Adele: '1', Bruno: '2', Dora: '1' });
  const recording = await begun();
  await place.clock.advance(2_000);
  const agreedMs = recording.durationMs;
  call.press('1', visits.Carla);
  await place.clock.advance(2_000);
  await whileRecorded(recording.id, agreedMs);
  call.press('9', visits.Dora);
  await place.clock.advance(1_000);
  const { state, tracks, recordingId } = await recording.stop();
  expect(state).toBe('saved');
  for (const { track, info } of tracks)
    if (info.kind === 'voice') await archive.make(operator, recordingId, { kind: 'track', track }, 'ogg');
  return { id: recordingId, agreedMs };
}

/** The loudest half second of a tone, in dB below full scale: one frame of it alone would be -45, and the seams of others are below -65. */
function loudest(samples: Int16Array, name: Name, { fromMs = 0, toMs = Infinity }: { fromMs?: number; toMs?: number } = {}): number {
  let most = -Infinity;
  const part = samples.subarray((fromMs * SAMPLE_RATE) / 1_000, Math.min(samples.length, (toMs * SAMPLE_RATE) / 1_000));
  for (let at = 0; at < part.length; at += SAMPLE_RATE / 2)
    most = Math.max(most, toneDb(part.subarray(at, at + SAMPLE_RATE / 2), HERTZ[name]));
  return most;
}

/** All in which a tone is heard at all. */
function heardIn({ sounds }: OpenedRecording, name: Name, part: { fromMs?: number; toMs?: number } = {}): readonly string[] {
  return sounds
    .filter(({ samples }) => loudest(samples, name, part) > -60)
    .map(({ what, samples }) => `${what}: ${loudest(samples, name, part).toFixed(1)} dB`);
}

/** All that was sealed in which it is written. */
function writtenIn({ plain }: OpenedRecording, text: string): readonly string[] {
  return plain.filter(({ bytes }) => isWrittenIn(Buffer.from(bytes), text)).map(({ what }) => what);
}

const pcm = (name: Name): Uint8Array => new Uint8Array(toneFrame(HERTZ[name]).buffer, 0, 64);
/** What would lie open, if anything did. */
const open = [...names.map(fullName), 'Canary', 'OggS\0\0', 'WAVEfmt ', 'OpusHead', ...names.map(pcm)];

needsFfmpeg('who refuses is in no byte, who agrees late in none from before, and who takes it back in none at all', async () => {
  const { id, agreedMs } = await recorded(async (going, agreed) => {
    expect(await place.filesWith(...open)).toEqual([]);
    const meanwhile = await openedRecording(place, going);
    expect([heardIn(meanwhile, 'Bruno'), heardIn(meanwhile, 'Carla', { toMs: agreed }), writtenIn(meanwhile, fullName('Bruno'))]).toEqual([
      [],
      [],
      [],
    ]);
    expect(heardIn(meanwhile, 'Dora').length).toBeGreaterThan(1);
  });
  expect(await place.filesWith(...open)).toEqual([]);
  const opened = await openedRecording(place, id);
  const what = [...opened.plain, ...opened.sounds].map((each) => each.what);
  expect(what).toEqual(
    expect.arrayContaining(['mixed.ogg', 'mixed.wav', 'waveforms', 'chunk 0 of the log', 'track 0 of the log', 'fact recordingOutlined']),
  );

  expect(heardIn(opened, 'Bruno')).toEqual([]);
  expect(heardIn(opened, 'Dora')).toEqual([]);
  expect(heardIn(opened, 'Carla', { toMs: agreedMs })).toEqual([]);
  for (const name of ['Bruno', 'Dora'] as const) {
    expect(writtenIn(opened, fullName(name))).toEqual([]);
    expect(writtenIn(opened, `person-${String(HERTZ[name])}`)).toEqual([]);
  }
  // Who agreed is there: so the others would have been found.
  expect(heardIn(opened, 'Adele').length).toBeGreaterThan(4);
  expect(heardIn(opened, 'Carla', { fromMs: agreedMs }).length).toBeGreaterThan(4);
  expect(writtenIn(opened, fullName('Adele'))).toContain('chunk 0 of the log');
  const ledger = await ledgerOf(id, { facts: place.facts, tenantId, people: [] });
  expect(ledger.map(({ person, what: said }) => `${person.id} ${said}`)).toEqual(
    expect.arrayContaining(['person-550 agreed', 'person-2350 refused', 'person-1450 agreed', 'person-3150 withdrew']),
  );
});

test.each([
  ['all refuse', { Adele: '2', Bruno: '2', Carla: '2', Dora: '2' }],
  ['nobody answers', {}],
])('where nobody agrees (%s) there is no recording, no key, no fact and no file of one', async (_, answers) => {
  answer(answers);
  await expect(begun()).rejects.toMatchObject({ code: 'recording/not-allowed' });
  expect(await archive.list(operator)).toEqual([]);
  expect(await place.facts.read({ tenant: tenantId, stream: 'recordings-bots' })).toEqual([]);
  expect(await place.blobs.list('')).toEqual([]);
  const files = [...(await place.everyFile()).keys()].map((file) => file.slice(place.path.length + 1));
  expect(files.filter((file) => file.startsWith('spool') || file.startsWith('blobs'))).toEqual([]);
  expect(await place.filesWith(...open)).toEqual([]);
  // What they said is on record with the call, by their ids.
  const facts = await place.facts.read({ tenant: tenantId });
  expect(facts.map(({ stream }) => stream).filter((stream) => !/^calls\/[^/]+\/consent$/.test(stream))).toEqual([]);
  expect(facts.at(-1)?.type).toBe('recordingNotBegun');
});

needsFfmpeg('of what is deleted no name, no word, no sealed byte and no key is left, and the ledger names nobody', async () => {
  const { id } = await recorded();
  const sealed: Uint8Array[] = [];
  for (const [file, bytes] of await place.everyFile()) {
    if (!file.includes(id)) continue;
    for (let at = 0; at < bytes.length; at += 1_024) sealed.push(bytes.subarray(Math.max(0, Math.min(at, bytes.length - 48)), at + 48));
  }
  expect(sealed.length).toBeGreaterThan(20);
  const proof = await archive.erase(operator, id);
  expect(proof.keyDestroyed).toBe(true);
  expect(await place.filesWith(...open, subject, ...sealed)).toEqual([]);
  expect(
    [...(await place.everyFile()).keys()].filter((file) => file.includes(id) || file.includes('/keys/') || file.includes('/blobs/')),
  ).toEqual([]);
  await expect(openedRecording(place, id)).rejects.toMatchObject({ code: 'archive/locked' });
  await expect(archive.get(operator, id)).rejects.toMatchObject({ code: 'archive/unknown' });
  expect(await place.audit.verify()).toMatchObject({ isIntact: true });
  const ledger = await ledgerOf(id, { facts: place.facts, tenantId, people: [] });
  expect(ledger.map(({ person }) => person.name).filter((name) => name !== undefined)).toEqual([]);
  expect(ledger.length).toBeGreaterThan(4);
});

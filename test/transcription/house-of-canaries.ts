/**
 * A whole house in which canaries are said: two meetings at the same time. In one a bot records, captions, translates and keeps, with redaction
 * beside the one that writes notes; in the other the house does all that by itself. Everything that leaves is taken down as evidence.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import type { Speaks } from '../../src/bot/speaks.ts';
import { sine } from '../../src/media/tones.ts';
import { writeWav } from '../../src/media/wav.ts';
import { checked } from '../../src/server/config-file.ts';
import { openHouse, type House } from '../../src/server/house.ts';
import { announce } from '../../src/services/recording/consent/announce.ts';
import type { ConsentPolicy } from '../../src/services/recording/port.ts';
import { packageFolder } from '../../src/server/sample-house.ts';
import { JsonServer } from '../../src/speech/translation/test-json-server.ts';
import type { LibraryPage } from '../../src/wire/live/library.ts';
import type { Connected } from '../../src/wire/live/page-command.ts';
import type { MeetingSummary } from '../../src/wire/live/page-event.ts';
import type { MemoryPerson } from '../../src/engine/memory-person.ts';
import { Caller, MemoryExchange } from '../caller.ts';
import { LISTED, spokenText, turns } from './canaries.ts';
import { Evidence } from './evidence.ts';
import { ToneLanguage } from './tone-language.ts';
import { TerminalTap } from './terminal-tap.ts';
import { UnhurriedClock } from './unhurried-clock.ts';
import { WebSocketTap } from './web-socket-tap.ts';

const patience = { timeout: 15_000, interval: 100 };
const GIVEN = Symbol.for('rollcall canaries');

const tone = writeWav(sine({ hertz: [7_500], ms: 100 }, 0.05));
const speech: Speaks = { wavOf: () => Promise.resolve(tone) };
/** Loaded as any bot is; without the package it is there at once. */
const scribe = `const { seen, consent } = globalThis[Symbol.for('rollcall canaries')].get(NAME);
export const bot = { name: 'scribe', needs: ['soundApart'], async onCall(call, { log }) {
  await call.answer();
  await call.record({ consent, formats: ['ogg', 'wav'] });
  const transcription = await call.transcribe({ keep: true, translate: ['de'] });
  seen.push('begun');
  transcription.facts.on('segment', ({ segment }) => {
    seen.push(segment);
    log.debug('it was typed', { text: 'TYPED' });
    log.debug('it was said', { text: segment.text, words: segment.words?.map(({ text }) => text).join(' ') });
  });
  transcription.facts.on('translated', ({ translated }) => seen.push(translated));
  await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
} };
`;

export type Meeting = {
  readonly name: string;
  readonly callId: string;
  readonly meetingId: string;
  /** Who speaks: the first organizes it. */
  readonly people: readonly [Speaker, Speaker];
};
type Speaker = { readonly userId: string; readonly page: Caller; readonly person: MemoryPerson; readonly legId: string };

/** Typed by somebody, so that a log is given a number at all. */
const TYPED = '4929 1763 0852 6340';

export const readerApp = { appId: 'd0000000-0000-4000-8000-00000000c0de', secret: 'a-secret-of-the-reader' };

export type CanaryHouse = AsyncDisposable & {
  readonly house: House;
  readonly data: string;
  readonly evidence: Evidence;
  readonly language: ToneLanguage;
  readonly meetings: readonly Meeting[];
  /** Everything is said; both meetings go on. */
  speak(): Promise<void>;
  /** The meetings end, and all of it is kept. */
  finish(): Promise<void>;
  /** Nothing of it runs any more, the data stays until it is disposed of. */
  close(): Promise<void>;
};

/** Without redaction it is the control: what should have been taken out is found then. */
export async function openCanaryHouse({ redact }: { readonly redact: boolean }): Promise<CanaryHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-canaries-'));
  const evidence = new Evidence();
  const clock = new UnhurriedClock();
  const language = new ToneLanguage([...new Set(turns.flat().map(spokenText))]);
  const seen = hooked(folder);
  const file = join(folder, 'scribe.ts');
  await writeFile(file, scribe.replace('NAME', JSON.stringify(folder)).replace('TYPED', TYPED));
  const translator = await JsonServer.start(({ body }) => ({ status: 200, body: translation(body) }));
  const hook = await JsonServer.start(() => ({ status: 200, body: {} }));
  const exchange = new MemoryExchange({ clock });
  const tap = new WebSocketTap();
  const terminal = redact ? new TerminalTap() : undefined;
  const data = join(folder, 'data');
  const house = await openHouse(
    checked(
      {
        port: 0,
        data,
        https: { enabled: false },
        log: redact ? 'debug' : 'silent',
        capture: true,
        media: { processes: 0 },
        bots: [
          { name: 'scribe', number: '100', file },
          ...(redact ? [{ name: 'notes', number: '110', file: join(packageFolder, 'bots', 'meeting-notes.ts') }] : []),
        ],
        apps: [{ ...readerApp, name: 'reader', permissions: ['OnlineMeetingTranscript.Read.All', 'OnlineMeetings.Read.All'] }],
        recordings: { webhooks: [{ url: `${hook.url}/hook`, secret: `whsec_${'Q2FuYXJ5'.repeat(5)}`, includeNames: true }] },
        transcription: {
          translators: [{ kind: 'openai', baseUrl: `${translator.url}/v1`, model: 'canary' }],
          redact: redact ? { words: [LISTED] } : false,
        },
      },
      'the proof of redaction',
    ),
    { clock, speech, engine: exchange.engine, recognisers: [language.recogniser('tones')] },
  );
  tap.port = Number(new URL(house.url).port);
  const pages: Caller[] = [];
  const sockets: WebSocket[] = [];
  const open = async (userId: string): Promise<Caller> => {
    const page = await Caller.open(house.url, userId, exchange);
    pages.push(page);
    return page;
  };
  const withBot = await meet('with a bot', [await open(ada.user), await open(grace.user)], [ada.user, grace.user]);
  const ofHouse = await meet('of the house', [await open(alan.user), await open(katherine.user)], [alan.user, katherine.user]);
  const meetings = [withBot, ofHouse];
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    for (const page of pages) page[Symbol.dispose]();
    for (const socket of sockets) socket.terminate();
    await house[Symbol.asyncDispose]();
    clock[Symbol.dispose]();
    tap[Symbol.dispose]();
    terminal?.[Symbol.dispose]();
    for (const line of terminal?.lines ?? []) evidence.addJson('the terminal log', line);
    for (const text of tap.texts) evidence.addJson(placeOf(text), JSON.parse(text));
    for (const { body } of translator.requests) evidence.addJson('what translators were given', body);
    for (const { body } of hook.requests) evidence.addJson('webhooks', body);
    for (const each of seen) evidence.addJson('what the bot saw', each);
    await translator[Symbol.asyncDispose]();
    await hook[Symbol.asyncDispose]();
  };
  return {
    house,
    data,
    evidence,
    language,
    meetings,
    async speak() {
      await prepare(withBot, ofHouse, redact);
      await vi.waitFor(() => expect(seen).toContain('begun'), patience);
      sockets.push(...(await followedAll(house, meetings)));
      for (const turn of turns)
        await Promise.all(
          meetings.flatMap(({ people }) => turn.map((said) => people[said.who].person.say(language.said(spokenText(said))))),
        );
      // All of it has become captions; what was covered only in case is shown after a silence.
      await clock.sleep(redact ? 11_500 : 2_000);
    },
    async finish() {
      if (redact) await askForNotes(withBot.people[0]);
      const [organizer] = ofHouse.people;
      for (const kind of ['stopTranscript', 'stopRecording'] as const) await done(organizer.page, { kind, legId: organizer.legId });
      await organizer.page.event('phone', ({ phone: { lines } }) =>
        lines.some(({ group }) => group && !group.transcript && !group.recording),
      );
      for (const { people } of meetings) await done(people[0].page, { kind: 'endMeeting', legId: people[0].legId });
      for (const { people } of meetings)
        await vi.waitFor(async () => {
          const states = (await listed(house, people[0].userId)).map(({ state }) => state);
          expect(states.filter((state) => state !== 'saved')).toEqual([]);
        }, patience);
    },
    close,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function meet(name: string, pages: readonly [Caller, Caller], userIds: readonly [string, string]): Promise<Meeting> {
  const planned = (await done(pages[0], { kind: 'createMeeting', subject: `Meeting ${name}`, lobby: 'everyone' })) as MeetingSummary;
  const number = planned.invitation.joinMeetingId;
  const joined: (Connected & { readonly person: MemoryPerson })[] = [];
  for (const page of pages) joined.push(await page.dial(number));
  const [first, second] = joined;
  if (!first || !second) throw new Error('nobody came');
  const speaker = (at: 0 | 1, { person, legId }: typeof first): Speaker => ({ userId: userIds[at], page: pages[at], person, legId });
  return { name, callId: first.callId, meetingId: planned.meetingId, people: [speaker(0, first), speaker(1, second)] };
}

/** Bots are in one, and listen; the other is kept by the house. One of each reads what is said, the other what it means in Spanish. */
async function prepare(withBot: Meeting, ofHouse: Meeting, hasNotes: boolean): Promise<void> {
  const [one] = withBot.people;
  for (const number of hasNotes ? ['100', '110'] : ['100']) await done(one.page, { kind: 'invite', legId: one.legId, number });
  const [other] = ofHouse.people;
  await done(other.page, { kind: 'startRecording', legId: other.legId });
  await other.page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group?.recording === 'running'));
  await done(other.page, { kind: 'startTranscript', legId: other.legId });
  await other.page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group?.transcript === 'running'));
  await one.page.event('languages', ({ languages }) => languages.by !== undefined);
  for (const { people, callId } of [withBot, ofHouse])
    for (const [at, { page, legId }] of people.entries()) {
      await done(page, { kind: 'captions', legId, isOn: true, ...(at === 0 ? {} : { language: 'es' }) });
      await done(page, { kind: 'watchCall', callId });
    }
  // The bot that takes notes has said so.
  if (hasNotes) await one.page.event('chat', ({ messages }) => messages.some(({ text }) => text.includes('I take notes')));
}

async function askForNotes({ page, legId }: Speaker): Promise<void> {
  await done(page, { kind: 'chat', legId, text: 'notes' });
  await page.event('chat', ({ messages }) => messages.some(({ text }) => text.startsWith('Notes of this meeting')));
}

export async function done(page: Caller, command: Parameters<Caller['ask']>[0]): Promise<unknown> {
  const reply = await page.ask(command);
  if (!reply.ok) throw new Error(`${command.kind}: ${reply.error.message}`);
  return reply.result;
}

/** What somebody finds in the library. */
export async function listed({ url }: Pick<House, 'url'>, as: string): Promise<LibraryPage['recordings']> {
  return ((await (await fetch(`${url}/kept?as=${as}`)).json()) as LibraryPage).recordings;
}

/** Whoever organizes them follows what is written while it is written. */
async function followedAll(house: House, meetings: readonly Meeting[]): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (const { people } of meetings) {
    const { userId } = people[0];
    const kept = async (): Promise<LibraryPage['recordings']> => (await listed(house, userId)).filter(({ hasTranscript }) => hasTranscript);
    await vi.waitFor(async () => expect(await kept()).not.toEqual([]), patience);
    for (const { recordingId } of await kept()) sockets.push(await followed(house, recordingId, userId));
  }
  return sockets;
}

function followed({ url }: House, recordingId: string, as: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/kept/${recordingId}/transcript/live?as=${as}`);
  return new Promise((resolve, reject) => void socket.once('open', () => resolve(socket)).once('error', reject));
}

/** Where the bot puts what it sees. */
function hooked(name: string): unknown[] {
  type Given = { readonly seen: unknown[]; readonly consent: ConsentPolicy };
  const all = ((globalThis as { [GIVEN]?: Map<string, Given> })[GIVEN] ??= new Map<string, Given>());
  const seen: unknown[] = [];
  all.set(name, { seen, consent: announce({ text: '' }) });
  return seen;
}

/** As a translator that changes nothing but the language. */
function translation(body: unknown): object {
  const { messages } = body as { readonly messages: readonly { readonly content: string }[] };
  const { text, to } = JSON.parse(messages.at(-1)?.content ?? '') as { readonly text: string; readonly to: readonly string[] };
  const content = JSON.stringify(Object.fromEntries(to.map((each) => [each, `${each}: ${text}`])));
  return { choices: [{ finish_reason: 'stop', message: { content } }] };
}

function placeOf(frame: string): string {
  const { kind, command } = JSON.parse(frame) as { readonly kind?: string; readonly command?: unknown };
  if (kind === 'caption' && frame.includes('legId')) return 'captions on pages';
  if (kind === 'caption') return 'captions on the bridge';
  if (['segment', 'translated', 'transcript'].includes(kind ?? '')) return 'the live transcript';
  if (kind === 'chat') return 'the chat';
  if (kind === 'ladder') return 'the call inspector';
  return command === undefined ? 'other frames' : 'what pages ask';
}

/** A whole house in which somebody speaks to real recognisers in a meeting that the house records, captions and keeps, and that a bot transcribes too. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { ada } from '../../bots/people.ts';
import type { MemoryPerson } from '../../src/engine/memory-person.ts';
import { sine } from '../../src/media/tones.ts';
import { writeWav } from '../../src/media/wav.ts';
import { checked } from '../../src/server/config-file.ts';
import { openHouse, type House } from '../../src/server/house.ts';
import type { SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';
import type { Segment } from '../../src/speech/segment.ts';
import type { Transcription, TranscriptionFacts } from '../../src/services/transcription/port.ts';
import type { TranscriptView } from '../../src/wire/live/library.ts';
import type { Caption, LineLanguages, MeetingSummary } from '../../src/wire/live/page-event.ts';
import { Caller, MemoryExchange } from '../caller.ts';
import { done, listed } from './house-of-canaries.ts';
import { UnhurriedClock } from './unhurried-clock.ts';

const HOOK = Symbol.for('rollcall spoken');
const patience = { timeout: 60_000, interval: 250 };
const bot = `export const bot = { name: 'listener', needs: ['soundApart'], async onCall(call) {
  await call.answer();
  globalThis[Symbol.for('rollcall spoken')](await call.transcribe({ captions: false }));
  await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
} };
`;
const silence = writeWav(sine({ hertz: [440], ms: 100 }, 0.01));

export type SpokenHouse = AsyncDisposable & {
  readonly house: House;
  readonly clock: UnhurriedClock;
  readonly page: Caller;
  readonly person: MemoryPerson;
  /** Undefined where no bot was asked for. */
  readonly transcription: Transcription | undefined;
  readonly providersTold: TranscriptionFacts['providerChanged'][];
  /** As the page of whoever speaks shows them now. */
  readonly captions: ReadonlyMap<string, Caption>;
  readonly languages: readonly LineLanguages[];
  /** The meeting ends, and is saved. */
  end(): Promise<void>;
  /** What is asked of the library for what was kept, by whoever organized it. */
  asked(path: string, command?: object): Promise<Response>;
  view(): Promise<TranscriptView>;
  /** Resolves when there is a transcript that passes. */
  shows(check: (segments: TranscriptView['segments']) => void): Promise<void>;
};

export async function openSpokenHouse(
  recognisers: readonly SpeechToText[],
  { hasBot = false }: { readonly hasBot?: boolean } = {},
): Promise<SpokenHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-spoken-'));
  const clock = new UnhurriedClock({ times: 1 });
  const file = join(folder, 'listener.ts');
  await writeFile(file, bot);
  const exchange = new MemoryExchange({ clock });
  const config = {
    port: 0,
    data: join(folder, 'data'),
    https: { enabled: false },
    log: 'silent' as const,
    media: { processes: 0 },
    bots: [{ name: 'listener', number: '100', file }],
    transcription: { translators: [], redact: false as const },
  };
  const speech = { wavOf: () => Promise.resolve(silence) };
  const house = await openHouse(checked(config, 'the test'), { clock, speech, engine: exchange.engine, recognisers });
  const page = await Caller.open(house.url, ada.user, exchange);
  const captions = new Map<string, Caption>();
  const languages: LineLanguages[] = [];
  page.facts.on('event', (event) => {
    if (event.kind === 'caption') captions.set(event.caption.captionId, event.caption);
    if (event.kind === 'languages') languages.push(event.languages);
  });
  const planned = (await done(page, { kind: 'createMeeting', subject: 'Spoken', lobby: 'everyone' })) as MeetingSummary;
  const { person, legId } = await page.dial(planned.invitation.joinMeetingId);
  await page.event('languages', ({ languages: { canCaption } }) => canCaption);
  await done(page, { kind: 'startRecording', legId });
  await page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group?.recording === 'running'));
  await done(page, { kind: 'startTranscript', legId });
  await page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group?.transcript === 'running'));
  await done(page, { kind: 'captions', legId, isOn: true });
  let transcription: Transcription | undefined;
  const providersTold: TranscriptionFacts['providerChanged'][] = [];
  if (hasBot) {
    const begun = new Promise<Transcription>((resolve) => void ((globalThis as { [HOOK]?: typeof resolve })[HOOK] = resolve));
    await done(page, { kind: 'invite', legId, number: '100' });
    transcription = await begun;
    transcription.facts.on('providerChanged', (told) => void providersTold.push(told));
  }
  const kept = async (): Promise<string> => (await listed(house, ada.user)).find(({ kind }) => kind === 'recording')?.recordingId ?? '';
  const asked = async (path: string, command?: object): Promise<Response> => {
    const url = `${house.url}/kept/${await kept()}${path}?as=${ada.user}`;
    const headers = { 'content-type': 'application/json', origin: house.url };
    return command ? fetch(url, { method: 'POST', headers, body: JSON.stringify(command) }) : fetch(url);
  };
  const view = async (): Promise<TranscriptView> => (await (await asked('/transcript')).json()) as TranscriptView;
  return {
    house,
    clock,
    page,
    person,
    transcription,
    providersTold,
    captions,
    languages,
    async end() {
      await done(page, { kind: 'stopTranscript', legId });
      await page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group && !group.transcript));
      await done(page, { kind: 'endMeeting', legId });
      await vi.waitFor(async () => expect((await listed(house, ada.user))[0]?.state).toBe('saved'), patience);
    },
    asked,
    view,
    shows: (check) => vi.waitFor(async () => check((await view()).segments), patience),
    async [Symbol.asyncDispose]() {
      page[Symbol.dispose]();
      await house[Symbol.asyncDispose]();
      clock[Symbol.dispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function textOf(segments: readonly Pick<Segment, 'text'>[]): string {
  return segments
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' ');
}

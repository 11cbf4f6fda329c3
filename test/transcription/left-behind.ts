/** What can be found of meetings when they are over: by people in the library, by apps through Graph, in saved calls, and by whoever has the disk and its keys. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readItems } from '../../src/transcripts/sealed-stream.ts';
import { streamOf } from '../../src/transcripts/transcripts-options.ts';
import { openArchives } from '../../src/server/recordings/open-archives.ts';
import { openStores } from '../../src/server/house-stores.ts';
import { Transcripts } from '../../src/transcripts/transcripts.ts';
import { realClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { realRandom } from '../../src/base/random.ts';
import { Scope } from '../../src/base/scope.ts';
import type { Viewer } from '../../src/archive/port.ts';
import type { ExportFormat } from '../../src/transcripts/port.ts';
import type { House } from '../../src/server/house.ts';
import type { SaidPage, TranscriptView } from '../../src/wire/live/library.ts';
import { type Canary, ordinaryWords } from './canaries.ts';
import type { Evidence } from './evidence.ts';
import { listed, readerApp, type Meeting } from './house-of-canaries.ts';

const FORMATS: readonly ExportFormat[] = ['vtt', 'srt', 'json', 'txt'];
const operator: Viewer = { kind: 'operator', name: 'whoever looks for canaries' };

/** As the organizer of each finds it in the library. */
export async function readLibrary({ url }: House, meetings: readonly Meeting[], evidence: Evidence): Promise<void> {
  for (const { people, name } of meetings) {
    const { userId } = people[0];
    const asked = (path: string): Promise<Response> => fetch(`${url}/kept${path}${path.includes('?') ? '&' : '?'}as=${userId}`);
    for (const { recordingId, hasTranscript } of await listed({ url }, userId)) {
      evidence.addJson('the library', await (await asked(`/${recordingId}`)).json());
      if (!hasTranscript) continue;
      const view = (await (await asked(`/${recordingId}/transcript`)).json()) as TranscriptView;
      evidence.addJson(`the transcript ${name}`, view.segments);
      evidence.add(`the transcript ${name}`, ...bySpeaker(view));
      for (const { segmentId } of view.segments)
        evidence.addJson('revisions', await (await asked(`/${recordingId}/transcript/${segmentId}`)).json());
      for (const language of view.translations)
        evidence.addJson('translations', await (await asked(`/${recordingId}/transcript?language=${language}`)).json());
      for (const language of ['', ...view.translations])
        for (const format of FORMATS) {
          const answer = await asked(`/${recordingId}/transcript.${format}${language && `?language=${language}`}`);
          if (answer.status !== 200) throw new Error(`${format} ${language}: ${String(answer.status)} ${await answer.text()}`);
          const text = await answer.text();
          if (format === 'json') evidence.addJson(`exports as json`, text);
          else evidence.add(`exports as ${format}`, text);
        }
    }
  }
}

/** Whatever of each canary somebody may type into the search. */
export async function searchAll(
  { url }: House,
  meetings: readonly Meeting[],
  canaries: readonly Canary[],
  evidence: Evidence,
): Promise<void> {
  const wanted = canaries.flatMap(({ digits = '', words = '' }) => [
    words,
    digits,
    digits.slice(0, 4),
    digits.slice(-4),
    inWords(digits.slice(0, 4)),
  ]);
  for (const { people } of meetings)
    for (const text of [...wanted.filter((each) => each !== ''), ...ordinaryWords]) {
      const answer = await fetch(`${url}/kept/said?as=${people[0].userId}&text=${encodeURIComponent(text)}`);
      const { hits } = (await answer.json()) as SaidPage;
      evidence.add('search', ...hits.map((hit) => hit.text));
    }
}

function inWords(digits: string): string {
  return Array.from(digits, (digit) => 'zero one two three four five six seven eight nine'.split(' ')[Number(digit)]).join(' ');
}

/** All that each has said, so that what was said in pieces is one. */
function bySpeaker({ segments, speakers }: TranscriptView): readonly string[] {
  return speakers.map(({ speakerId }) =>
    segments
      .filter((segment) => segment.speakerId === speakerId)
      .map(({ text }) => text)
      .join(' '),
  );
}

/** As an app of the tenant gets it: the words, and who said them when. */
export async function readGraph(house: House, meetings: readonly Meeting[], evidence: Evidence): Promise<void> {
  const { url, directory } = house;
  const form = {
    grant_type: 'client_credentials',
    client_id: readerApp.appId,
    client_secret: readerApp.secret,
    scope: 'https://graph.microsoft.com/.default',
  };
  const signedIn = await fetch(`${url}/${directory.tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await signedIn.json()) as { readonly access_token: string };
  for (const { people, meetingId, name } of meetings) {
    const path = `${url}/v1.0/users/${people[0].userId}/onlineMeetings/${encodeURIComponent(meetingId)}/transcripts`;
    const asked = async (of: string): Promise<Response> => {
      const answer = await fetch(`${path}${of}`, { headers: { authorization: `Bearer ${token}` } });
      if (answer.status !== 200)
        throw new Error(`transcripts of the meeting ${name}${of}: ${String(answer.status)} ${await answer.text()}`);
      return answer;
    };
    const { value } = (await (await asked('')).json()) as { readonly value: readonly { readonly id: string }[] };
    for (const { id } of value) {
      evidence.add(`Graph, words ${name}`, await (await asked(`/${id}/content`)).text());
      evidence.add(`Graph, metadata ${name}`, await (await asked(`/${id}/metadataContent`)).text());
    }
  }
}

/** A call that is saved, for somebody else to look at. */
export async function readBundles({ url }: House, meetings: readonly Meeting[], evidence: Evidence): Promise<void> {
  for (const { callId } of meetings) evidence.addJson('the saved call', await (await fetch(`${url}/calls/${callId}/bundle`)).text());
}

/** By whoever runs the house, with all its keys; and what lies in the facts of each transcript, opened. No house may use the folder. */
export async function readOpened(data: string, tenantId: string, evidence: Evidence): Promise<void> {
  const scope = new Scope();
  try {
    const common = { clock: realClock(), random: realRandom(), log: silentLog, scope };
    const stores = await openStores(data, common);
    const archives = await openArchives({}, { ...common, stores, tenantId });
    for (const which of ['bots', 'switchboard'] as const) {
      const archive = archives[which];
      const facts = which === 'bots' ? stores.bots : stores.calls;
      const transcripts = await Transcripts.open({ ...common, archive, facts, tenantId, which });
      scope.defer(() => transcripts[Symbol.asyncDispose]());
      for (const kept of await archive.list(operator)) {
        const { recordingId } = kept;
        evidence.addJson('entries of the archive', kept);
        evidence.addJson('entries of the archive', await archive.trail(operator, recordingId));
        if (!transcripts.has(recordingId)) continue;
        evidence.addJson(`kept, ${which}`, withoutRules(await transcripts.get(operator, recordingId)));
        const seal = await archive.sealOf(recordingId, 'transcript');
        for await (const [item] of readItems({ facts, key: streamOf(tenantId, recordingId), seal }))
          evidence.addJson(`facts, ${which}`, withoutRules(item));
      }
    }
  } finally {
    await scope.end();
  }
}

/** What is to be taken out was listed, and that list is kept for a second look; nobody has said it. */
function withoutRules(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'redact' ? undefined : part)));
}

/** Every file of a folder as it lies there, for what should not be in it at all; in any case. */
export async function filesWith(folder: string, needles: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const forms = needles.flatMap((needle) => formsOf(needle).map((form) => ({ needle, form })));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = (await readFile(file)).toString('latin1').toLowerCase();
    for (const { needle, form } of forms) if (bytes.includes(form)) found.push(`${file}: ${needle}`);
  }
  return [...new Set(found)];
}

/** In the encodings in which texts are written to disks; of base64 what does not hang on what stands around it, at each place where it may begin. */
function formsOf(needle: string): readonly string[] {
  const text = Buffer.from(needle);
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), text]);
    return padded.toString('base64').slice(4, -4);
  });
  const inUtf16 = Buffer.from(needle, 'utf16le').toString('latin1');
  return [needle, inUtf16, text.toString('hex'), ...base64.filter(({ length }) => length >= 8)].map((form) => form.toLowerCase());
}

/** The ways in which a canary may lie on a disk as it was said. */
export function needlesOf({ digits = '', words }: Canary): readonly string[] {
  const spaced = (size: number, between: string): string => (digits.match(new RegExp(`.{1,${String(size)}}`, 'g')) ?? []).join(between);
  const rows =
    digits === ''
      ? []
      : [digits, digits.slice(0, 10), spaced(4, ' '), spaced(4, '-'), spaced(2, ' ').slice(0, 14), inWords(digits.slice(0, 6))];
  return [...rows, ...(words === undefined ? [] : [words])];
}

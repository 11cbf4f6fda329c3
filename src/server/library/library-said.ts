/** Search in what was said, over both halves of the house: one list, the newest recordings first. */
import { z } from 'zod';
import type { Viewer } from '../../archive/port.ts';
import type { TranscriptArchive } from '../../transcripts/port.ts';
import { saidHit } from '../../views/library-transcript.ts';
import type { SaidPage } from '../../wire/live/library.ts';
import { answered, refused } from './library-answers.ts';

const PAGE = 20;
const moment = z.coerce.number().int().nonnegative().max(8.64e15).optional();

type Asked = { text: string; person?: string; recording?: string; from?: number; to?: number; after?: string };
const asked: z.ZodType<Asked> = z.object({
  text: z.string().trim().min(1).max(200),
  person: z.string().max(200).optional(),
  recording: z.string().max(200).optional(),
  from: moment,
  to: moment,
  after: z.string().max(1_000).optional(),
}) as z.ZodType<Asked>;

type Page = Awaited<ReturnType<TranscriptArchive['search']>>;
type Searching = Pick<TranscriptArchive, 'search'>;
/** Where each of them goes on; `null` where it has come to its end. */
type Edges = readonly (string | null | undefined)[];
const edges: z.ZodType<Edges> = z.array(z.string().max(300).nullable()).max(4);

export async function saidAnswer(url: URL, transcripts: readonly Searching[], viewer: Viewer): Promise<Response> {
  // A space at the end says that the last word is whole.
  const given = [...url.searchParams].filter(([, value]) => value !== '');
  const read = asked.safeParse(Object.fromEntries(given));
  if (!read.success) return refused(400, `What was said cannot be searched by this: ${read.error.issues[0]?.path.join('.') ?? ''}.`);
  const { text, person, recording, from, to, after } = read.data;
  const known = edgesOf(after, transcripts.length);
  if (!known) return refused(400, 'What was said cannot be searched by this: after.');
  const query = {
    text: /\s$/u.test(url.searchParams.get('text') ?? '') ? `${text} ` : text,
    speakerId: person,
    recordingId: recording,
    fromMs: from,
    toMs: to,
    atMost: PAGE,
  };
  const pages: readonly Page[] = await Promise.all(
    transcripts.map(async (each, index): Promise<Page> => {
      const edge = known[index];
      return edge === null ? { hits: [] } : each.search(viewer, { ...query, after: edge });
    }),
  );
  const all = pages.flatMap(({ hits }, index) => hits.map((hit) => ({ hit, index })));
  // Each list is in order already, and stays so.
  const page = all.sort((a, b) => b.hit.startedMs - a.hit.startedMs || a.index - b.index).slice(0, PAGE);
  const next = pages.map((each, index): string | null | undefined => {
    const shown = page.filter((one) => one.index === index);
    if (shown.length < each.hits.length) return shown.at(-1)?.hit.after ?? known[index];
    return each.next ?? null;
  });
  const isMore = next.some((edge) => edge !== null);
  const answer: SaidPage = {
    hits: page.map(({ hit }) => saidHit(hit)),
    next: isMore ? tokenOf(next) : undefined,
  };
  return answered(answer);
}

function tokenOf(next: Edges): string {
  return Buffer.from(JSON.stringify(next.map((edge) => (edge === undefined ? '' : edge)))).toString('base64url');
}

/** Undefined where it is no such text. */
function edgesOf(after: string | undefined, count: number): Edges | undefined {
  if (after === undefined) return Array.from({ length: count }, () => undefined);
  try {
    const read = edges.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
    return read.length === count ? read.map((edge) => (edge === '' ? undefined : edge)) : undefined;
  } catch {
    return undefined;
  }
}

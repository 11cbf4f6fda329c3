/** The list of recordings: what is looked for, a page at a time. */
import { z } from 'zod';
import type { LibraryQuery, Viewer } from '../../archive/port.ts';
import { libraryRecording } from '../../views/library.ts';
import type { LibraryPage } from '../../wire/live/library.ts';
import { edgeOf, type BothArchives } from './both-archives.ts';
import { answered, refused } from './library-answers.ts';

const PAGE = 50;

const moment = z.coerce.number().int().nonnegative().max(8.64e15).optional();

type Asked = { text?: string; person?: string; from?: number; to?: number; kind?: LibraryQuery['kind']; before?: string };

const asked: z.ZodType<Asked> = z.object({
  text: z.string().trim().max(200).optional(),
  person: z.string().max(200).optional(),
  from: moment,
  to: moment,
  kind: z.enum(['recording', 'voicemail', 'transcript']).optional(),
  before: z
    .string()
    .refine((text) => edgeOf(text) !== undefined)
    .optional(),
}) as z.ZodType<Asked>;

export async function listAnswer(
  url: URL,
  both: BothArchives,
  viewer: Viewer,
  hasTranscript: (recordingId: string) => boolean,
): Promise<Response> {
  const given = [...url.searchParams].filter(([, value]) => value !== '');
  const read = asked.safeParse(Object.fromEntries(given));
  if (!read.success) return refused(400, `The library cannot be searched by this: ${read.error.issues[0]?.path.join('.') ?? ''}.`);
  const { text, person, from, to, kind, before } = read.data;
  const { kept, next } = await both.list(viewer, {
    text,
    personId: person,
    fromMs: from,
    toMs: to,
    kind,
    before,
    atMost: PAGE,
  });
  return answered({ recordings: kept.map((each) => libraryRecording(each, hasTranscript(each.recordingId))), next } satisfies LibraryPage);
}

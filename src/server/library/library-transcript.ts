/** The transcript of a recording: as it is read, as a file, and what is done with it from its page. */
import type { Viewer } from '../../archive/port.ts';
import type { ExportFormat, KeptTranscript, TranscriptArchive } from '../../transcripts/port.ts';
import { segmentHistory, transcriptView } from '../../views/library-transcript.ts';
import {
  transcriptCommand,
  type LibraryAnswer,
  type TranscriptCommand,
  type TranscriptView,
  type TranslationView,
} from '../../wire/live/library.ts';
import type { Found } from './both-archives.ts';
import { answered, privately, refused } from './library-answers.ts';
import { bodyOf } from './library-commands.ts';
import { dispositionOf, savedTitle } from './library-file.ts';
import type { PassAnswer } from '../transcription/second-passes.ts';

/** It is owed when this resolves; how it goes on is told among what is being made of the recording. */
export type SecondPass = (recordingId: string, viewer: Viewer) => Promise<PassAnswer>;

export type TranscriptRouteOptions = {
  readonly transcripts: readonly TranscriptArchive[];
  readonly secondPass?: SecondPass | undefined;
};

const done: LibraryAnswer = { done: true };
const FILE = /^transcript\.(vtt|srt|json|txt)$/;
/** Word times are not exact to the sample: so much more is silence on either side. */
const MARGIN_MS = 150;

export function isTranscriptPart(part: string | undefined): boolean {
  return part === 'transcript' || (part !== undefined && FILE.test(part));
}

/** `part` and what follows it of the address; the recording is open to the viewer. Rejects as the transcripts do. */
export async function transcriptAnswer(
  request: Request,
  found: Found,
  viewer: Viewer,
  { part, segmentId }: { readonly part: string; readonly segmentId: string | undefined },
  options: TranscriptRouteOptions,
): Promise<Response> {
  const { recordingId } = found.kept;
  const transcripts = options.transcripts.find((each) => each.has(recordingId));
  const isAgain = request.method === 'POST' && part === 'transcript' && segmentId === undefined;
  // Of a recording that has none yet one can be made.
  if (!transcripts) return isAgain ? withoutAny(request, found, viewer, options) : none();
  const language = new URL(request.url).searchParams.get('language') ?? undefined;
  if (isAgain) {
    const command = await commandIn(request);
    return command instanceof Response ? command : carryOut(command, found, viewer, transcripts, options);
  }
  const [, format] = FILE.exec(part) ?? [];
  if (format !== undefined && segmentId === undefined) return fileOf(request, found, viewer, transcripts, format as ExportFormat, language);
  if (format !== undefined) return none();
  if (segmentId !== undefined) return answered(segmentHistory(await transcripts.revisions(viewer, recordingId, segmentId)));
  if (language !== undefined) {
    const lines = await transcripts.translation(viewer, recordingId, language);
    const view: TranslationView = { language, lines: lines.map(({ segmentId: id, text }) => ({ segmentId: id, text })) };
    return answered(view);
  }
  const kept = await transcripts.get(viewer, recordingId);
  return kept ? answered(transcriptView(kept, await mayDo(found, viewer, kept, transcripts, options))) : none();
}

/** What the one who asks may do with it. */
export async function mayDo(
  { archive, kept: recording }: Found,
  viewer: Viewer,
  { segments, state }: KeptTranscript,
  transcripts: Pick<TranscriptArchive, 'redactedSpans'>,
  { secondPass }: Pick<TranscriptRouteOptions, 'secondPass'>,
): Promise<TranscriptView['may']> {
  const { recordingId, kind } = recording;
  const { mayRename } = archive.standing(viewer, recordingId);
  const hasSpoken = viewer.kind === 'person' && segments.some(({ speaker }) => speaker.speakerId === viewer.id);
  const hasSound = recording.state === 'saved' && kind !== 'transcript';
  const canRedact = mayRename && hasSound && recording.hold === undefined;
  const may = {
    correct: mayRename || hasSpoken,
    renameSpeaker: mayRename,
    redactSound: canRedact && (await transcripts.redactedSpans(viewer, recordingId)).length > 0,
    again: mayRename && hasSound && recording.hold === undefined && state === 'done' && secondPass !== undefined,
  };
  return (['correct', 'renameSpeaker', 'redactSound', 'again'] as const).filter((deed) => may[deed]);
}

async function commandIn(request: Request): Promise<TranscriptCommand | Response> {
  const body = await bodyOf(request);
  if (body instanceof Response) return body;
  const read = transcriptCommand.safeParse(body.json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refused(400, `This is no command of a transcript: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd());
}

async function carryOut(
  command: TranscriptCommand,
  found: Found,
  viewer: Viewer,
  transcripts: TranscriptArchive,
  options: TranscriptRouteOptions,
): Promise<Response> {
  const { recordingId } = found.kept;
  switch (command.kind) {
    case 'correct':
      await transcripts.correct(viewer, recordingId, command.segmentId, command.text);
      return answered(done);
    case 'renameSpeaker':
      await transcripts.renameSpeaker(viewer, recordingId, command.speakerId, command.name);
      return answered(done);
    case 'redactSound':
      return redactSound(found, viewer, transcripts);
    case 'again':
      return again(found, viewer, options);
  }
}

async function redactSound({ archive, kept }: Found, viewer: Viewer, transcripts: TranscriptArchive): Promise<Response> {
  const { recordingId } = kept;
  const spans = await transcripts.redactedSpans(viewer, recordingId);
  if (spans.length === 0) return refused(409, 'Nothing was taken out of this transcript, so there is nothing to take out of the sound.');
  await archive.silence(
    viewer,
    recordingId,
    spans.map(({ speakerId, startMs, endMs }) => ({
      // Whom the carrier does not name is known by the visit; transcripts write that in a way of their own.
      personId: speakerId.replace(/^participant:/, 'visit '),
      fromMs: Math.max(0, startMs - MARGIN_MS),
      toMs: endMs + MARGIN_MS,
    })),
  );
  return answered(done);
}

async function again({ archive, kept }: Found, viewer: Viewer, { secondPass }: TranscriptRouteOptions): Promise<Response> {
  const { recordingId } = kept;
  if (!archive.standing(viewer, recordingId).mayRename)
    return refused(403, 'You may read this transcript; that is for whoever organized it.');
  if (!secondPass) return refused(409, 'No recogniser is set up here that could listen to recordings again.');
  const answer = await secondPass(recordingId, viewer);
  return answer.isOwed ? answered(done) : refused(409, answer.why);
}

async function withoutAny(request: Request, found: Found, viewer: Viewer, options: TranscriptRouteOptions): Promise<Response> {
  const command = await commandIn(request);
  if (command instanceof Response) return command;
  return command.kind === 'again' ? again(found, viewer, options) : none();
}

async function fileOf(
  request: Request,
  { kept }: Found,
  viewer: Viewer,
  transcripts: TranscriptArchive,
  format: ExportFormat,
  language: string | undefined,
): Promise<Response> {
  const { mime, text } = await transcripts.export(viewer, kept.recordingId, format, { language });
  const isSaved = new URL(request.url).searchParams.has('download');
  const name = `${savedTitle(kept, language === undefined ? 'transcript' : `transcript ${language}`)}.${format}`;
  const bytes = Buffer.from(text);
  const headers = {
    ...privately,
    'content-type': mime,
    'content-length': String(bytes.length),
    'content-disposition': dispositionOf(isSaved ? 'attachment' : 'inline', name),
  };
  return new Response(request.method === 'HEAD' ? null : bytes, { headers });
}

const none = (): Response => refused(404, 'There is no transcript of this recording here, or not in this language.');

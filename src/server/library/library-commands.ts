/** What is done with a recording from its page, in the name of whoever sits there. */
import type { Viewer } from '../../archive/port.ts';
import { fileOfName, nameOfFile, possibleFiles } from '../../views/library-files.ts';
import { libraryCommand, type LibraryAnswer, type LibraryCommand } from '../../wire/live/library.ts';
import type { Found } from './both-archives.ts';
import { answered, refused } from './library-answers.ts';
import type { Making } from './making.ts';

const BODY_BYTES = 10_000;
const done: LibraryAnswer = { done: true };

export type CommandOptions = {
  readonly making: Making;
  readonly people: readonly { readonly userId: string; readonly name: string }[];
};

/** The JSON in the body; a refusal where there is none. */
export async function bodyOf(request: Request): Promise<{ readonly json: unknown } | Response> {
  const isTooLong = Number(request.headers.get('content-length') ?? 0) > BODY_BYTES;
  const text = isTooLong ? '' : await request.text();
  if (isTooLong || text.length > BODY_BYTES) return refused(413, 'That is too long for a command.');
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return refused(400, 'The body is no JSON.');
  }
}

/** The command in the body; a refusal where it is none. */
export async function commandIn(request: Request): Promise<LibraryCommand | Response> {
  const body = await bodyOf(request);
  if (body instanceof Response) return body;
  const read = libraryCommand.safeParse(body.json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refused(400, `This is no command of the library: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd());
}

/** Rejects as the archive does. */
export async function carryOut(
  command: LibraryCommand,
  { archive, kept }: Found,
  viewer: Viewer,
  { making, people }: CommandOptions,
): Promise<Response> {
  const { recordingId } = kept;
  switch (command.kind) {
    case 'rename':
      await archive.rename(viewer, recordingId, command.subject);
      return answered(done);
    case 'grant': {
      const known = people.find(({ userId }) => userId === command.id);
      if (!known) return refused(400, 'A recording can be shared with people of this house alone.');
      await archive.grant(viewer, recordingId, { id: known.userId, name: known.name });
      return answered(done);
    }
    case 'revoke':
      await archive.revoke(viewer, recordingId, command.id);
      return answered(done);
    case 'keepUntil':
      await archive.keepUntil(viewer, recordingId, command.untilMs ?? undefined);
      return answered(done);
    case 'make': {
      const file = fileOfName(command.name);
      const isPossible = possibleFiles(kept.tracks).some((each) => nameOfFile(each) === command.name);
      if (file === undefined || !isPossible) return refused(400, `No file "${command.name}" can be made of this recording.`);
      if (kept.state !== 'saved') return refused(409, 'Files can be made once the recording is saved.');
      if (!kept.files.some((each) => nameOfFile(each) === command.name)) making.start(archive, viewer, recordingId, file);
      return answered(done);
    }
    case 'erase': {
      const { absent, auditHash } = await archive.erase(viewer, recordingId);
      return answered({ done: true, absent, auditHash } satisfies LibraryAnswer);
    }
  }
}

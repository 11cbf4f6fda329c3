/** Carries out what an operator says of recordings, in the archives of both halves. */
import type { KeptRecording, RecordingArchive, Viewer } from '../../archive/port.ts';
import { ServerError } from '../errors.ts';
import type { RecordingsAnswer, RecordingsCommand, VerifiedLog } from './recordings-command.ts';

export type RecordingsDeskOptions = {
  readonly archives: readonly RecordingArchive[];
  readonly verify: () => Promise<readonly VerifiedLog[]>;
  /** Absent where a vault elsewhere wraps the keys, which has its own ways. */
  readonly newKey?: (() => Promise<string>) | undefined;
};

const DAY_MS = 86_400_000;
const MOST_LISTED = 500;

type Found = { readonly archive: RecordingArchive; readonly recording: KeptRecording };

export class RecordingsDesk {
  readonly #options: RecordingsDeskOptions;

  constructor(options: RecordingsDeskOptions) {
    this.#options = options;
  }

  /** Rejects with a `ServerError` that says what cannot be and what can. */
  async carryOut(command: RecordingsCommand): Promise<RecordingsAnswer> {
    const viewer: Viewer = { kind: 'operator', name: command.by };
    if (command.do === 'list') return { kind: 'recordings', recordings: await this.#list(viewer, command.text) };
    if (command.do === 'verify') return { kind: 'verified', logs: await this.#options.verify() };
    if (command.do === 'newKey') return { kind: 'key', keyId: await this.#newKey() };
    const { archive, recording } = await this.#found(viewer, command.recording);
    const { recordingId, startedMs } = recording;
    try {
      if (command.do === 'erase') return { kind: 'erased', proof: await archive.erase(viewer, recordingId) };
      if (command.do === 'hold') await archive.hold(viewer, recordingId, command.reason);
      if (command.do === 'release') await archive.release(viewer, recordingId);
      if (command.do === 'keep')
        await archive.keepUntil(viewer, recordingId, command.days === null ? undefined : startedMs + command.days * DAY_MS);
    } catch (error) {
      throw refusedBy(error);
    }
    return {
      kind: 'recording',
      recording: await archive.get(viewer, recordingId),
      trail: await archive.trail(viewer, recordingId),
    };
  }

  async #newKey(): Promise<string> {
    const { newKey } = this.#options;
    if (newKey) return newKey();
    throw new ServerError(
      'server/not-done',
      'The keys of recordings are wrapped by a vault elsewhere.',
      'Make a new version of the key there.',
    );
  }

  async #list(viewer: Viewer, text: string | undefined): Promise<readonly KeptRecording[]> {
    const lists = await Promise.all(this.#options.archives.map((archive) => archive.list(viewer, { text, atMost: MOST_LISTED })));
    return lists.flat().toSorted((a, b) => b.startedMs - a.startedMs);
  }

  async #found(viewer: Viewer, id: string): Promise<Found> {
    const found: Found[] = [];
    for (const archive of this.#options.archives) {
      for (const recording of await archive.list(viewer, { atMost: MOST_LISTED }))
        if (recording.recordingId.startsWith(id)) found.push({ archive, recording });
    }
    const [one, another] = found;
    if (one && !another) return one;
    throw new ServerError(
      'server/unknown-recording',
      one ? `Several recordings begin with ${id}.` : `There is no recording ${id}; it may have been deleted.`,
      one ? 'Give more of its id.' : 'rollcall recordings list tells which there are.',
    );
  }
}

/** What the archive refuses is told as it says it. */
function refusedBy(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (!error.code.startsWith('archive/')) return error;
  return new ServerError('server/not-done', error.message, 'rollcall recordings show <id> tells how it stands.', { cause: error });
}

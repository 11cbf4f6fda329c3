/** Carries out what an operator says of recordings, in the archives of both halves. */
import type { Archive } from '../../archive/archive.ts';
import { allKept } from './all-kept.ts';
import type { KeptRecording, Viewer } from '../../archive/port.ts';
import { ServerError } from '../errors.ts';
import type { RecordingsAnswer, RecordingsCommand, VerifiedLog } from './recordings-command.ts';

export type RecordingsDeskOptions = {
  readonly archives: readonly Archive[];
  readonly verify: () => Promise<readonly VerifiedLog[]>;
  /** Absent where a vault elsewhere wraps the keys, which has its own ways. */
  readonly newKey?: ((by: string) => Promise<string>) | undefined;
};

const DAY_MS = 86_400_000;
/** All of an id. */
const WHOLE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

type Found = { readonly archive: Archive; readonly recording: KeptRecording };
type About = Extract<RecordingsCommand, { readonly recording: string }>;

export class RecordingsDesk {
  readonly #options: RecordingsDeskOptions;

  constructor(options: RecordingsDeskOptions) {
    this.#options = options;
  }

  /** Rejects with a `ServerError` that says what cannot be and what can. */
  async carryOut(command: RecordingsCommand): Promise<RecordingsAnswer> {
    try {
      return await this.#done(command, { kind: 'operator', name: command.by });
    } catch (error) {
      throw refusedBy(error);
    }
  }

  async #done(command: RecordingsCommand, viewer: Viewer): Promise<RecordingsAnswer> {
    switch (command.do) {
      case 'list':
        return { kind: 'recordings', recordings: await this.#list(viewer, command.text) };
      case 'verify':
        return { kind: 'verified', logs: await this.#options.verify() };
      case 'newKey':
        return { kind: 'key', keyId: await this.#newKey(command.by) };
      default:
        return (
          (await this.#ofDeleted(command, viewer)) ?? (await this.#withOne(command, await this.#found(viewer, command.recording), viewer))
        );
    }
  }

  async #withOne(command: About, { archive, recording: { recordingId, startedMs } }: Found, viewer: Viewer): Promise<RecordingsAnswer> {
    switch (command.do) {
      case 'erase':
        return { kind: 'erased', proof: await archive.erase(viewer, recordingId) };
      case 'hold':
        await archive.hold(viewer, recordingId, command.reason);
        break;
      case 'release':
        await archive.release(viewer, recordingId);
        break;
      case 'keep':
        await archive.keepUntil(viewer, recordingId, command.days === null ? undefined : startedMs + command.days * DAY_MS);
        break;
      case 'show':
    }
    return { kind: 'recording', recording: await archive.get(viewer, recordingId), trail: await archive.trail(viewer, recordingId) };
  }

  /** Of one that is deleted there is nothing left but its trail; of one whose deletion broke off, the rest of it can be deleted. */
  async #ofDeleted(command: About, viewer: Viewer): Promise<RecordingsAnswer | undefined> {
    const { recording: recordingId } = command;
    if (!WHOLE.test(recordingId) || (command.do !== 'show' && command.do !== 'erase')) return undefined;
    const archive = this.#options.archives.find((each) => each.standingOf(recordingId) === 'gone');
    if (!archive) return undefined;
    if (command.do === 'erase') return { kind: 'erased', proof: await archive.erase(viewer, recordingId) };
    return { kind: 'gone', recordingId, trail: await archive.trail(viewer, recordingId) };
  }

  async #newKey(by: string): Promise<string> {
    const { newKey } = this.#options;
    if (newKey) return newKey(by);
    throw new ServerError(
      'server/not-done',
      'The keys of recordings are wrapped by a vault elsewhere.',
      'Make a new version of the key there.',
    );
  }

  async #list(viewer: Viewer, text: string | undefined): Promise<readonly KeptRecording[]> {
    const lists = await Promise.all(this.#options.archives.map((archive) => allKept(archive, viewer, { text })));
    return lists.flat().toSorted((a, b) => b.startedMs - a.startedMs);
  }

  async #found(viewer: Viewer, id: string): Promise<Found> {
    const lists = this.#options.archives.map(async (archive) =>
      (await allKept(archive, viewer)).map((recording) => ({ archive, recording })),
    );
    const found = (await Promise.all(lists)).flat().filter(({ recording }) => recording.recordingId.startsWith(id));
    const [one, another] = found;
    if (one && !another) return one;
    throw new ServerError(
      'server/unknown-recording',
      one ? `Several recordings begin with ${id}.` : `There is no recording ${id}; it may have been deleted.`,
      one ? 'Give more of its id.' : 'rollcall recordings list tells which there are.',
    );
  }
}

/** What the archive and its stores refuse is told as they say it. */
function refusedBy(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code.startsWith('archive/'))
    return new ServerError('server/not-done', capital(error.message), 'rollcall recordings show <id> tells how it stands.', {
      cause: error,
    });
  if (error.code.startsWith('store/'))
    return new ServerError('server/not-done', capital(error.message), 'Mend that, then try again.', { cause: error });
  return error;
}

function capital(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

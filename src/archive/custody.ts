/** What is decided about recordings: what they are called, who else sees them, how long they are kept, that they are held, that they go. */
import type { Clock } from '../base/clock.ts';
import type { Admission, Admitted } from './admission.ts';
import { ArchiveError } from './errors.ts';
import type { ErasureProof, Person, Viewer } from './port.ts';
import { keptUntilOf } from './retention.ts';
import type { Entry, Shelf } from './shelf.ts';
import type { SilentSpan } from './silenced.ts';
import { actorOf } from './trail.ts';

export type CustodyOptions = {
  readonly shelf: Shelf;
  readonly admission: Admission;
  readonly clock: Clock;
  /** Stops what is at work on it, and leaves nothing. */
  readonly erase: (entry: Entry, as: string) => Promise<ErasureProof>;
  /** Makes all of it anew, without. */
  readonly silence: (entry: Entry, spans: readonly SilentSpan[]) => Promise<void>;
};

export class Custody {
  readonly #options: CustodyOptions;

  constructor(options: CustodyOptions) {
    this.#options = options;
  }

  async rename(viewer: Viewer, recordingId: string, subject: string): Promise<void> {
    if (subject.trim() === '') throw new TypeError('a recording is called something: the subject is empty');
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'rename');
    await this.#options.admission.note(admitted, 'renamed', subject);
    await this.#options.shelf.record(admitted.entry, { type: 'recordingRenamed', atMs: this.#nowMs(), data: {}, words: { subject } });
  }

  async grant(viewer: Viewer, recordingId: string, to: Person): Promise<void> {
    if (to.id === '') throw new TypeError('a recording is shared with somebody: the id is empty');
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'grant');
    await this.#options.admission.note(admitted, 'granted', to.name);
    const words = { id: to.id, name: to.name };
    await this.#options.shelf.record(admitted.entry, { type: 'accessGranted', atMs: this.#nowMs(), data: {}, words });
  }

  /** Calm where there is no such grant. */
  async revoke(viewer: Viewer, recordingId: string, personId: string): Promise<void> {
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'grant');
    const known = admitted.entry.kept.grants.find(({ id }) => id === personId);
    if (!known) return;
    await this.#options.admission.note(admitted, 'revoked', known.name);
    await this.#options.shelf.record(admitted.entry, { type: 'accessRevoked', atMs: this.#nowMs(), data: {}, words: { id: personId } });
  }

  async keepUntil(viewer: Viewer, recordingId: string, untilMs: number | undefined): Promise<void> {
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'keepUntil');
    await this.#options.shelf.inTurn(admitted.entry, async () => {
      const { kept } = admitted.entry;
      if (kept.hold && (untilMs ?? Infinity) < (keptUntilOf(kept) ?? Infinity)) throw await this.#held(admitted, 'kept for a shorter time');
      await this.#options.admission.note(admitted, 'retentionSet', untilMs === undefined ? 'for ever' : new Date(untilMs).toISOString());
      const data = { untilMs: untilMs ?? null };
      await this.#options.shelf.record(admitted.entry, { type: 'retentionSet', atMs: this.#nowMs(), data, words: undefined });
    });
  }

  /** Held again, it has the newer reason. */
  async hold(viewer: Viewer, recordingId: string, reason: string): Promise<void> {
    if (reason.trim() === '') throw new TypeError('a recording is held for a reason: it is empty');
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'hold');
    const by: Person = { id: viewer.kind === 'person' ? viewer.id : '', name: viewer.name };
    await this.#options.shelf.inTurn(admitted.entry, async () => {
      await this.#options.admission.note(admitted, 'held', reason);
      await this.#options.shelf.record(admitted.entry, { type: 'recordingHeld', atMs: this.#nowMs(), data: {}, words: { reason, by } });
    });
  }

  /** Calm where it is not held. */
  async release(viewer: Viewer, recordingId: string): Promise<void> {
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'hold');
    if (!admitted.entry.kept.hold) return;
    await this.#options.admission.note(admitted, 'released');
    await this.#options.shelf.record(admitted.entry, { type: 'recordingReleased', atMs: this.#nowMs(), data: {}, words: undefined });
  }

  async erase(viewer: Viewer, recordingId: string): Promise<ErasureProof> {
    const { admission, shelf, erase } = this.#options;
    const entry = shelf.get(recordingId);
    // What an earlier try left of it: operators may ask again.
    if (viewer.kind === 'operator' && entry?.kept.state === 'erasing') return erase(entry, actorOf('operator', viewer));
    const admitted = await admission.admit(viewer, recordingId, 'erase');
    if (admitted.entry.kept.hold) throw await this.#held(admitted, 'deleted');
    if (admitted.entry.kept.state === 'recording')
      throw new ArchiveError('archive/busy', `the recording ${recordingId} is still being recorded: stop it before it is deleted`);
    return erase(admitted.entry, actorOf(admitted.as, viewer));
  }

  async silence(viewer: Viewer, recordingId: string, spans: readonly SilentSpan[]): Promise<void> {
    const isSpan = ({ fromMs, toMs }: SilentSpan): boolean => Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs < toMs;
    if (!spans.every(isSpan)) throw new TypeError('a stretch of sound ends after it begins, both in milliseconds');
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'silence');
    if (admitted.entry.kept.hold) throw await this.#held(admitted, 'changed');
    if (spans.length === 0) return;
    await this.#options.admission.note(admitted, 'silenced', `${String(spans.length)} ${spans.length === 1 ? 'stretch' : 'stretches'}`);
    await this.#options.silence(admitted.entry, spans);
  }

  async #held(admitted: Admitted, what: string): Promise<ArchiveError> {
    await this.#options.admission.noteOnce(admitted, 'refused', `${what}: held`);
    const { recordingId, hold } = admitted.recording;
    return new ArchiveError(
      'archive/held',
      `the recording ${recordingId} is held (${hold?.reason ?? ''}) and cannot be ${what}: an operator can release it`,
    );
  }

  #nowMs(): number {
    return this.#options.clock.wallMs();
  }
}

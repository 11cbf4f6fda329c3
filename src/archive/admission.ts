/** Lets people at recordings: who may not see one is told that there is none, and who may not do something with it is told who may. Refusals are noted. */
import type { Log } from '../base/log.ts';
import { may, standingOf, type Deed, type Standing } from './access.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import type { KeptRecording, Viewer } from './port.ts';
import { isGone, type Entry, type Shelf } from './shelf.ts';
import type { Did, Trail } from './trail.ts';

export type AdmissionOptions = {
  readonly shelf: Shelf;
  readonly trail: Trail;
  readonly log: Log;
  readonly view: (entry: Entry) => KeptRecording;
};

export type Admitted = { readonly entry: Entry; readonly viewer: Viewer; readonly as: Standing; readonly recording: KeptRecording };

const allowed: Readonly<Record<Deed, string>> = {
  see: 'whoever may see it',
  make: 'whoever may see it',
  rename: 'its organizer and operators',
  grant: 'its organizer and operators',
  keepUntil: 'its organizer and operators',
  erase: 'its organizer and operators',
  trail: 'its organizer and operators',
  silence: 'its organizer and operators',
  hold: 'operators',
};

export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Rejects with `archive/unknown` or `archive/not-allowed`. */
  async admit(viewer: Viewer, recordingId: string, deed: Deed): Promise<Admitted> {
    const { shelf, trail, view } = this.#options;
    const entry = shelf.get(recordingId);
    if (!entry || isGone(entry.kept)) {
      await trail.noteApart('refused', viewer, deed);
      throw unknownRecording(recordingId);
    }
    await this.#open(entry);
    const recording = view(entry);
    const as = standingOf(viewer, recording);
    if (may(as, deed)) return { entry, viewer, as, recording };
    await trail.note(entry, { did: 'refused', as, viewer, detail: deed }, { once: true });
    if (!may(as, 'see')) throw unknownRecording(recordingId);
    throw new ArchiveError('archive/not-allowed', `that can be done with the recording ${recordingId} by ${allowed[deed]} alone`);
  }

  /** All that this viewer may see. */
  async visibleTo(viewer: Viewer): Promise<readonly KeptRecording[]> {
    const { shelf, view, log } = this.#options;
    await shelf.unlockAll(({ recordingId }, error) => log.warn('a recording cannot be opened', { recordingId, error: String(error) }));
    return [...shelf.entries()]
      .filter(({ kept }) => !isGone(kept))
      .map(view)
      .filter((recording) => may(standingOf(viewer, recording), 'see'));
  }

  /** Puts on the trail what is done now. Where that cannot be, it is not done. */
  async note({ entry, viewer, as }: Admitted, did: string, detail?: string): Promise<void> {
    await this.#options.trail.note(entry, { did, as, viewer, detail });
  }

  /** The same for what is done again and again: once a minute. */
  async noteOnce({ entry, viewer, as }: Admitted, did: Did, detail?: string): Promise<void> {
    await this.#options.trail.note(entry, { did, as, viewer, detail }, { once: true });
  }

  /** Without its key nobody's name is known, and it is there for operators alone. */
  async #open(entry: Entry): Promise<void> {
    try {
      await this.#options.shelf.keyOf(entry);
    } catch (error) {
      this.#options.log.warn('a recording cannot be opened', { recordingId: entry.recordingId, error: String(error) });
    }
  }
}

/** What apps have recorded, to be fetched with the token that came with it; kept in memory for a while. */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';

type Recording = { readonly legId: string; readonly token: string; readonly wav: Uint8Array };

type Options = { readonly clock: Clock; readonly random: Random; readonly keptMs: number; readonly limitBytes: number };

/** Holds at most `limitBytes`; when more comes, the oldest go. */
export class Recordings {
  readonly #options: Options;
  readonly #kept = new Map<string, Recording>();
  #bytes = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  add(legId: string, wav: Uint8Array): { readonly recordingId: string; readonly token: string } {
    const { random, limitBytes } = this.#options;
    const recordingId = random.uuid();
    const token = Buffer.from(random.bytes(32)).toString('base64url');
    this.#kept.set(recordingId, { legId, token, wav });
    this.#bytes += wav.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= limitBytes || oldest === recordingId) break;
      this.#drop(oldest);
    }
    return { recordingId, token };
  }

  /** The call is over: its recordings go after a while. */
  callEnded(legId: string): void {
    const ids = [...this.#kept].filter(([, recording]) => recording.legId === legId).map(([id]) => id);
    if (ids.length === 0) return;
    this.#options.clock.after(this.#options.keptMs, () => {
      for (const id of ids) this.#drop(id);
    });
  }

  /** The sound, or why it is not given. */
  read(recordingId: string, authorization: string | null): Uint8Array | 'unknown' | 'denied' {
    const recording = this.#kept.get(recordingId);
    if (!recording) return 'unknown';
    const wanted = Buffer.from(`bearer ${recording.token}`);
    const given = Buffer.from((authorization ?? '').replace(/^bearer +/i, 'bearer '));
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? recording.wav : 'denied';
  }

  #drop(recordingId: string): void {
    this.#bytes -= this.#kept.get(recordingId)?.wav.length ?? 0;
    this.#kept.delete(recordingId);
  }
}

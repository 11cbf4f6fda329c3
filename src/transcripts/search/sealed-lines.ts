/**
 * What lies beside the index of a segment, so that a hit is shown by opening one row: its text, when it was said and by whom, sealed with the key
 * of its entry. Gone with the rows, and useless without that key.
 *
 *     [place, segment id, start in ms, speaker's id, speaker's name or null, text]
 */
import type { Names } from '../said.ts';
import type { Seal } from '../sealed-stream.ts';
import type { Segment } from '../../speech/segment.ts';
import { Remembered } from './remembered.ts';

/** A segment as search shows it. */
export type SaidLine = Pick<Segment, 'segmentId' | 'startMs' | 'speaker' | 'text'>;

type Row = readonly [number, string, number, string, string | null, string];
type NamesRow = { readonly renamed: readonly [string, string][]; readonly named: readonly [string, string][] };

const SEALS_REMEMBERED = 256;

export class Seals {
  readonly #sealOf: (recordingId: string) => Promise<Seal>;
  readonly #known = new Remembered<Seal>(SEALS_REMEMBERED);

  constructor(sealOf: (recordingId: string) => Promise<Seal>) {
    this.#sealOf = sealOf;
  }

  /** Rejects as `archive.sealOf` does. */
  async of(recordingId: string): Promise<Seal> {
    const known = this.#known.get(recordingId);
    if (known) return known;
    const seal = await this.#sealOf(recordingId);
    this.#known.set(recordingId, seal);
    return seal;
  }

  forget(recordingId: string): void {
    this.#known.delete(recordingId);
  }
}

export function sealedLine(seal: Seal, place: number, { segmentId, startMs, speaker, text }: SaidLine): Uint8Array {
  const row: Row = [place, segmentId, startMs, speaker.speakerId, speaker.name ?? null, text];
  return seal.seal(Buffer.from(JSON.stringify(row)));
}

/** Undefined for what was sealed of another place. Throws `store/sealed` where it was changed, `archive/unknown` where its entry is deleted. */
export function openedLine(seal: Seal, place: number, sealed: Uint8Array): SaidLine | undefined {
  const [at, segmentId, startMs, speakerId, name, text] = opened(seal, sealed) as Row;
  if (at !== place) return undefined;
  return { segmentId, startMs, speaker: { speakerId, ...(name !== null && { name }) }, text };
}

/** As text, to see whether they have changed. */
export function namesText({ renamed, named }: Names): string {
  return JSON.stringify({ renamed: [...renamed], named: [...named] } satisfies NamesRow);
}

export function openedNames(seal: Seal, sealed: Uint8Array): Names {
  const { renamed, named } = opened(seal, sealed) as NamesRow;
  return { renamed: new Map(renamed), named: new Map(named) };
}

/** It is as we sealed it, or it would not have opened. */
function opened(seal: Seal, sealed: Uint8Array): unknown {
  return JSON.parse(Buffer.from(seal.open(sealed)).toString('utf8'));
}

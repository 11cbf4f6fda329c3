/** Which source of the media bridge is whose: by the roster's `mediaStreams[].sourceId`; in a call whose roster is not told, by the numbers alone. */
import type { PictureKind } from '../../../call/media.ts';
import type { Participant } from '../../../wire/graph/participant.ts';

export type SourceKind = 'sound' | PictureKind;

/** Graph docs, resources/mediastream. */
const KINDS: Readonly<Record<string, SourceKind>> = { audio: 'sound', video: 'camera', videoBasedScreenSharing: 'screen' };
/** The streams of one participant lie beside each other: sound, camera, screen. */
const STREAMS = 4;
const PLACES: Readonly<Record<SourceKind, number>> = { sound: 0, camera: 1, screen: 2 };
const UNNAMED = 'source-';

/** Whether this stands for a source whose participant the roster has not told. */
export function isUnnamed(participantId: string): boolean {
  return participantId.startsWith(UNNAMED);
}

/** Of one that stands for a source. */
export function sourceIdOf(participantId: string): number | undefined {
  return isUnnamed(participantId) ? Number(participantId.slice(UNNAMED.length)) : undefined;
}

export class Sources {
  readonly #roster: () => Iterable<Participant>;

  constructor(roster: () => Iterable<Participant>) {
    this.#roster = roster;
  }

  /** Undefined for somebody who does not send that, or is not there. */
  idOf(participantId: string, kind: SourceKind): number | undefined {
    const unnamed = sourceIdOf(participantId);
    if (unnamed !== undefined) return unnamed + PLACES[kind];
    for (const { id, mediaStreams } of this.#roster()) {
      if (id !== participantId) continue;
      const stream = mediaStreams?.find(({ mediaType }) => KINDS[mediaType] === kind);
      if (stream) return Number(stream.sourceId);
      // A roster may be late with the pictures that the bridge has told of already.
      const sound = mediaStreams?.find(({ mediaType }) => KINDS[mediaType] === 'sound');
      return sound && Number(sound.sourceId) + PLACES[kind];
    }
    return undefined;
  }

  /** Which sound is whose, of all in the roster. */
  *sounds(): Generator<readonly [participantId: string, sourceId: number], void, undefined> {
    for (const { id, mediaStreams } of this.#roster()) {
      const sound = mediaStreams?.find(({ mediaType }) => KINDS[mediaType] === 'sound');
      if (sound) yield [id, Number(sound.sourceId)];
    }
  }

  /** An id of the roster; else one that stands for the source as long as the call lasts. */
  participantOf(sourceId: number): string {
    const first = sourceId - (sourceId % STREAMS);
    let near: string | undefined;
    for (const { id, mediaStreams } of this.#roster()) {
      for (const stream of mediaStreams ?? []) {
        const number = Number(stream.sourceId);
        if (number === sourceId) return id;
        if (number === first) near = id;
      }
    }
    return near ?? `${UNNAMED}${String(first)}`;
  }
}

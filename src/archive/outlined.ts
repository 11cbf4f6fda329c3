/** What the library shows of what is inside a recording. */
import type { LogSummary } from '../media/segments/log-summary.ts';
import type { KeptRecording } from './port.ts';

export type Outlined = Pick<KeptRecording, 'people' | 'tracks' | 'chapters' | 'markers' | 'pauses'>;

export const nothingOutlined: Outlined = { people: [], tracks: [], chapters: [], markers: [], pauses: [] };

/** Who took consent back and did not agree again is in no file, and is none of those who were recorded. */
export function outlinedOf({ people, tracks, chapters, markers, pauses, withdrawn }: LogSummary): Outlined {
  const goneOn = new Set(tracks.filter(({ info, toMs }) => isLater(info, toMs, withdrawn)).map(({ info }) => personOf(info)));
  return {
    people: people.filter(({ id }) => !withdrawn.has(id) || goneOn.has(id)),
    tracks: tracks.flatMap(({ track, info }) =>
      info && (info.kind === 'mixed' || !withdrawn.has(info.personId) || goneOn.has(info.personId)) ? [{ track, info }] : [],
    ),
    chapters,
    markers,
    pauses,
  };
}

type Info = LogSummary['tracks'][number]['info'];

const personOf = (info: Info): string | undefined => (info && info.kind !== 'mixed' ? info.personId : undefined);

function isLater(info: Info, toMs: number, withdrawn: LogSummary['withdrawn']): boolean {
  return toMs > (withdrawn.get(personOf(info) ?? '') ?? Infinity);
}

/** The meeting as pages show it, put together from what its parts know. */
import type { LineLanguages, PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { LineSound } from '../phone/open-lines.ts';
import type { Trouble } from '../phone/trouble.ts';
import type { LanguageWishes } from './captions/language-wishes.ts';
import type { Happenings } from './happenings.ts';
import type { MeetingView, Tile } from './meeting-view.ts';
import { networkOf, type NetworkFigures } from './network.ts';
import type { People } from './roster.ts';
import { stageOf, type StageFacts } from './stage.ts';

export type MeetingParts = Omit<StageFacts, 'line'> & {
  readonly line: PhoneLine | undefined;
  readonly sound: LineSound | undefined;
  readonly people: People;
  readonly happenings: Happenings;
  readonly languages: LineLanguages | undefined;
  readonly wishes: LanguageWishes;
  readonly pictureFigures: NetworkFigures;
  readonly tiles: readonly Tile[];
  readonly myCamera: MediaStream | undefined;
  readonly myScreen: MediaStream | undefined;
  readonly trouble: Trouble | undefined;
  readonly asksPasscode: boolean;
  readonly endedBecause: string | undefined;
};

const noNames: readonly string[] = [];

export function viewOf(parts: MeetingParts): MeetingView {
  const { line, sound, people, happenings } = parts;
  const { legId, tiles, myCamera, myScreen, trouble, asksPasscode, endedBecause } = parts;
  return {
    ...people,
    ...happenings.shown,
    stage: stageOf(parts),
    legId,
    line,
    role: line?.group?.myRole ?? 'attendee',
    tiles,
    myCamera,
    myScreen,
    isMuted: (sound?.isMuted ?? line?.isMuted ?? false) || line?.isMutedByOther === true,
    recordedBy: line?.recordedBy ?? noNames,
    transcribedBy: line?.transcribedBy ?? noNames,
    languages: parts.languages,
    wishes: parts.wishes.wishes,
    captionLanguage: parts.wishes.language,
    trouble,
    asksPasscode,
    network: networkOf({ ...parts.pictureFigures, ...happenings.sound }),
    endedBecause,
  };
}

/** The tiles that were there before where nothing changed, so that nothing is drawn anew. */
export function sameTiles(before: readonly Tile[], now: readonly Tile[]): readonly Tile[] {
  const isSame = (tile: Tile, at: number): boolean => {
    const other = before[at];
    return other?.key === tile.key && other.stream === tile.stream && other.participant === tile.participant;
  };
  return before.length === now.length && now.every(isSame) ? before : now;
}

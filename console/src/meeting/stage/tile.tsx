/** One person on the stage: the picture or the face, the name, and what must be seen at a glance. */
import { makeStyles, mergeClasses, shorthands, Spinner, tokens } from '@fluentui/react-components';
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right';
import { MicOffFilled } from '@fluentui/react-icons/svg/mic-off';
import { PauseFilled } from '@fluentui/react-icons/svg/pause';
import { RecordFilled } from '@fluentui/react-icons/svg/record';
import type { ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { Face } from '../../app/face.tsx';
import { useMeetingView } from '../use-meeting.ts';
import { tileWords } from '../meeting-words.ts';
import type { Box } from './gallery-fit.ts';
import { Picture } from './picture.tsx';
import { useTileStyles } from './tile-styles.ts';

type TileProps = {
  readonly participant: PhoneParticipant;
  readonly size: Box;
  /** Which hand it is, counted from 1. */
  readonly hand?: number | undefined;
};

const useStyles = makeStyles({
  hand: {
    position: 'absolute',
    top: '8px',
    left: '8px',
    display: 'flex',
    alignItems: 'center',
    columnGap: '4px',
    padding: '3px 8px 3px 6px',
    borderRadius: tokens.borderRadiusCircular,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorPaletteYellowBackground3,
    color: '#242424',
    ...shorthands.border('1px', 'solid', tokens.colorTransparentStroke),
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', color: 'CanvasText' },
    '& svg': { fontSize: '16px' },
  },
  records: { position: 'absolute', top: '10px', right: '10px', color: '#e0434c', fontSize: '18px', display: 'flex' },
  coming: { position: 'absolute', right: '8px', top: '8px' },
});

export function Tile({ participant, size, hand }: TileProps): ReactElement {
  const styles = useStyles();
  const tile = useTileStyles();
  const { participantId, party, isMuted, isOnHold, hasCamera, isRecording } = participant;
  const isSpeaking = useMeetingView(({ speakers }) => speakers.has(participantId)) && !isMuted;
  const stream = useMeetingView(
    ({ tiles }) => tiles.find((one) => one.of === 'camera' && one.participant.participantId === participantId)?.stream,
  );
  const isShown = hasCamera && stream !== undefined;
  return (
    <li
      className={mergeClasses(tile.tile, isSpeaking && tile.speaks)}
      style={{ width: size.width, height: size.height }}
      aria-label={tileWords(participant, isSpeaking)}
      data-testid="tile"
      data-participant={participantId}
      data-name={party.name}
      data-speaking={isSpeaking}
      data-picture={isShown}
    >
      {isShown ? <Picture stream={stream} of="camera" /> : <TileFace participant={participant} size={size} isSpeaking={isSpeaking} />}
      {hasCamera && !isShown && (
        <Spinner className={styles.coming} size="extra-tiny" aria-label={`The picture of ${party.name} is coming`} />
      )}
      {hand !== undefined && (
        <span className={styles.hand} aria-hidden>
          <HandRightFilled />
          {hand}
        </span>
      )}
      {isRecording && (
        <span className={styles.records} aria-hidden>
          <RecordFilled />
        </span>
      )}
      <span className={tile.name} aria-hidden>
        {isMuted && <MicOffFilled />}
        {isOnHold && <PauseFilled />}
        <span className={tile.nameText}>{party.name}</span>
      </span>
    </li>
  );
}

const faceSizes = [128, 120, 96, 72, 64, 56, 48, 40, 36, 32, 28, 24] as const;

const nameHeight = 28;
/** Of a tile's height, from which on face and name do not touch. */
const nameNeeds = 150;

/** The face as large as it fits the tile. */
function TileFace({ participant, size, isSpeaking }: Omit<TileProps, 'hand'> & { readonly isSpeaking: boolean }): ReactElement {
  const tile = useTileStyles();
  const { name, kind } = participant.party;
  // In a small tile the name wants the foot for itself.
  const foot = size.height < nameNeeds ? nameHeight : 0;
  const most = Math.min((size.height - foot) * (foot > 0 ? 0.7 : 0.52), size.width * 0.36);
  const face = faceSizes.find((px) => px <= most) ?? 24;
  return (
    <span className={tile.face} style={{ bottom: foot }}>
      <span className={mergeClasses(tile.ring, kind === 'bot' && tile.square, isSpeaking && tile.ringSpeaks)}>
        <Face name={name} kind={kind} size={face} />
      </span>
    </span>
  );
}

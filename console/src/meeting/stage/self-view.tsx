/** Myself, small and mirrored as in a looking glass; with what others hear and see of me. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right';
import { MicOffFilled } from '@fluentui/react-icons/svg/mic-off';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { useMeetingView } from '../use-meeting.ts';
import type { Box } from './gallery-fit.ts';
import { Picture } from './picture.tsx';
import { useTileStyles } from './tile-styles.ts';

const useStyles = makeStyles({
  corner: { position: 'absolute', right: '8px', bottom: '8px', boxShadow: tokens.shadow16, zIndex: 2 },
  hand: { position: 'absolute', top: '6px', left: '6px', display: 'flex', fontSize: '20px', color: tokens.colorPaletteYellowForeground2 },
});

export function SelfView({ size, isInCorner = false }: { readonly size: Box; readonly isInCorner?: boolean }): ReactElement | null {
  const styles = useStyles();
  const tile = useTileStyles();
  const me = useMeetingView((view) => view.me);
  const camera = useMeetingView((view) => view.myCamera);
  const isMuted = useMeetingView((view) => view.isMuted);
  const isSpeaking = useMeetingView(
    ({ me: mine, speakers, isMuted: muted }) => mine !== undefined && !muted && speakers.has(mine.participantId),
  );
  if (me === undefined) return null;
  const words = [
    'You',
    camera === undefined ? 'camera off' : 'camera on',
    isMuted && 'muted',
    isSpeaking && 'speaking',
    me.handMs !== undefined && 'hand raised',
  ];
  return (
    <div
      role="img"
      aria-label={words.filter(Boolean).join(', ')}
      className={mergeClasses(tile.tile, isInCorner && styles.corner, isSpeaking && tile.speaks)}
      style={size}
      data-testid="self-view"
      data-picture={camera !== undefined}
    >
      {camera === undefined ? (
        <span className={tile.face}>
          <Face name={me.party.name} kind={me.party.kind} size={size.height > 90 ? 48 : 32} />
        </span>
      ) : (
        <Picture stream={camera} of="camera" isMirrored testId="self-picture" />
      )}
      {me.handMs !== undefined && (
        <span className={styles.hand}>
          <HandRightFilled />
        </span>
      )}
      <span className={tile.name}>
        {isMuted && <MicOffFilled />}
        <span className={tile.nameText}>You</span>
      </span>
    </div>
  );
}

/** One large picture, of who speaks or of a shared screen, and a strip of the others. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { useMeetingView } from '../use-meeting.ts';
import { handsOf } from '../meeting-words.ts';
import { placeOf } from './gallery.tsx';
import { tileGap, withinBox, type Box } from './gallery-fit.ts';
import { fitMain } from './main-fit.ts';
import { SelfView } from './self-view.tsx';
import { SharedScreen } from './shared-screen.tsx';
import { Tile } from './tile.tsx';
import { useTileStyles } from './tile-styles.ts';
import { useStageOrder } from './use-stage-order.ts';
import { useWishes } from './use-wishes.ts';

const useStyles = makeStyles({
  all: { display: 'flex', gap: `${String(tileGap)}px`, width: '100%', height: '100%' },
  main: { display: 'flex', alignItems: 'center', justifyContent: 'center', margin: 0, padding: 0 },
  strip: { display: 'flex', justifyContent: 'center', gap: `${String(tileGap)}px`, margin: 0, padding: 0 },
  mine: { listStyleType: 'none', flexShrink: 0 },
  more: { display: 'flex', alignItems: 'center', justifyContent: 'center', fontSize: tokens.fontSizeBase400, fontWeight: 600 },
});

type MainViewProps = {
  readonly others: readonly PhoneParticipant[];
  /** Who is large. */
  readonly main: PhoneParticipant;
  readonly of: 'camera' | 'screen';
  readonly hasStrip: boolean;
  /** I stand in the strip as well. */
  readonly hasMe: boolean;
  readonly area: Box;
};

export function MainView({ others, main, of, hasStrip, hasMe, area }: MainViewProps): ReactElement {
  const styles = useStyles();
  const tileStyles = useTileStyles();
  const dominantId = useMeetingView((view) => view.dominantId);
  const small = hasStrip ? (of === 'screen' ? others : others.filter((one) => one !== main)) : [];
  const mine = hasStrip && hasMe ? 1 : 0;
  const fit = fitMain(small.length + mine, area);
  const isCut = fit.count < small.length + mine;
  const places = Math.max(0, fit.count - mine - (isCut ? 1 : 0));
  const shown = useStageOrder({ others: small, dominantId: of === 'screen' ? dominantId : undefined, first: places }).slice(0, places);
  const hands = handsOf(others).map(({ participantId }) => participantId);
  const large = withinBox(fit.main);
  useWishes([
    ...(of === 'screen' || main.hasCamera
      ? [{ participantId: main.participantId, of, height: of === 'screen' ? fit.main.height : large.height }]
      : []),
    ...shown
      .filter(({ hasCamera }) => hasCamera)
      .map(({ participantId }) => ({ participantId, of: 'camera' as const, height: fit.tile.height })),
  ]);
  return (
    <div className={styles.all} style={{ flexDirection: fit.isBeside ? 'row' : 'column' }} data-testid={`main-${of}`}>
      {of === 'screen' ? (
        <SharedScreen participant={main} size={fit.main} />
      ) : (
        <ul aria-label="Who speaks" className={styles.main} style={fit.main}>
          <Tile participant={main} size={large} hand={placeOf(hands, main.participantId)} />
        </ul>
      )}
      {small.length + mine > 0 && (
        <ul aria-label="The others" className={styles.strip} style={{ flexDirection: fit.isBeside ? 'column' : 'row' }}>
          {shown.map((one) => (
            <Tile key={one.participantId} participant={one} size={fit.tile} hand={placeOf(hands, one.participantId)} />
          ))}
          {isCut && small.length > places && (
            <li className={tileStyles.tile} style={fit.tile} aria-label={`${String(small.length - places)} more people`}>
              <span className={`${tileStyles.face} ${styles.more}`}>+{small.length - places}</span>
            </li>
          )}
          {mine > 0 && (
            <li className={styles.mine}>
              <SelfView size={fit.tile} />
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

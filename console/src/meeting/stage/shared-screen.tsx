/** A screen that somebody shares, whole and as large as it goes; in words until its first picture is here. */
import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { ShareScreenStartRegular } from '@fluentui/react-icons/svg/share-screen-start';
import type { ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { useMeetingView } from '../use-meeting.ts';
import type { Box } from './gallery-fit.ts';
import { Picture } from './picture.tsx';
import { useTileStyles } from './tile-styles.ts';

const useStyles = makeStyles({
  screen: { minWidth: 0, backgroundColor: '#000', flexShrink: 1 },
  coming: { color: '#fff', '--colorNeutralForeground1': '#fff' },
  by: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
});

export function SharedScreen({ participant, size }: { readonly participant: PhoneParticipant; readonly size: Box }): ReactElement {
  const styles = useStyles();
  const tile = useTileStyles();
  const { participantId, party } = participant;
  const stream = useMeetingView(
    ({ tiles }) => tiles.find((one) => one.of === 'screen' && one.participant.participantId === participantId)?.stream,
  );
  return (
    <div
      role="img"
      aria-label={`The screen that ${party.name} shares`}
      className={mergeClasses(tile.tile, styles.screen)}
      style={size}
      data-testid="shared-screen"
      data-participant={participantId}
      data-picture={stream !== undefined}
    >
      {stream === undefined ? (
        <span className={mergeClasses(tile.face, styles.coming)}>
          <Spinner appearance="inverted" label={`The screen of ${party.name} is coming…`} />
        </span>
      ) : (
        <Picture stream={stream} of="screen" testId="screen-picture" />
      )}
      <span className={mergeClasses(tile.name, styles.by)} aria-hidden>
        <ShareScreenStartRegular />
        <span className={tile.nameText}>{party.name} shares this</span>
      </span>
    </div>
  );
}

/** While I share my screen: that it is so, and the way to stop. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { ShareScreenStopRegular } from '@fluentui/react-icons/svg/share-screen-stop';
import type { ReactElement } from 'react';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '6px 12px',
    margin: '8px 8px 0',
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('2px', 'solid', tokens.colorPaletteRedBorder2),
    fontWeight: tokens.fontWeightSemibold,
  },
});

export function SharingBar(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const isSharing = useMeetingView((view) => view.myScreen !== undefined);
  return (
    <div role="status">
      {isSharing && (
        <div className={styles.bar} data-testid="sharing-bar">
          You are sharing your screen: everybody here sees it.
          <Button size="small" icon={<ShareScreenStopRegular />} onClick={() => void meeting.shareScreen(false)}>
            Stop sharing
          </Button>
        </div>
      )}
    </div>
  );
}

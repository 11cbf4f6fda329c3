/** Over the stage while the network is away: that it is tried, and what can be done. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useConsole } from '../../live/console-context.tsx';
import { useStore } from '../../live/store.ts';
import { useMeeting } from '../use-meeting.ts';

const useStyles = makeStyles({
  cover: {
    position: 'absolute',
    inset: 0,
    zIndex: 4,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    rowGap: '12px',
    padding: '16px',
    textAlign: 'center',
    backgroundColor: tokens.colorBackgroundOverlay,
  },
  card: {
    display: 'grid',
    justifyItems: 'center',
    rowGap: '10px',
    padding: '20px 24px',
    maxWidth: '420px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow28,
  },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

export function Reconnecting(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const { live } = useConsole();
  const { status } = useStore(live.link, (link) => link);
  return (
    <div className={styles.cover} role="alert" data-testid="reconnecting">
      <div className={styles.card}>
        <Spinner label="Connecting again…" />
        <p className={styles.text}>
          {status === 'open'
            ? 'The network changed or broke. You are still in the meeting and come back by yourself.'
            : 'No connection to Rollcall. It is tried again by itself; if Rollcall was stopped, the meeting is over.'}
        </p>
        {status === 'waiting' && <Button onClick={live.connect}>Try now</Button>}
        <Button onClick={() => void meeting.leave()}>Leave instead</Button>
      </div>
    </div>
  );
}

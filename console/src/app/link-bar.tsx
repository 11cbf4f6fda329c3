/** Tells when the connection to Rollcall is lost, and when the next attempt comes. */
import { Button, makeStyles } from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { useConsole } from '../live/console-context.tsx';
import { useStore } from '../live/store.ts';
import { after } from './time.ts';
import { TroubleBar } from './trouble-bar.tsx';

const useStyles = makeStyles({ bar: { padding: '8px 12px 0' } });

/** A connection that comes back within this time is not worth a message. */
const patienceMs = 700;

export function LinkBar(): ReactElement {
  const { live, session } = useConsole();
  const link = useStore(live.link, (value) => value);
  const hasCall = useStore(session.view, ({ sounds }) => sounds.size > 0);
  const [isOverdue, setOverdue] = useState(false);
  const isOpen = link.status === 'open';
  useEffect(() => {
    if (!isOpen) return after(patienceMs, () => setOverdue(true));
    setOverdue(false);
    return undefined;
  }, [isOpen]);
  const styles = useStyles();
  const remedy = hasCall
    ? 'It is tried again by itself. What you say and hear may go on meanwhile; if Rollcall was stopped, the call is over.'
    : 'It is tried again by itself. If it stays so, start Rollcall again with “npm start”; this page then goes on without a reload.';
  return (
    <div role="status">
      {!isOpen && isOverdue && (
        <div className={styles.bar}>
          <TroubleBar
            intent="warning"
            message="No connection to Rollcall."
            remedy={remedy}
            actions={link.status === 'waiting' ? <Button onClick={live.connect}>Try now</Button> : undefined}
          />
        </div>
      )}
    </div>
  );
}

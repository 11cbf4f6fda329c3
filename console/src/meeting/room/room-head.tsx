/** The head of a meeting: its name, how long it goes on, who records, how the network is. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import type { ReactElement } from 'react';
import { spanOf, spokenSpanOf } from '../../app/words.ts';
import { useNow } from '../../phone/use-lines.ts';
import { InterpreterMark } from '../captions/interpreter.tsx';
import { meetingTitle } from '../meeting-words.ts';
import { useMeetingView } from '../use-meeting.ts';
import { NetworkBadge } from './network-badge.tsx';
import { RecordingMark } from './recording-banner.tsx';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    minWidth: 0,
    flexGrow: 1,
    flexBasis: '180px',
    '@media (max-height: 480px)': { flexBasis: '96px' },
  },
  title: {
    margin: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  facts: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '2px 10px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  lock: { display: 'inline-flex', fontSize: '14px' },
});

export function RoomHead(): ReactElement {
  const styles = useStyles();
  const line = useMeetingView((view) => view.line);
  const present = useMeetingView((view) => view.participants.length);
  const startedMs = line?.group?.startedMs ?? line?.connectedMs;
  const hasPasscode = line?.group?.invitation?.passcode !== undefined;
  return (
    <div className={styles.head}>
      <h1 className={styles.title} data-testid="meeting-title">
        {meetingTitle(line)}
      </h1>
      <div className={styles.facts}>
        {startedMs !== undefined && <Duration sinceMs={startedMs} />}
        <span data-testid="present-count">{present === 1 ? '1 person' : `${String(present)} people`}</span>
        {hasPasscode && (
          <span className={styles.lock} role="img" aria-label="Needs a passcode" title="Who joins needs the passcode">
            <LockClosedRegular />
          </span>
        )}
        <RecordingMark />
        <InterpreterMark />
        <NetworkBadge />
      </div>
    </div>
  );
}

function Duration({ sinceMs }: { readonly sinceMs: number }): ReactElement {
  const span = useNow(500) - sinceMs;
  return (
    <span role="timer" aria-label={`Going on for ${spokenSpanOf(span)}`}>
      {spanOf(span)}
    </span>
  );
}

/** Who is being rung into the meeting, and calling it off. */
import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { PeopleList } from './people-list.tsx';
import { useRowStyles } from './row-styles.ts';

export function RingingList(): ReactElement | null {
  const styles = useRowStyles();
  const meeting = useMeeting();
  const ringing = useMeetingView((view) => view.ringing);
  if (ringing.length === 0) return null;
  return (
    <PeopleList title="Being rung" count={ringing.length} testId="people-ringing">
      {ringing.map(({ participantId, party }) => (
        <li key={participantId} className={styles.row} data-testid="rung" data-participant={participantId}>
          <Face name={party.name} kind={party.kind} size={32} />
          <div className={styles.words}>
            <p className={styles.name} title={party.name}>
              {party.name}
            </p>
            <p className={styles.detail}>Ringing…</p>
          </div>
          <Button
            size="small"
            aria-label={`Call off ${party.name}`}
            data-testid="uninvite"
            onClick={() => void meeting.uninvite(participantId)}
          >
            Call off
          </Button>
        </li>
      ))}
    </PeopleList>
  );
}

/** Who waits in the lobby, with both answers for those who may give them. */
import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { PeopleList } from './people-list.tsx';
import { useRowStyles } from './row-styles.ts';

export function WaitingList(): ReactElement | null {
  const styles = useRowStyles();
  const meeting = useMeeting();
  const waiting = useMeetingView((view) => view.waiting);
  const mayAdmit = useMeetingView((view) => view.line?.group?.mayAdmit === true);
  if (waiting.length === 0) return null;
  const all = mayAdmit && waiting.length > 1 && (
    <Button size="small" onClick={() => void meeting.admit('all')}>
      Admit all
    </Button>
  );
  return (
    <PeopleList title="Waiting in the lobby" count={waiting.length} testId="people-waiting" aside={all}>
      {waiting.map(({ participantId, party }) => (
        <li key={participantId} className={styles.row} data-testid="waiting" data-participant={participantId}>
          <Face name={party.name} kind={party.kind} size={32} />
          <div className={styles.words}>
            <p className={styles.name} title={party.name}>
              {party.name}
            </p>
          </div>
          {mayAdmit && (
            <span className={styles.actions}>
              <Button
                size="small"
                appearance="primary"
                aria-label={`Admit ${party.name}`}
                onClick={() => void meeting.admit([participantId])}
              >
                Admit
              </Button>
              <Button size="small" aria-label={`Deny ${party.name}`} onClick={() => void meeting.deny([participantId])}>
                Deny
              </Button>
            </span>
          )}
        </li>
      ))}
    </PeopleList>
  );
}

/** Who is in the meeting, who waits, who is being rung, and how to bring more. */
import { makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { handsOf } from '../meeting-words.ts';
import { useMeetingView } from '../use-meeting.ts';
import { AddPeople } from './add-people.tsx';
import { AllActions } from './all-actions.tsx';
import { InvitationLines } from './invitation-lines.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonRow } from './person-row.tsx';
import { RingingList } from './ringing-list.tsx';
import { WaitingList } from './waiting-list.tsx';

const useStyles = makeStyles({ all: { display: 'grid', rowGap: '18px' } });

export function PeoplePanel(): ReactElement {
  const styles = useStyles();
  const participants = useMeetingView((view) => view.participants);
  const invitation = useMeetingView((view) => view.line?.group?.invitation);
  const hands = handsOf(participants).map(({ participantId }) => participantId);
  const raised = hands.flatMap((id) => participants.find(({ participantId }) => participantId === id) ?? []);
  const rest = participants.filter(({ participantId }) => !hands.includes(participantId));
  return (
    <div className={styles.all}>
      <AddPeople />
      <WaitingList />
      <RingingList />
      <PeopleList title="In the meeting" count={participants.length} testId="people-in" aside={<AllActions hands={hands.length} />}>
        {[...raised, ...rest].map((one) => (
          <PersonRow key={one.participantId} participant={one} hand={hands.indexOf(one.participantId) + 1 || undefined} />
        ))}
      </PeopleList>
      {invitation !== undefined && (
        <PeopleList title="Invite with the link" testId="people-invite" isPlain>
          <InvitationLines invitation={invitation} />
        </PeopleList>
      )}
    </div>
  );
}

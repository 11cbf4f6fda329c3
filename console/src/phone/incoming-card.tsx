/** Somebody calls: who, and the two things one can do. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { CallFilled } from '@fluentui/react-icons/svg/call';
import { CallEndFilled } from '@fluentui/react-icons/svg/call-end';
import type { ReactElement } from 'react';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { navigate } from '../app/navigate.tsx';
import { useConsole } from '../live/console-context.tsx';
import { isKeptSilent } from './sound-out.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '12px',
    padding: '14px 16px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
    ...shorthands.border('2px', 'solid', tokens.colorBrandStroke1),
  },
  who: { flexGrow: 1, minWidth: '120px' },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  state: { margin: 0, color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  answer: {
    backgroundColor: tokens.colorStatusSuccessBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorPaletteGreenForeground1, color: tokens.colorNeutralForegroundInverted },
  },
});

type IncomingCardProps = { readonly line: PhoneLine; readonly isBusy: boolean; readonly isOnPhone: boolean };

export function IncomingCard({ line, isBusy, isOnPhone }: IncomingCardProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const answer = (): void => {
    if (!isOnPhone) navigate('/phone');
    void session.answer(line.legId);
  };
  return (
    <div role="group" aria-label={`Incoming call from ${line.peer.name}`} className={styles.card}>
      <Face name={line.peer.name} kind={line.peer.kind} size={48} />
      <div className={styles.who}>
        <p className={styles.name}>{line.peer.name}</p>
        <p className={styles.state} role="alert" data-testid="line-state" data-state="ringing">
          {invitationWords(line)}
          <span className="sr-only"> from {line.peer.name}</span>
          {line.peer.number !== '' && ` · ${line.peer.number}`}
          {isKeptSilent() && ' · touch this page once to hear it ring'}
        </p>
      </div>
      <div className={styles.actions}>
        <Button data-testid="answer" size="large" appearance="primary" className={styles.answer} icon={<CallFilled />} onClick={answer}>
          {isBusy ? 'End the other and answer' : 'Answer'}
        </Button>
        <Button data-testid="decline" size="large" icon={<CallEndFilled />} onClick={() => void session.decline(line.legId)}>
          Decline
        </Button>
      </div>
    </div>
  );
}

function invitationWords({ group }: PhoneLine): string {
  if (group === undefined) return 'Incoming call';
  const kind = group.isMeeting ? 'Meeting' : 'Group call';
  return group.subject === undefined || group.subject === '' ? kind : `${kind}: ${group.subject}`;
}

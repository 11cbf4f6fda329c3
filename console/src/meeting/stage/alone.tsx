/** What the stage shows while nobody else is in the meeting: that, and how others come. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { useMeetingView } from '../use-meeting.ts';
import { InvitationLines } from '../people/invitation-lines.tsx';

const useStyles = makeStyles({
  alone: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'safe center',
    rowGap: '14px',
    maxWidth: '440px',
    maxHeight: '100%',
    padding: '12px 16px 84px',
    overflowY: 'auto',
    textAlign: 'center',
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  invitation: { width: '100%', textAlign: 'left' },
});

export function Alone(): ReactElement {
  const styles = useStyles();
  const me = useMeetingView((view) => view.me);
  const invitation = useMeetingView((view) => view.line?.group?.invitation);
  const ringing = useMeetingView((view) => view.ringing);
  const isRinging = ringing.length > 0;
  return (
    <div className={styles.alone} data-testid="alone">
      <Face name={me?.party.name ?? ''} kind="person" size={96} />
      <p className={styles.title}>
        {isRinging ? `Ringing ${ringing.map(({ party }) => party.name).join(', ')}…` : 'Nobody else is here yet'}
      </p>
      {!isRinging && invitation !== undefined && (
        <p className={styles.text}>Send this to those whom you want here, or ring them under “People”.</p>
      )}
      {invitation !== undefined && (
        <div className={styles.invitation}>
          <InvitationLines invitation={invitation} />
        </div>
      )}
    </div>
  );
}

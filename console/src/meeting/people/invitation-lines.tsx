/** How others come to a meeting: its link, its number and passcode, each to be copied. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import type { ReactElement } from 'react';
import type { MeetingInvitation } from '../../../../src/wire/live/page-event.ts';
import { useCopied } from '../../apps/use-copied.ts';
import { meetingLink } from '../meeting-words.ts';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: '8px', minWidth: 0 },
  facts: { display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '2px 10px', margin: 0 },
  name: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  said: { margin: 0, minHeight: '16px', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

export function InvitationLines({ invitation }: { readonly invitation: MeetingInvitation }): ReactElement {
  const styles = useStyles();
  const { said, copy } = useCopied();
  const { joinMeetingId, passcode } = invitation;
  const words = `Meeting ID ${joinMeetingId}${passcode === undefined ? '' : `, passcode ${passcode}`}`;
  return (
    <div className={styles.all} data-testid="invitation">
      <dl className={styles.facts}>
        <dt className={styles.name}>Meeting ID</dt>
        <dd className={styles.value} data-testid="meeting-id">
          {joinMeetingId}
        </dd>
        {passcode !== undefined && (
          <>
            <dt className={styles.name}>Passcode</dt>
            <dd className={styles.value} data-testid="meeting-passcode">
              {passcode}
            </dd>
          </>
        )}
      </dl>
      <div className={styles.actions}>
        <Button size="small" icon={<LinkRegular />} data-testid="copy-link" onClick={() => copy(meetingLink(invitation, location.origin))}>
          Copy link
        </Button>
        <Button size="small" icon={<CopyRegular />} data-testid="copy-id" onClick={() => copy(words)}>
          {passcode === undefined ? 'Copy ID' : 'Copy ID and passcode'}
        </Button>
      </div>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </div>
  );
}

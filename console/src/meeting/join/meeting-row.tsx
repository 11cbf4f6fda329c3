/** One meeting in the list: what it is about, when, who is in it, and the way in. */
import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { VideoFilled } from '@fluentui/react-icons/svg/video';
import type { ReactElement } from 'react';
import type { MeetingSummary } from '../../../../src/wire/live/page-event.ts';
import { followLink } from '../../app/navigate.tsx';
import { meetHref } from '../../app/route.ts';
import { exactOf, momentOf } from '../../app/words.ts';
import { presentWords } from '../meeting-words.ts';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '8px 0', minWidth: 0 },
  sign: { display: 'flex', fontSize: '24px', color: tokens.colorNeutralForeground2, flexShrink: 0 },
  up: { color: tokens.colorCompoundBrandForeground1 },
  words: { flexGrow: 1, minWidth: 0 },
  name: { margin: 0, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

type MeetingRowProps = { readonly meeting: MeetingSummary; readonly as: string; readonly nowMs: number };

export function MeetingRow({ meeting, as, nowMs }: MeetingRowProps): ReactElement {
  const styles = useStyles();
  const { subject, invitation, organizer, isMine, startMs, present } = meeting;
  const { joinMeetingId, passcode } = invitation;
  const isUp = present > 0;
  const name = subject ?? 'Meeting';
  return (
    <li className={styles.row} data-testid="meeting" data-meeting={joinMeetingId}>
      <span className={`${styles.sign} ${isUp ? styles.up : ''}`} aria-hidden>
        {isUp ? <VideoFilled /> : <CalendarRegular />}
      </span>
      <div className={styles.words}>
        <p className={styles.name}>
          {name}{' '}
          {isUp && (
            <Badge appearance="tint" color="success" size="small">
              Now
            </Badge>
          )}
        </p>
        <p className={styles.detail}>
          <time dateTime={new Date(startMs).toISOString()} title={exactOf(startMs)}>
            {momentOf(startMs, nowMs)}
          </time>
          {' · '}
          {isMine ? 'yours' : `of ${organizer}`} · ID {joinMeetingId}
        </p>
        <p className={styles.detail} data-testid="present">
          {presentWords(present)}
        </p>
      </div>
      <Button
        as="a"
        href={meetHref({ joinMeetingId, passcode, as })}
        appearance={isUp ? 'primary' : 'secondary'}
        aria-label={`Join ${name}, ID ${joinMeetingId}`}
        onClick={followLink}
      >
        Join
      </Button>
    </li>
  );
}

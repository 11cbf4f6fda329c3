/** My meetings: what is up, what is planned, and how to begin or join one. */
import { makeStyles, Spinner } from '@fluentui/react-components';
import { useEffect, type ReactElement } from 'react';
import { navigate } from '../../app/navigate.tsx';
import { meetHref } from '../../app/route.ts';
import { Empty, PageHead, Section } from '../../app/section.tsx';
import { useConsole, useHouse } from '../../live/console-context.tsx';
import { useMyPhone, useNow, usePhoneView } from '../../phone/use-lines.ts';
import { WhoPicker } from '../../phone/who-picker.tsx';
import { sortedMeetings } from '../meeting-words.ts';
import { JoinForm } from './join-form.tsx';
import { MeetNowForm } from './meet-now-form.tsx';
import { MeetingRow } from './meeting-row.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(280px, 2fr)',
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', rowGap: '16px', minWidth: 0 },
  // On a telephone one comes to do something, not to read a list.
  first: { '@media (max-width: 860px)': { order: -1 } },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
});

export function MeetingsPage({ as }: { readonly as: string | undefined }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const who = usePhoneView((view) => view.who);
  const phone = useMyPhone();
  const meetings = useHouse((house) => house.meetings);
  const now = useNow(30_000);
  useEffect(() => {
    if (as !== undefined && as !== session.view.get().who) void session.signIn(as);
  }, [as, session]);
  useEffect(() => {
    const me = session.view.get().who;
    const isSettled = as === undefined || me === undefined || phone?.me.userId === me;
    if (as !== me && isSettled) navigate(meetHref({ as: me }), { replace: true });
  }, [as, who, phone, session]);
  if (who === undefined)
    return <WhoPicker question="Whose meetings?" onPick={(userId) => navigate(meetHref({ as: userId }), { replace: true })} />;
  return (
    <>
      <PageHead title="Meetings">
        {phone === undefined ? 'Opening…' : `You are ${phone.me.name}. Meet with people and bots, with sound and pictures.`}
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section title="Your meetings">
            {meetings === undefined && <Spinner label="Asking Rollcall for your meetings…" />}
            {meetings?.length === 0 && (
              <Empty>No meeting yet. Begin one with “Meet now”; those that bots and colleagues plan with you appear here as well.</Empty>
            )}
            <ul className={styles.list} data-testid="meetings">
              {sortedMeetings(meetings ?? [], now).map((meeting) => (
                <MeetingRow key={meeting.meetingId} meeting={meeting} as={who} nowMs={now} />
              ))}
            </ul>
          </Section>
        </div>
        <div className={`${styles.column} ${styles.first}`}>
          <MeetNowForm as={who} />
          <JoinForm as={who} />
        </div>
      </div>
    </>
  );
}

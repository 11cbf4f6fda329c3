/** The way into meetings: those of this window's person that are up, and the page of all. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { MeetNowRegular } from '@fluentui/react-icons/svg/meet-now';
import type { ReactElement } from 'react';
import { followLink } from '../app/navigate.tsx';
import { meetHref } from '../app/route.ts';
import { Section } from '../app/section.tsx';
import { useHouse } from '../live/console-context.tsx';
import { presentWords } from '../meeting/meeting-words.ts';
import { usePhoneView } from '../phone/use-lines.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 14px', marginBottom: '8px' },
  words: { flexGrow: 1, flexBasis: '200px', margin: 0 },
  name: { fontWeight: tokens.fontWeightSemibold },
});

export function MeetSection(): ReactElement {
  const styles = useStyles();
  const who = usePhoneView((view) => view.who);
  const meetings = useHouse((house) => house.meetings);
  const up = who === undefined ? [] : (meetings ?? []).filter(({ present }) => present > 0);
  return (
    <Section title="Meet">
      {up.map(({ meetingId, subject, present, invitation }) => (
        <div key={meetingId} className={styles.row}>
          <p className={styles.words}>
            <span className={styles.name}>{subject ?? 'Meeting'}</span> · {presentWords(present)}
          </p>
          <Button
            as="a"
            appearance="primary"
            href={meetHref({ joinMeetingId: invitation.joinMeetingId, passcode: invitation.passcode, as: who })}
            aria-label={`Join ${subject ?? 'the meeting'}`}
            onClick={followLink}
          >
            Join
          </Button>
        </div>
      ))}
      <div className={styles.row}>
        <p className={styles.words}>People and bots in one room, with sound, pictures and shared screens.</p>
        <Button as="a" href={meetHref()} icon={<MeetNowRegular />} data-testid="home-meet" onClick={followLink}>
          Open meetings
        </Button>
      </div>
    </Section>
  );
}

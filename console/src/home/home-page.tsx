/** Home: what runs, and how to try it. */
import { makeStyles, Spinner } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { PageHead } from '../app/section.tsx';
import { count } from '../app/words.ts';
import { useHouse } from '../live/console-context.tsx';
import { BotsSection } from './bots-section.tsx';
import { MediaSection } from './media-section.tsx';
import { MeetSection } from './meet-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { SpeechSection } from './speech-section.tsx';
import { TrySection } from './try-section.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', rowGap: '16px', minWidth: 0 },
});

export function HomePage(): ReactElement {
  const styles = useStyles();
  const home = useHouse((house) => house.home);
  if (home === undefined) {
    return (
      <>
        <PageHead title="Rollcall" />
        <Spinner label="Asking Rollcall what runs…" />
      </>
    );
  }
  const failing = home.bots.filter(({ health }) => health === 'failing').length;
  const state =
    failing > 0
      ? `${count(failing, 'bot')} of ${String(home.bots.length)} failing`
      : `${count(home.bots.length, 'bot')} ready to be called`;
  return (
    <>
      <PageHead title="Rollcall is running">
        A telephone exchange for your bots, here in the browser: call a bot, talk to it, and see every message it exchanges.{' '}
        {sentence(state)}.
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.column}>
          <TrySection tryThis={home.tryThis} />
          <MeetSection />
          <BotsSection bots={home.bots} />
        </div>
        <div className={styles.column}>
          <PeopleSection people={home.people} />
          <RecentCalls />
          <MediaSection media={home.media} />
          {home.speech !== undefined && <SpeechSection speech={home.speech} />}
        </div>
      </div>
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The whole console: the bar of pages, what must be seen on every page, and the page that the address means. */
import { FluentProvider, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { lazy, Suspense, type ReactElement } from 'react';
import { AppsPage } from '../apps/apps-page.tsx';
import { CallsPage } from '../calls/calls-page.tsx';
import { HomePage } from '../home/home-page.tsx';
import { useMeetingView } from '../meeting/use-meeting.ts';
import { CallBar } from '../phone/call-bar.tsx';
import { PhonePage } from '../phone/phone-page.tsx';
import { RemoteAudio } from '../phone/remote-audio.tsx';
import { Ringing } from '../phone/ringing.tsx';
import { LinkBar } from './link-bar.tsx';
import { Go, useRoute } from './navigate.tsx';
import { Mishap } from './mishap.tsx';
import { Navigation } from './navigation.tsx';
import type { Route } from './route.ts';
import { Empty, PageHead } from './section.tsx';
import { useTheme } from './theme.ts';

const useStyles = makeStyles({
  house: {
    minHeight: '100dvh',
    display: 'flex',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  column: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', '@media (max-width: 640px)': { paddingBottom: '68px' } },
  main: {
    flexGrow: 1,
    minWidth: 0,
    width: '100%',
    maxWidth: '1440px',
    padding: '20px 28px 32px',
    '@media (max-width: 640px)': { padding: '14px 12px 20px' },
  },
  // A meeting fills the window and scrolls only within its own parts.
  fullColumn: { height: '100dvh', '@media (max-width: 640px)': { paddingBottom: 0 } },
  meeting: {
    display: 'flex',
    flexDirection: 'column',
    maxWidth: 'none',
    minHeight: 0,
    padding: 0,
    '@media (max-width: 640px)': { padding: 0 },
  },
  skip: {
    position: 'absolute',
    left: '-999px',
    ':focus': { left: '8px', top: '8px', zIndex: 20, padding: '8px 12px', backgroundColor: tokens.colorNeutralBackground1 },
  },
});

// Home and phone are there without waiting for what only meetings need.
const MeetingPage = lazy(async () => ({ default: (await import('../meeting/meeting-page.tsx')).MeetingPage }));
const MeetingsPage = lazy(async () => ({ default: (await import('../meeting/join/meetings-page.tsx')).MeetingsPage }));

const LibraryPage = lazy(async () => ({ default: (await import('../library/library-page.tsx')).LibraryPage }));
const RecordingPage = lazy(async () => ({ default: (await import('../library/recording-page.tsx')).RecordingPage }));

const titles: Readonly<Record<Route['page'], string>> = {
  home: 'Rollcall',
  phone: 'Phone – Rollcall',
  meetings: 'Meetings – Rollcall',
  meeting: 'Meeting – Rollcall',
  calls: 'Calls – Rollcall',
  apps: 'Apps – Rollcall',
  library: 'Library – Rollcall',
  recording: 'Recording – Rollcall',
  unknown: 'Rollcall',
};

export function App(): ReactElement {
  const styles = useStyles();
  const route = useRoute();
  const isMeeting = route.page === 'meeting';
  const isInMeeting = useMeetingView(({ stage }) => stage === 'in' || stage === 'reconnecting') && isMeeting;
  // The meeting says itself that its connection is away.
  const isReconnecting = useMeetingView(({ stage }) => stage === 'reconnecting') && isMeeting;
  return (
    <FluentProvider theme={useTheme()}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <div className={styles.house}>
        <Navigation page={route.page} isInMeeting={isInMeeting} />
        <div className={mergeClasses(styles.column, isInMeeting && styles.fullColumn)}>
          {!isReconnecting && <LinkBar />}
          {route.page !== 'phone' && <CallBar isRingingOnly={isMeeting} />}
          <main id="main" tabIndex={-1} className={mergeClasses(styles.main, isMeeting && styles.meeting)} style={{ outline: 'none' }}>
            <Mishap key={route.page}>
              <Suspense fallback={<Spinner label="Opening…" />}>
                <Page route={route} />
              </Suspense>
            </Mishap>
          </main>
          <RemoteAudio />
          <Ringing title={titles[route.page]} />
        </div>
      </div>
    </FluentProvider>
  );
}

function Page({ route }: { readonly route: Route }): ReactElement {
  switch (route.page) {
    case 'home':
      return <HomePage />;
    case 'phone':
      return <PhonePage as={route.as} dial={route.dial} />;
    case 'meetings':
      return <MeetingsPage as={route.as} />;
    case 'meeting':
      return <MeetingPage joinMeetingId={route.joinMeetingId} passcode={route.passcode} as={route.as} />;
    case 'calls':
      return <CallsPage find={route.find} callId={route.callId} place={route.ladder} />;
    case 'apps':
      return <AppsPage appId={route.appId} isNew={route.isNew} />;
    case 'library':
      return <LibraryPage as={route.as} find={route.find} isHooks={route.isHooks} />;
    case 'recording':
      return <RecordingPage key={route.recordingId} recordingId={route.recordingId} as={route.as} moment={route.moment} />;
    case 'unknown':
      return (
        <>
          <PageHead title="There is no such page" />
          <Empty>
            Nothing is at {route.path}. <Go href="/">Go to the home page</Go>.
          </Empty>
        </>
      );
  }
}

/** The whole console: the bar of pages, what must be seen on every page, and the page that the address means. */
import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { AppsPage } from '../apps/apps-page.tsx';
import { CallsPage } from '../calls/calls-page.tsx';
import { HomePage } from '../home/home-page.tsx';
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
  skip: {
    position: 'absolute',
    left: '-999px',
    ':focus': { left: '8px', top: '8px', zIndex: 20, padding: '8px 12px', backgroundColor: tokens.colorNeutralBackground1 },
  },
});

const titles: Readonly<Record<Route['page'], string>> = {
  home: 'Rollcall',
  phone: 'Phone – Rollcall',
  calls: 'Calls – Rollcall',
  apps: 'Apps – Rollcall',
  unknown: 'Rollcall',
};

export function App(): ReactElement {
  const styles = useStyles();
  const route = useRoute();
  return (
    <FluentProvider theme={useTheme()}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <div className={styles.house}>
        <Navigation page={route.page} />
        <div className={styles.column}>
          <LinkBar />
          {route.page !== 'phone' && <CallBar />}
          <main id="main" tabIndex={-1} className={styles.main} style={{ outline: 'none' }}>
            <Mishap key={route.page}>
              <Page route={route} />
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
    case 'calls':
      return <CallsPage find={route.find} callId={route.callId} place={route.ladder} />;
    case 'apps':
      return <AppsPage appId={route.appId} isNew={route.isNew} />;
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

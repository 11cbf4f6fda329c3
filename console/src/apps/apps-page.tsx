/** Apps: every bot as the switchboard knows it; one is registered here, told what it needs, and allowed or forbidden things. */
import { makeStyles, mergeClasses, Spinner } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { navigate } from '../app/navigate.tsx';
import { appsHref } from '../app/route.ts';
import { Empty, PageHead, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { AppDetail } from './app-detail.tsx';
import { AppList } from './app-list.tsx';
import { BackToApps } from './back-to-apps.tsx';
import type { FreshSecret } from './fresh-secret.tsx';
import { RegisterForm } from './register-form.tsx';
import { useWatchedApps } from './use-apps.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(280px, 380px) minmax(0, 1fr)',
    '@media (max-width: 980px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  alone: { gridTemplateColumns: 'minmax(0, 760px)' },
  list: { minWidth: 0, '@media (min-width: 981px)': { position: 'sticky', top: '20px' } },
  // In a narrow window what is looked at takes the whole page.
  unseen: {
    '@media (max-width: 980px)': { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  aside: { '@media (max-width: 980px)': { display: 'none' } },
});

export function AppsPage({ appId, isNew }: { readonly appId: string | undefined; readonly isNew: boolean }): ReactElement {
  const styles = useStyles();
  const { apps, trouble } = useWatchedApps();
  // Kept by this page alone: whoever leaves it has seen the secret for the last time.
  const [fresh, setFresh] = useState<FreshSecret>();
  const app = apps?.apps.find((each) => each.appId === appId);
  const isAlone = appId === undefined && !isNew;
  const made = (secret: FreshSecret): void => {
    setFresh(secret);
    navigate(appsHref(secret.appId));
  };
  return (
    <>
      <div className={mergeClasses(!isAlone && styles.unseen)}>
        <PageHead title="Apps">Any bot, in any language: register it here, tell it what this page shows, and call it.</PageHead>
      </div>
      {trouble !== undefined && <TroubleBar message={trouble.message} remedy={trouble.remedy} />}
      {apps === undefined && trouble === undefined && <Spinner label="Asking Rollcall for its apps…" />}
      {apps !== undefined && (
        <div className={mergeClasses(styles.columns, isAlone && styles.alone)}>
          <div className={mergeClasses(styles.list, !isAlone && styles.aside)}>
            <AppList apps={apps.apps} appId={appId} isNew={isNew} />
          </div>
          {isNew && <RegisterForm apps={apps} onMade={made} />}
          {app !== undefined && (
            <AppDetail
              key={app.appId}
              app={app}
              apps={apps}
              fresh={fresh?.appId === app.appId ? fresh : undefined}
              onSecret={(secret) => setFresh({ appId: app.appId, secret })}
            />
          )}
          {appId !== undefined && app === undefined && (
            <Section title="There is no such app" beside={<BackToApps />}>
              <Empty>It was removed, or its number changed with the configuration.</Empty>
            </Section>
          )}
        </div>
      )}
    </>
  );
}

/** One app: what it is, what it needs to be told, what it may do, how it proves itself, and how it goes. */
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { Apps, AppState } from '../../../src/wire/live/apps.ts';
import { Section } from '../app/section.tsx';
import { CallLink } from '../home/call-link.tsx';
import { AppCredentials } from './app-credentials.tsx';
import { AppPermissions } from './app-permissions.tsx';
import { AppSetupPanel } from './app-setup-panel.tsx';
import { BackToApps } from './back-to-apps.tsx';
import { FreshSecretPanel, type FreshSecret } from './fresh-secret.tsx';
import { RemoveApp } from './remove-app.tsx';

const useStyles = makeStyles({
  stack: { display: 'grid', rowGap: '16px', minWidth: 0 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: '4px 16px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', '& dd': { marginBottom: '6px' } },
  },
  note: { margin: '12px 0 0', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '14px' },
});

type AppDetailProps = {
  readonly app: AppState;
  readonly apps: Apps;
  readonly fresh: FreshSecret | undefined;
  readonly onSecret: (secret: string) => void;
};

export function AppDetail({ app, apps, fresh, onSecret }: AppDetailProps): ReactElement {
  const styles = useStyles();
  const tenant = apps.tenants.find(({ tenantId }) => tenantId === app.tenantId);
  // What was just done, for whoever does not see it change.
  const [said, setSaid] = useState('');
  return (
    <div className={styles.stack}>
      <div role="status" className="sr-only">
        {said}
      </div>
      {fresh !== undefined && <FreshSecretPanel secret={fresh.secret} name={app.name} />}
      <Section
        title={app.name}
        beside={
          <Badge appearance="tint" color={app.isRegistered ? 'brand' : 'informative'}>
            {app.isRegistered ? 'Registered' : 'Configured'}
          </Badge>
        }
        aside={
          <>
            <BackToApps />
            {app.number !== undefined && <CallLink name={app.name} number={app.number} isMain />}
          </>
        }
      >
        <dl className={styles.facts}>
          <dt>Number</dt>
          <dd>{app.number ?? 'None: it can only place calls'}</dd>
          <dt>Web hook</dt>
          <dd>{app.webhook ?? 'None'}</dd>
          <dt>Tenant</dt>
          <dd>
            {tenant?.name ?? 'Unknown'} ({app.tenantId})
          </dd>
          {app.says !== '' && (
            <>
              <dt>What it does</dt>
              <dd>{app.says}</dd>
            </>
          )}
        </dl>
        {!app.isRegistered && (
          <p className={styles.note}>
            It stands in the configuration, or is one of Rollcall’s own: it is changed in rollcall.config.ts, and only shown here.
          </p>
        )}
        {app.isRegistered && (
          <div className={styles.actions}>
            <RemoveApp app={app} />
          </div>
        )}
      </Section>
      <AppSetupPanel app={app} secret={fresh?.secret} />
      <AppPermissions app={app} apps={apps} onDone={setSaid} />
      <AppCredentials app={app} onSecret={onSecret} onDone={setSaid} />
    </div>
  );
}

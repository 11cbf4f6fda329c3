/** All that the bot has to be told: ids, addresses, variables; each copied by one click. */
import { Button, makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { useState, type ReactElement } from 'react';
import type { AppEndpoints, AppState } from '../../../src/wire/live/apps.ts';
import { Section } from '../app/section.tsx';
import { CopyLine } from './copy-line.tsx';
import { environmentText, carrierText, withSecret } from './setup-text.ts';
import { useCopied } from './use-copied.ts';

const useStyles = makeStyles({
  lines: { display: 'grid', rowGap: '8px', marginTop: '12px' },
  heading: { margin: '8px 0 0', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  note: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  code: {
    margin: 0,
    padding: '10px 12px',
    maxHeight: '360px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  sheets: { display: 'flex', flexWrap: 'wrap', gap: '6px', marginTop: '16px' },
  all: { display: 'flex', alignItems: 'center', columnGap: '8px' },
});

const sheets = ['Variables', 'Addresses', 'Bot of this kit'] as const;
type Sheet = (typeof sheets)[number];

const endpointNames: readonly (readonly [keyof AppEndpoints, string])[] = [
  ['graph', 'Graph'],
  ['graphBeta', 'Graph, beta'],
  ['token', 'Token'],
  ['authority', 'Authority'],
  ['openId', 'OpenID configuration'],
  ['keys', 'Keys'],
  ['notificationOpenId', 'OpenID configuration of notifications'],
  ['bridge', 'Media bridge'],
];

/** `secret` is there for as long as this page still knows it. */
export function AppSetupPanel({ app, secret }: { readonly app: AppState; readonly secret: string | undefined }): ReactElement {
  const styles = useStyles();
  const [sheet, setSheet] = useState<Sheet>('Variables');
  const setup = withSecret(app.setup, secret);
  return (
    <Section title="What the bot has to be told">
      <div className={styles.lines}>
        <CopyLine name="Tenant id" value={app.tenantId} testId="tenant-id" />
        <CopyLine name="App id" value={app.appId} testId="app-id" />
      </div>
      <div role="group" aria-label="Shown as" className={styles.sheets}>
        {sheets.map((name) => (
          <ToggleButton key={name} size="small" shape="circular" checked={sheet === name} onClick={() => setSheet(name)}>
            {name}
          </ToggleButton>
        ))}
      </div>
      <div className={styles.lines}>
        {sheet === 'Variables' && (
          <>
            <p className={styles.note}>As Microsoft’s libraries and samples read them.</p>
            <CodeBlock text={environmentText(setup)} name="the variables" testId="variables" />
          </>
        )}
        {sheet === 'Addresses' && <Addresses app={app} />}
        {sheet === 'Bot of this kit' && (
          <>
            <p className={styles.note}>In its own rollcall.config.ts.</p>
            <CodeBlock text={carrierText(setup)} name="the carrier" testId="carrier" />
          </>
        )}
      </div>
    </Section>
  );
}

function Addresses({ app }: { readonly app: AppState }): ReactElement {
  const styles = useStyles();
  const { endpoints, secureEndpoints, proxy, certificate } = app.setup;
  return (
    <>
      {endpointNames.map(([key, name]) => (
        <CopyLine key={key} name={name} value={endpoints[key]} />
      ))}
      {secureEndpoints !== undefined && (
        <>
          <h3 className={styles.heading}>Over HTTPS</h3>
          {certificate !== undefined && <CopyLine name="Certificate to be trusted" value={certificate} />}
          {endpointNames.map(([key, name]) => (
            <CopyLine key={key} name={`${name}, HTTPS`} value={secureEndpoints[key]} />
          ))}
        </>
      )}
      <h3 className={styles.heading}>With Microsoft’s host names written into the program</h3>
      <CopyLine name="HTTPS_PROXY" value={proxy} />
      <p className={styles.note}>“rollcall ca show” in a terminal tells the rest.</p>
    </>
  );
}

function CodeBlock({ text, name, testId }: { readonly text: string; readonly name: string; readonly testId: string }): ReactElement {
  const styles = useStyles();
  const { said, copy } = useCopied();
  return (
    <>
      <pre className={styles.code} data-testid={testId} tabIndex={0} role="group" aria-label={name}>
        {text}
      </pre>
      <div className={styles.all}>
        <Button size="small" icon={<CopyRegular />} onClick={() => copy(text)}>
          Copy {name}
        </Button>
        <span role="status" className={styles.note}>
          {said}
        </span>
      </div>
    </>
  );
}
